import { execFile } from 'node:child_process';
import { z } from 'zod';
import { root } from './sources.ts';

const Cruise = z.object({
  modules: z.array(
    z.object({
      source: z.string(),
      dependencies: z.array(z.object({ module: z.string(), resolved: z.string(), couldNotResolve: z.boolean() })),
    }),
  ),
  summary: z.object({
    violations: z.array(
      z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string(), severity: z.string() }) }),
    ),
    totalCruised: z.number(),
  }),
});
export type Cruise = z.infer<typeof Cruise>;

/** The names of the project's import rules. */
export async function ruleNames(): Promise<string[]> {
  const module: unknown = await import(`${root}/.dependency-cruiser.mjs`);
  const { forbidden } = z
    .object({ default: z.object({ forbidden: z.array(z.object({ name: z.string() })) }) })
    .parse(module).default;
  return forbidden.map((rule) => rule.name);
}

/** Runs dependency-cruiser with the project's rules on `targets` inside `folder`. */
export function cruise(folder: string, targets: string[]): Promise<Cruise> {
  const program = `${root}/node_modules/dependency-cruiser/bin/dependency-cruiser.mjs`;
  const options = ['--config', `${root}/.dependency-cruiser.mjs`, '--output-type', 'json', '--no-cache'];
  return new Promise((resolve, reject) => {
    const limits = { cwd: folder, maxBuffer: 200_000_000, timeout: 60_000 };
    execFile(process.execPath, [program, ...targets, ...options], limits, (error, stdout, stderr) => {
      try {
        resolve(Cruise.parse(JSON.parse(stdout)));
      } catch {
        reject(
          new Error(
            `dependency-cruiser gave no result: ${stderr.slice(0, 2_000) || (error?.message ?? 'nothing readable')}`,
          ),
        );
      }
    });
  });
}
