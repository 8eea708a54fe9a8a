import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import type { PoolConfig, QueryResultRow } from 'pg';
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
  /** The same on a few connections of its own, under settings and a time limit of its own. */
  bounded<Row extends QueryResultRow>(
    bounds: ReadBounds,
    name: string,
    text: string,
    values: unknown[],
  ): Promise<Row[]>;
  close(): Promise<void>;
}

const mostBoundedReads = 4;

/** Opens the pool; connections are made on first use. Every statement and connection attempt has a time limit. */
export function openDatabase(options: { url: string; maxConnections?: number; log: Log }): Database {
  const openPool = (max: number, limitMs: number, onConnect?: PoolConfig['onConnect']) =>
    new Pool({
      Client: SteadyClient,
      connectionString: options.url,
      max,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 60_000,
      statement_timeout: limitMs,
      query_timeout: limitMs + 5_000,
      idle_in_transaction_session_timeout: 30_000,
      keepAlive: true,
      application_name: 'perezvon',
      ...(onConnect ? { onConnect } : {}),
    });
  const pool = openPool(options.maxConnections ?? 20, 20_000);
  const boundedPools = new Map<ReadBounds, Pool>();

  /** Few connections of their own with these settings: such reads can take neither the others' connections nor all cores. */
  function openBoundedPool({ withinMs, settings = {} }: ReadBounds): Pool {
    const own = Object.entries(settings).map(([name, value]) => `SET ${name} = ${value}`);
    const opened = openPool(mostBoundedReads, withinMs, async (client) => void (await client.query(own.join('; '))));
    opened.on('error', (error) => options.log.warn({ err: error.message }, 'an idle database connection was lost'));
    return opened;
  }

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
    async bounded<Row extends QueryResultRow>(bounds: ReadBounds, name: string, text: string, values: unknown[]) {
      const own = boundedPools.get(bounds) ?? openBoundedPool(bounds);
      boundedPools.set(bounds, own);
      const result = await own.query<Row>({ name, text, values, types: fastTypes });
      return result.rows;
    },
    async close() {
      await Promise.all([...boundedPools.values()].map((one) => one.end()));
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
