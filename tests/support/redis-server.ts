import { execFileSync } from 'node:child_process';
import { connect } from 'node:net';
import { freePort, startProcess, until } from '#tests/support/child-process.ts';

export interface RedisServer {
  url: string;
  stop(): Promise<void>;
}

/** Where a `redis-server` is, from PEREZVON_REDIS_SERVER or PATH; null when the machine has none. */
export function findRedisServer(): string | null {
  const named = process.env['PEREZVON_REDIS_SERVER'];
  if (named) return named;
  try {
    return execFileSync('sh', ['-c', 'command -v redis-server'], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

/** Said of what is left out on a machine without Redis. */
export const noRedisReason =
  'skipped, because there is no redis-server on this machine: install it or name it in PEREZVON_REDIS_SERVER.';

/** Starts a Redis that keeps what it acknowledged, with its files in `folder`. */
export async function startRedis(program: string, folder: string): Promise<RedisServer> {
  const port = await freePort();
  const server = startProcess(
    program,
    [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--appendonly',
      'yes',
      '--dir',
      folder,
      '--save',
      '',
      '--daemonize',
      'no',
    ],
    { folder },
  );
  await until('Redis answers', () => ping(port), { timeoutMs: 10_000 });
  return { url: `redis://127.0.0.1:${port}`, stop: () => server.destroy() };
}

function ping(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('error', reject);
    socket.once('data', (answer) => {
      socket.destroy();
      resolve(answer.toString().startsWith('+PONG'));
    });
  });
}
