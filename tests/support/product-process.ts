import { setTimeout as delay } from 'node:timers/promises';
import { freePort, projectNode, startProcess, until } from '#tests/support/child-process.ts';
import type { OwnProcess } from '#tests/support/child-process.ts';
import { standInKeys } from '#tests/support/stand-ins.ts';

export interface ProductOptions {
  /** The product's DATA_DIR; also the embedded PostgreSQL when there is no DATABASE_URL. */
  dataDir: string;
  /** Where its three outside services are. */
  addresses: { telegram: string; retell: string; openai: string };
  telegramMode?: 'polling' | 'webhook';
  /** How the stand-ins reach the product, when not at its own port. */
  publicUrl?: string;
  port?: number;
  databaseUrl?: string;
  redisUrl?: string;
  /** Several processes that share the database, instead of one with all parts. */
  parts?: readonly ('all' | 'bot' | 'api' | 'jobs')[];
  environment?: Record<string, string>;
}

/** The product as an operator runs it, restartable on the same data. */
export interface ProductProcess {
  /** Where its API listens, the same over restarts. */
  url: string;
  publicUrl: string;
  /** Starts what is not running and resolves when it is ready; to how many milliseconds that took. */
  start(): Promise<number>;
  /** SIGKILL to every part at once: what a power cut does to the processes, PostgreSQL and Redis aside. */
  kill(part?: string): Promise<void>;
  /** SIGTERM and the wait for the end; resolves to the exit codes. */
  stop(limitMs?: number): Promise<(number | string)[]>;
  restart(): Promise<number>;
  isRunning(): boolean;
  /** The newest lines of the log, of all starts. */
  log(): string[];
  /** Lines at the level error or above, and traces of what was caught by nobody. */
  complaints(): string[];
  /** Kills what is left. */
  destroy(): Promise<void>;
}

/** How long a start may take before it counts as failed. */
const readyLimitMs = 30_000;

/** Describes a product process; `start` runs it. */
export async function createProduct(options: ProductOptions): Promise<ProductProcess> {
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const publicUrl = options.publicUrl ?? url;
  const parts = options.parts ?? ['all'];
  const running = new Map<string, OwnProcess>();
  let past: string[] = [];

  const environmentOf = (part: string): Record<string, string> => ({
    ...productEnvironment(options, publicUrl),
    PROCESS: part,
    PORT: String(part === 'all' || part === 'api' ? port : 0),
  });

  async function start(): Promise<number> {
    const startedMs = performance.now();
    for (const part of parts) {
      const known = running.get(part);
      if (known && !known.exited) continue;
      if (known) past = [...past.slice(-4_000), ...known.lines];
      running.set(part, startProcess(projectNode, ['src/main.ts'], { environment: environmentOf(part) }));
    }
    try {
      const ended = [...running].map(([name, part]) =>
        part.gone.then((code) => {
          throw new Error(`The part ${name} has ended with ${code}.`);
        }),
      );
      const ready = until('the product is ready', () => isReady(), { timeoutMs: readyLimitMs, everyMs: 50 });
      await Promise.race([ready, ...ended]);
    } catch (error) {
      throw new Error(`The product did not become ready:\n${notable().slice(-30).join('\n')}`, { cause: error });
    }
    return performance.now() - startedMs;
  }

  async function isReady(): Promise<boolean> {
    if (!isRunning()) return false;
    const response = await fetch(`${url}/api/health/ready`, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.status === 200;
  }

  function isRunning(): boolean {
    return running.size > 0 && [...running.values()].every((part) => !part.exited);
  }

  async function kill(part?: string): Promise<void> {
    const victims = [...running].filter(([name]) => part === undefined || name === part).map(([, victim]) => victim);
    for (const victim of victims) victim.signal('SIGKILL');
    await Promise.all(victims.map((victim) => victim.gone));
  }

  /** The log without the requests that only asked whether it is ready. */
  function notable(): string[] {
    return log().filter((line) => !line.includes('/api/health/ready'));
  }

  function log(): string[] {
    return [...past, ...[...running.values()].flatMap((part) => part.lines)];
  }

  return {
    url,
    publicUrl,
    start,
    kill,
    log,
    async stop(limitMs = 30_000) {
      const ending = [...running.values()].filter((part) => !part.exited);
      for (const part of ending) part.signal('SIGTERM');
      return Promise.all(
        ending.map((part) => Promise.race([part.gone, delay(limitMs, 'still running', { ref: false })])),
      );
    },
    async restart() {
      await kill();
      return start();
    },
    isRunning,
    complaints: () => log().filter((line) => /^\{"level":(50|60),|^\s+at |Uncaught|Unhandled|did not start/.test(line)),
    async destroy() {
      await Promise.all([...running.values()].map((part) => part.destroy()));
    },
  };
}

function productEnvironment(options: ProductOptions, publicUrl: string): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    DATA_DIR: options.dataDir,
    PUBLIC_URL: publicUrl,
    TELEGRAM_BOT_TOKEN: standInKeys.botToken,
    TELEGRAM_API_ROOT: options.addresses.telegram,
    TELEGRAM_MODE: options.telegramMode ?? 'polling',
    TELEGRAM_WEBHOOK_SECRET: 'a-webhook-secret-of-the-flow-tests',
    RETELL_API_KEY: standInKeys.retellApiKey,
    RETELL_BASE_URL: options.addresses.retell,
    RETELL_FROM_NUMBER: standInKeys.fromNumber,
    RETELL_AGENT_ID: standInKeys.agentId,
    OPENAI_API_KEY: standInKeys.openAiApiKey,
    OPENAI_BASE_URL: `${options.addresses.openai}/v1`,
    DEMO_DATA: 'false',
    SETTINGS_ENCRYPTION_KEY: 'settings-key-of-the-flow-tests-32-characters',
    JWT_SECRET: 'token-key-of-the-flow-tests-with-32-characters',
    SWEEP_INTERVAL_SECONDS: '0.3',
    POLL_INTERVAL_SECONDS: '1',
    LOG_LEVEL: 'info',
    ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
    ...(options.redisUrl === undefined ? {} : { REDIS_URL: options.redisUrl }),
    ...options.environment,
  };
}
