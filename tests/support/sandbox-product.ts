import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, projectNode, startProcess, until } from '#tests/support/child-process.ts';

/** The product as a newcomer starts it: no key, no setting but a port and a folder of its own. */
export interface SandboxProduct extends AsyncDisposable {
  url: string;
  log(): string[];
}

const readyLimitMs = 40_000;

/** Starts `node src/main.ts` on a fresh data folder with demo data, and resolves when it is ready. */
export async function startSandboxProduct(): Promise<SandboxProduct> {
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'perezvon-newcomer-'));
  await chmod(folder, 0o755);
  cleanup.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = { PORT: String(port), DATA_DIR: join(folder, 'data') };
  const product = startProcess(projectNode, ['src/main.ts'], { environment });
  cleanup.defer(async () => {
    product.signal('SIGTERM');
    // PostgreSQL is stopped by the product; a product that hangs is ended with its whole group.
    await Promise.race([product.gone, new Promise((resolve) => setTimeout(resolve, 20_000).unref())]);
    await product.destroy();
  });
  await until(
    'the product is ready',
    async () => {
      if (product.exited) throw new Error(`The product has ended:\n${product.lines.slice(-20).join('\n')}`);
      return product.lines.some((line) => line.startsWith('Perezvon is ready'));
    },
    { timeoutMs: readyLimitMs },
  );
  const owned = cleanup.move();
  return { url, log: () => product.lines, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
