import { createContextFactory } from '#domain/make-context.ts';
import { issueTokens } from '#domain/auth/issue-tokens.ts';
import type { ContextFactory } from '#domain/context.ts';
import { systemClock } from '#platform/clock.ts';
import { openDatabase } from '#platform/database/database.ts';
import { createTenantClients } from '#platform/database/tenant-clients.ts';
import { createLog } from '#platform/log.ts';
import { createSecretBox } from '#platform/secrets.ts';
import { freePort, until } from '#tests/support/child-process.ts';
import type { OwnProcess } from '#tests/support/child-process.ts';
import { end, profiling, startOwn } from './processes.ts';
import { organizationId } from './seed.ts';

export const productKeys = {
  botId: 7_200_000_001,
  botToken: '7200000001:bench-bot-token-that-opens-nothing-at-all',
  webhookSecret: 'bench-webhook-secret',
  retellApiKey: 'key_bench_retell',
  jwtSecret: 'token-key-of-the-bench-with-32-characters',
  settingsKey: 'settings-key-of-the-bench-with-32-characters',
};

export interface Product {
  port: number;
  process: OwnProcess;
  startMs: number;
  stop(): Promise<void>;
}

/** Starts the product as an operator does; resolves when `/api/health` answers, or the readiness check where jobs run. */
export async function startProduct(options: {
  dataDir: string;
  databaseUrl?: string;
  telegramRoot?: string;
  part?: 'all' | 'api';
  environment?: Record<string, string>;
}): Promise<Product> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const part = options.part ?? 'all';
  const startedMs = performance.now();
  const process = startOwn([...profiling('product'), 'src/main.ts'], {
    HOST: '127.0.0.1',
    PORT: String(port),
    PROCESS: part,
    DATA_DIR: options.dataDir,
    LOG_LEVEL: 'warn',
    ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
    ...(options.telegramRoot === undefined ? {} : outsideWorld(options.telegramRoot, url)),
    ...options.environment,
  });
  const check = part === 'api' ? '/api/health' : '/api/health/ready';
  try {
    await until(
      'the product is ready',
      async () => {
        if (process.exited) throw new Error('It has ended.');
        const response = await fetch(url + check, { signal: AbortSignal.timeout(1_000) });
        await response.body?.cancel();
        return response.status === 200;
      },
      { timeoutMs: 60_000, everyMs: 5 },
    );
  } catch (error) {
    await process.destroy();
    throw new Error(`The product did not become ready:\n${process.lines.slice(-20).join('\n')}`, { cause: error });
  }
  return { port, process, startMs: performance.now() - startedMs, stop: () => end(process) };
}

function outsideWorld(telegramRoot: string, publicUrl: string): Record<string, string> {
  return {
    PUBLIC_URL: publicUrl,
    // The load comes from as many addresses as there are readers, as it would through a reverse proxy.
    TRUSTED_PROXIES: '127.0.0.1',
    TELEGRAM_BOT_TOKEN: productKeys.botToken,
    TELEGRAM_API_ROOT: telegramRoot,
    TELEGRAM_MODE: 'webhook',
    TELEGRAM_WEBHOOK_SECRET: productKeys.webhookSecret,
    RETELL_API_KEY: productKeys.retellApiKey,
    RETELL_BASE_URL: telegramRoot,
    RETELL_FROM_NUMBER: '+14155550100',
    RETELL_AGENT_ID: 'agent_bench',
    JWT_SECRET: productKeys.jwtSecret,
    SETTINGS_ENCRYPTION_KEY: productKeys.settingsKey,
    DEMO_DATA: 'false',
  };
}

/** Runs `work` with contexts on the database that the product uses, in this process and without a way to the outside. */
export async function withContexts<T>(
  databaseUrl: string,
  work: (make: ContextFactory) => Promise<T>,
  planEffects: ContextFactory['runtime']['planEffects'] = () => [],
): Promise<T> {
  const log = createLog('silent');
  const database = openDatabase({ url: databaseUrl, maxConnections: 4, log });
  const make = createContextFactory({
    runtime: {
      database,
      tenantClient: createTenantClients(database),
      secretBox: createSecretBox([productKeys.settingsKey]),
      planEffects,
      wake: () => undefined,
      publish: () => undefined,
      publicUrl: 'http://127.0.0.1',
    },
    portsFor: () => ({
      telephony: unreachable,
      llm: unreachable,
      messenger: unreachable,
      mailer: unreachable,
      accountMailer: unreachable,
      storage: { put: unreachable, putStream: unreachable, open: unreachable, size: unreachable, delete: unreachable },
      webhooks: { refusalOf: () => null, post: unreachable },
    }),
    clock: systemClock,
    log,
  });
  try {
    return await work(make);
  } finally {
    await database.close();
  }
}

async function unreachable(): Promise<never> {
  throw new Error('Nothing outside is reachable from here.');
}

/** An access token for each of the organization's readers. */
export function tokensOfReaders(databaseUrl: string): Promise<string[]> {
  return withContexts(databaseUrl, async (make) => {
    const readers = await make.runtime.database.prisma.user.findMany({
      where: { organizationId, role: 'analyst' },
      select: { id: true },
    });
    const issued = await Promise.all(
      readers.map(({ id }) => issueTokens(make, { userId: id, organizationId }, { jwtSecret: productKeys.jwtSecret })),
    );
    return issued.map(({ accessToken }) => accessToken);
  });
}
