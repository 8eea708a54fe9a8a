// Says of each mistake in the environment what is wrong, then tries every service that is set: `npm run check`. Nothing is
// changed and nobody is called; a file is written to the S3 bucket and removed again.
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { access, constants, mkdir } from 'node:fs/promises';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { z } from 'zod';
import type { Telephony } from '#domain/ports/telephony.ts';
import { createOpenAiLlm } from '#integrations/openai/index.ts';
import { createRetellTelephony } from '#integrations/retell/index.ts';
import { createS3Storage } from '#integrations/storage-s3/index.ts';
import { ConfigError, readConfig } from '#platform/config.ts';
import type { Config } from '#platform/config.ts';
import { createEgress } from '#platform/egress.ts';
import type { Egress } from '#platform/egress.ts';
import { messageOf } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { createLog } from '#platform/log.ts';
import { serviceDefaults } from '../src/app/service-defaults.ts';

/** One thing to try; `wayOut` follows what went wrong unless that names its own. */
type Check = { name: string; wayOut: string; run: () => Promise<string> };

/** What is wrong, with the way out in the same sentence. */
class Finding extends Error {}

const BotAnswer = z.object({
  ok: z.boolean(),
  description: z.string().optional(),
  result: z.looseObject({ username: z.string().optional(), title: z.string().optional() }).optional(),
});
const limitMs = 10_000;
const log = createLog('silent');

if (existsSync('.env')) process.loadEnvFile('.env');
try {
  const config = readConfig(process.env);
  const defaults = serviceDefaults(config);
  const egress = createEgress({ operatorAddresses: defaults.operatorAddresses });
  const results = await Promise.all(checksOf(config, defaults, egress).map(report));
  egress.close();
  for (const line of unused(config)) console.log(line);
  if (results.includes(false)) process.exitCode = 1;
} catch (error) {
  for (const problem of error instanceof ConfigError ? error.problems : [messageOf(error)])
    console.log(`fail  environment: ${problem}`);
  process.exitCode = 1;
}

async function report(check: Check): Promise<boolean> {
  try {
    console.log(`ok    ${check.name}: ${await check.run()}`);
    return true;
  } catch (error) {
    console.log(`fail  ${check.name}: ${describe(error, check.wayOut)}`);
    return false;
  }
}

/** The failure without the values of the environment, which addresses and messages may repeat. */
function describe(error: unknown, wayOut: string): string {
  const sentence = error instanceof Finding ? error.message : `${messageOf(error)} ${wayOut}`;
  const secret = /KEY|SECRET|TOKEN|PASSWORD|HASH|_URL$/;
  const values = Object.entries(process.env).flatMap(([name, value]) =>
    secret.test(name) && value && value.length >= 8 ? [value] : [],
  );
  return values.reduce((clean, value) => clean.replaceAll(value, '[hidden]'), sentence);
}

function checksOf(config: Config, defaults: ReturnType<typeof serviceDefaults>, egress: Egress): Check[] {
  const { telegram, retell, llm } = defaults;
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, SMTP_URL: smtpUrl, DATA_DIR: dataDir } = config;
  const checks: (Check | null)[] = [
    databaseUrl
      ? {
          name: 'PostgreSQL',
          wayOut: 'Look at the host, user and password in DATABASE_URL.',
          run: () => checkPostgres(databaseUrl),
        }
      : {
          name: 'PostgreSQL',
          wayOut: 'Choose another DATA_DIR.',
          run: () => checkFolder(dataDir, 'the embedded one will live in'),
        },
    config.S3_ENDPOINT
      ? {
          name: 'S3',
          wayOut: 'Look at S3_ENDPOINT, the keys and the bucket, which must exist.',
          run: () => checkS3(config, egress),
        }
      : { name: 'Files', wayOut: 'Choose another DATA_DIR.', run: () => checkFolder(dataDir, 'they will lie in') },
    redisUrl
      ? { name: 'Redis', wayOut: 'Look at the host, port and password in REDIS_URL.', run: () => checkRedis(redisUrl) }
      : null,
    telegram && {
      name: 'Telegram',
      wayOut: 'Look at TELEGRAM_API_ROOT and whether this machine may reach it.',
      run: () => checkTelegram(egress, config.TELEGRAM_API_ROOT, telegram.token, telegram.chatId),
    },
    llm && {
      name: 'Language model',
      wayOut: 'Look at OPENAI_BASE_URL and the key.',
      run: async () => passed(await createOpenAiLlm({ ...llm, egress, log }).test()),
    },
    smtpUrl ? { name: 'SMTP', wayOut: 'Look at the host and port in SMTP_URL.', run: () => checkSmtp(smtpUrl) } : null,
  ];
  if (retell) checks.push(...retellChecks(createRetellTelephony({ ...retell, egress, log }), defaults.retellAgentId));
  return checks.filter((check) => check !== null);
}

function retellChecks(telephony: Telephony, agentId: string | null): Check[] {
  const wayOut = 'Look at RETELL_BASE_URL and RETELL_API_KEY.';
  const findAgent = async () => {
    const agents = await telephony.listAgents();
    const found = agents.find((agent) => agent.providerAgentId === agentId);
    if (found) return `${found.name} will speak.`;
    const known = agents.slice(0, 5).map((agent) => agent.providerAgentId);
    throw new Finding(
      known.length > 0
        ? `RETELL_AGENT_ID names no agent of the account. It has ${known.join(', ')}.`
        : 'The account has no voice agent yet. Make one in Retell’s dashboard and put its id into RETELL_AGENT_ID.',
    );
  };
  return [
    { name: 'Retell', wayOut, run: async () => passed(await telephony.test()) },
    { name: 'Retell’s voice agent', wayOut, run: findAgent },
  ];
}

function passed(result: { ok: boolean; message: string }): string {
  if (!result.ok) throw new Finding(result.message);
  return result.message;
}

async function checkPostgres(url: string): Promise<string> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: limitMs, query_timeout: limitMs });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number; name: string; may_create: boolean }>(
      `SELECT current_setting('server_version_num')::int AS version, current_database() AS name,
              has_schema_privilege('public', 'CREATE') AS may_create`,
    );
    const [row] = rows;
    if (!row || row.version < 150_000)
      throw new Finding('The server is older than PostgreSQL 15. Use a newer one, 18 is what this is tested on.');
    if (!row.may_create)
      throw new Finding(`The role may not create tables in ${row.name}. Make it the owner of the database.`);
    return `answers; database ${row.name}, version ${Math.floor(row.version / 10_000)}.`;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function checkFolder(folder: string, purpose: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await access(folder, constants.W_OK);
  return `${purpose} ${folder}.`;
}

async function checkRedis(url: string): Promise<string> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: limitMs,
    maxRetriesPerRequest: 1,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const answer: unknown = await redis.config('GET', 'appendonly').catch(() => null);
    if (!Array.isArray(answer)) return 'answers; it does not tell whether it has an append-only file.';
    if (answer[1] !== 'yes')
      throw new Finding(
        'It has no append-only file and would forget acknowledged work. Start it with --appendonly yes.',
      );
    return 'answers and keeps an append-only file.';
  } finally {
    redis.disconnect();
  }
}

async function checkTelegram(egress: Egress, root: string, token: string, chatId: string | null): Promise<string> {
  const ask = async (method: string) => {
    const answer = await egress.exchange({
      provider: 'telegram',
      url: `${root}/bot${token}/${method}`,
      timeoutMs: limitMs,
    });
    return BotAnswer.parse(JSON.parse(new TextDecoder().decode(answer.bytes)));
  };
  const me = await ask('getMe');
  if (!me.ok)
    throw new Finding(
      `Telegram does not accept the token (${me.description ?? 'no reason given'}). Copy it again from @BotFather.`,
    );
  const bot = `@${me.result?.username ?? 'the bot'} answers`;
  if (chatId === null) return `${bot}.`;
  const chat = await ask(`getChat?chat_id=${encodeURIComponent(chatId)}`);
  if (!chat.ok)
    throw new Finding(
      `${bot}, but it is not in the chat of TELEGRAM_CHAT_ID (${chat.description ?? 'no reason given'}). Add it there as an administrator.`,
    );
  return `${bot}; reports go to ${chat.result?.title ?? chatId}.`;
}

async function checkS3(config: Config, egress: Egress): Promise<string> {
  const {
    S3_ENDPOINT: endpoint = '',
    S3_BUCKET: bucket = '',
    S3_ACCESS_KEY: accessKey = '',
    S3_SECRET_KEY: secretKey = '',
  } = config;
  const storage = createS3Storage({ endpoint, bucket, accessKey, secretKey, region: config.S3_REGION, egress });
  const key = `check/${newId()}`;
  await storage.put(key, new TextEncoder().encode('ok'), 'text/plain');
  const sizeBytes = await storage.size(key);
  await storage.delete(key);
  if (sizeBytes !== 2) throw new Finding('A file that was written came back with another size. Look at the server.');
  return `a file was written to ${bucket}, found and removed.`;
}

function checkSmtp(address: string): Promise<string> {
  const url = new URL(address);
  const isTls = url.protocol === 'smtps:';
  const place = { host: url.hostname, port: Number(url.port) || (isTls ? 465 : 587), timeout: limitMs };
  return new Promise((resolve, reject) => {
    const socket = isTls ? connectTls({ ...place, servername: url.hostname }) : connect(place);
    socket.setTimeout(limitMs, () => socket.destroy(new Error('No greeting came in time.')));
    socket.once('error', reject);
    socket.once('data', (bytes: Buffer) => {
      const greeting = bytes.toString('latin1').trim();
      socket.removeAllListeners('error').on('error', () => undefined);
      socket.end('QUIT\r\n');
      if (greeting.startsWith('220')) resolve('greets; e-mail is not sent by this version yet.');
      else reject(new Error(`It greets with ${greeting.slice(0, 60)}.`));
    });
  });
}

function unused(config: Config): string[] {
  const names = [
    'TELEGRAM_API_ID',
    'WHISPER_MODEL_PATH',
    'BITRIX_WEBHOOK_URL',
    'KOMMO_CLIENT_ID',
    'STRIPE_SECRET_KEY',
  ] as const;
  return names
    .filter((name) => config[name] !== undefined)
    .map((name) => `note  ${name} is set, but this version does not use it yet.`);
}
