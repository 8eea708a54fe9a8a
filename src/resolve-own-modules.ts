import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const projectUrl = new URL('../', import.meta.url);
const { imports } = JSON.parse(readFileSync(new URL('package.json', projectUrl), 'utf8')) as {
  imports: Record<string, string>;
};
/** `#domain/` to the address of `src/domain/`, as package.json has it. */
const folders = new Map(
  Object.entries(imports).map(([pattern, path]) => [
    pattern.slice(0, pattern.indexOf('*')),
    new URL(path.slice(0, path.indexOf('*')), projectUrl).href,
  ]),
);
const known = new Map<string, { url: string; format: string; shortCircuit: true }>();

/**
 * Resolves `#domain/…` and its like without looking at the disk. Node asks package.json and the file system anew for each of
 * some thousand imports, which was a fifth of the time that the imports of a start take.
 */
registerHooks({
  resolve(specifier, context, nextResolve) {
    if (!specifier.startsWith('#')) return nextResolve(specifier, context);
    const found = known.get(specifier);
    if (found) return found;
    const end = specifier.indexOf('/') + 1;
    const folder = folders.get(specifier.slice(0, end));
    if (folder === undefined || !specifier.endsWith('.ts')) return nextResolve(specifier, context);
    const made = { url: folder + specifier.slice(end), format: 'module-typescript', shortCircuit: true } as const;
    known.set(specifier, made);
    return made;
  },
});
