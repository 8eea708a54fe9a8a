import { Client } from 'pg';
import { ADMIN_ROLE } from './create-cluster.ts';

/** Thrown when another live Perezvon already works on the same data folder; the message says what to do. */
export class DataDirInUseError extends Error {
  override readonly name = 'DataDirInUseError';
  constructor(dataDir: string, ownerPid: string) {
    super(
      `Another Perezvon (${ownerPid}) already runs on ${dataDir}: stop it first, or give this one its own DATA_DIR.`,
    );
  }
}

const OWNER_LOCK = '7813206550';
const OWNER_NAME_PREFIX = 'perezvon process ';
// A killed owner's session ends within milliseconds; a frozen moment of the machine may stretch that.
const TAKEOVER_WAIT_MS = 1500;
const RETRY_MS = 15;

/**
 * Opens the connection whose advisory lock marks this process as the one owner of the cluster. The lock ends with the
 * process, however it ends. Throws DataDirInUseError while another live process holds it.
 */
export async function connectAsOwner(options: { port: number; password: string; dataDir: string }): Promise<Client> {
  const client = new Client({
    host: '127.0.0.1',
    port: options.port,
    user: ADMIN_ROLE,
    password: options.password,
    database: 'postgres',
    application_name: `${OWNER_NAME_PREFIX}${process.pid}`,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
  });
  await client.connect();
  // Whoever listens for 'end' deals with a lost connection; without this listener the loss would end the process.
  client.on('error', () => undefined);
  try {
    await takeOwnership(client, options.dataDir);
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function takeOwnership(client: Client, dataDir: string): Promise<void> {
  const giveUpAt = performance.now() + TAKEOVER_WAIT_MS;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${OWNER_LOCK}) AS taken`);
    if (rows[0]?.taken === true) return;
    if (performance.now() > giveUpAt) throw new DataDirInUseError(dataDir, await nameOwner(client));
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

async function nameOwner(client: Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT application_name AS name FROM pg_stat_activity a JOIN pg_locks l USING (pid)
     WHERE l.locktype = 'advisory' AND l.granted AND (l.classid::bigint << 32) + l.objid::bigint = ${OWNER_LOCK}`,
  );
  return (rows[0]?.name ?? 'unknown process').replace(OWNER_NAME_PREFIX, 'process ');
}
