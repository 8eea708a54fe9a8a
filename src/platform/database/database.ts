import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import type { QueryResultRow } from 'pg';
import { PrismaClient } from '#prisma/generated/client.ts';
import { fastTypes } from '#platform/database/fast-types.ts';
import { SteadyClient } from '#platform/database/steady-client.ts';
import type { Log } from '#platform/log.ts';

/** How a read runs whose cost depends on what is asked, such as a search. */
export interface ReadBounds {
  /** Given up after so many milliseconds with PostgreSQL's `query_canceled`. */
  withinMs: number;
  /** PostgreSQL's settings for this read alone, such as how it is planned. */
  settings?: Readonly<Record<string, string>>;
}

/** The process's one door to PostgreSQL: a pool for prepared statements and a Prisma client on the same pool. */
export interface Database {
  /** Unscoped: for the platform, sign-in and sweeps. Operations get a client bound to their organization. */
  prisma: PrismaClient;
  pool: Pool;
  /** Runs a named, server-side prepared statement. The same name must always carry the same text. */
  prepared<Row extends QueryResultRow>(name: string, text: string, values: unknown[]): Promise<Row[]>;
  /** The same under settings and a time limit of its own. */
  bounded<Row extends QueryResultRow>(
    bounds: ReadBounds,
    name: string,
    text: string,
    values: unknown[],
  ): Promise<Row[]>;
  close(): Promise<void>;
}

/** Opens the pool; connections are made on first use. Every statement and connection attempt has a time limit. */
export function openDatabase(options: { url: string; maxConnections?: number; log: Log }): Database {
  const pool = new Pool({
    Client: SteadyClient,
    connectionString: options.url,
    max: options.maxConnections ?? 20,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: 20_000,
    query_timeout: 25_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
    application_name: 'perezvon',
  });
  // An idle connection that the server closed (restart, failover) is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => options.log.warn({ err: error.message }, 'an idle database connection was lost'));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) });
  return {
    prisma,
    pool,
    async prepared<Row extends QueryResultRow>(name: string, text: string, values: unknown[]) {
      const result = await pool.query<Row>({ name, text, values, types: fastTypes });
      return result.rows;
    },
    async bounded<Row extends QueryResultRow>(
      { withinMs, settings }: ReadBounds,
      name: string,
      text: string,
      values: unknown[],
    ) {
      const client = await pool.connect();
      let isBroken = true;
      try {
        const own = Object.entries({ ...settings, statement_timeout: String(withinMs) });
        await client.query(
          ['BEGIN READ ONLY', ...own.map(([name, value]) => `SET LOCAL ${name} = ${value}`)].join('; '),
        );
        try {
          const result = await client.query<Row>({ name, text, values });
          await client.query('COMMIT');
          isBroken = false;
          return result.rows;
        } catch (error) {
          await client.query('ROLLBACK');
          isBroken = false;
          throw error;
        }
      } finally {
        client.release(isBroken);
      }
    },
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
