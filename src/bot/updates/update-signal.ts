import type { PoolClient } from 'pg';
import type { Database } from '#platform/database/database.ts';
import { messageOf } from '#platform/errors.ts';
import type { Log } from '#platform/log.ts';
import { updatesChannel } from '#bot/updates/update-store.ts';

/** Calls `onUpdates` whenever any process stored updates, over reconnects; a missed signal is made up for by the sweep. */
export function listenForUpdates(database: Database, onUpdates: () => void, log: Log): { close(): Promise<void> } {
  let closed = false;
  let client: PoolClient | undefined;
  let retry: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    try {
      const connection = await database.pool.connect();
      if (closed) return connection.release(true);
      client = connection;
      connection.once('error', (error) => lost(connection, error));
      connection.once('end', () => lost(connection, new Error('The connection ended.')));
      connection.on('notification', onUpdates);
      await connection.query(`LISTEN ${updatesChannel}`);
      onUpdates();
    } catch (error) {
      lost(client, error);
    }
  }

  function lost(connection: PoolClient | undefined, error: unknown): void {
    if (closed || (connection !== undefined && connection !== client)) return;
    client = undefined;
    connection?.removeAllListeners('notification');
    connection?.release(true);
    log.warn({ err: messageOf(error) }, 'signals of new updates are interrupted; listening again');
    clearTimeout(retry);
    retry = setTimeout(() => void connect(), 1_000);
  }

  const opening = connect();
  return {
    async close() {
      closed = true;
      clearTimeout(retry);
      await opening;
      client?.removeAllListeners('notification');
      client?.release(true);
      client = undefined;
    },
  };
}
