import { z } from 'zod';

/** Thrown at start; `problems` has one clear sentence per mistake in the environment. */
export class ConfigError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const text = z.string().trim().min(1);
const optionalText = text.optional();
const flag = z.enum(['true', 'false'], { error: 'must be true or false' }).transform((value) => value === 'true');
const whole = (min: number, max: number) =>
  z.coerce
    .number(`must be a number from ${min} to ${max}`)
    .int('must be a whole number')
    .min(min, `must be ${min} or more`)
    .max(max, `must be ${max} or less`);
const address = (protocols: string[]) =>
  text
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `must be an address that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    )
    .transform((value) => value.replace(/\/+$/, ''));
const web = address(['http:', 'https:']);
const secretKey = z.string().min(32, 'must have 32 characters or more; `npm run setup` makes one');
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

const Environment = z.object({
  PORT: whole(0, 65_535).default(8080),
  HOST: text.default('0.0.0.0'),
  PUBLIC_URL: web.optional(),
  PROCESS: z.enum(['all', 'bot', 'api', 'jobs'], { error: 'must be all, bot, api or jobs' }).default('all'),
  DATA_DIR: text.default('.data'),
  DATABASE_URL: address(['postgres:', 'postgresql:']).optional(),
  DATABASE_MAX_CONNECTIONS: whole(2, 200).default(20),
  REDIS_URL: address(['redis:', 'rediss:']).optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/, 'must look like 123456:ABC…, as BotFather gave it')
    .optional(),
  TELEGRAM_API_ROOT: web.default('https://api.telegram.org'),
  TELEGRAM_MODE: z.enum(['polling', 'webhook'], { error: 'must be polling or webhook' }).default('polling'),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{1,256}$/, 'may have only letters, digits, _ and -, 256 at most')
    .optional(),
  TELEGRAM_CHAT_ID: z
    .string()
    .regex(/^-?\d+$/, 'must be a chat id such as -1001234567890')
    .optional(),
  TELEGRAM_API_ID: z.string().regex(/^\d+$/, 'must be a number').optional(),
  TELEGRAM_API_HASH: optionalText,
  RETELL_API_KEY: optionalText,
  RETELL_BASE_URL: web.default('https://api.retellai.com'),
  RETELL_FROM_NUMBER: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'must be a number in the form +14155550100')
    .optional(),
  RETELL_AGENT_ID: optionalText,
  OPENAI_API_KEY: optionalText,
  OPENAI_BASE_URL: web.default('https://api.openai.com/v1'),
  OPENAI_MODEL: text.default('gpt-5-mini'),
  OPENAI_TRANSCRIBE_MODEL: text.default('gpt-4o-transcribe-diarize'),
  OPENROUTER_API_KEY: optionalText,
  OPENROUTER_BASE_URL: web.default('https://openrouter.ai/api/v1'),
  WHISPER_MODEL_PATH: optionalText,
  BITRIX_WEBHOOK_URL: web.optional(),
  BITRIX_APPLICATION_TOKEN: optionalText,
  BITRIX_SYNC_INTERVAL_MINUTES: whole(1, 1_440).default(15),
  KOMMO_CLIENT_ID: optionalText,
  KOMMO_CLIENT_SECRET: optionalText,
  KOMMO_REDIRECT_URI: web.optional(),
  KOMMO_BASE_URL: web.optional(),
  STRIPE_SECRET_KEY: optionalText,
  STRIPE_WEBHOOK_SECRET: optionalText,
  STRIPE_API_BASE: web.default('https://api.stripe.com'),
  SMTP_URL: address(['smtp:', 'smtps:']).optional(),
  EMAIL_FROM: optionalText,
  S3_ENDPOINT: web.optional(),
  S3_ACCESS_KEY: optionalText,
  S3_SECRET_KEY: optionalText,
  S3_BUCKET: optionalText,
  S3_REGION: text.default('us-east-1'),
  JWT_SECRET: secretKey.optional(),
  JWT_EXPIRES_IN: whole(60, 86_400).default(3_600),
  SETTINGS_ENCRYPTION_KEY: secretKey.optional(),
  SETTINGS_ENCRYPTION_OLD_KEYS: list.default([]),
  CORS_ORIGINS: list.default([]),
  TRUSTED_PROXIES: list.default([]),
  WEBHOOK_ADDRESSES: list.default([]),
  METRICS_TOKEN: optionalText,
  ADMIN_USERS: list
    .refine(
      (ids) => ids.every((id) => /^[1-9]\d{0,18}$/.test(id)),
      'must be Telegram user ids separated by commas, such as 123456789',
    )
    .default([]),
  REGISTRATION: z.enum(['open', 'closed'], { error: 'must be open or closed' }).default('open'),
  DEMO_DATA: flag.optional(),
  SANDBOX: flag.optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be trace, debug, info, warn, error, fatal or silent',
    })
    .default('info'),
  RATE_LIMIT_SCALE: z.coerce
    .number('must be a number')
    .min(0.001, 'must be 0.001 or more')
    .max(1_000, 'must be 1000 or less')
    .default(1),
  SWEEP_INTERVAL_SECONDS: z.coerce.number('must be a number').min(0.05).max(3_600).default(5),
  POLL_INTERVAL_SECONDS: z.coerce.number('must be a number').min(0.05).max(3_600).default(15),
});

/** Everything the environment may say, parsed. */
export type Config = z.output<typeof Environment>;

/**
 * Parses the environment; empty values count as absent. Throws ConfigError with a sentence for each mistake, also for
 * combinations that would run unsafely: a webhook without its secret, half of a service's settings.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`));
  }
  const problems = [...contradictions(parsed.data)];
  if (problems.length > 0) throw new ConfigError(problems);
  return parsed.data;
}

function* contradictions(config: Config): Iterable<string> {
  if (config.TELEGRAM_MODE === 'webhook' && config.TELEGRAM_BOT_TOKEN) {
    if (!config.TELEGRAM_WEBHOOK_SECRET) {
      yield 'TELEGRAM_MODE is webhook, so TELEGRAM_WEBHOOK_SECRET is needed: without it anybody could send forged updates. `npm run setup` makes one.';
    }
    if (!config.PUBLIC_URL)
      yield 'TELEGRAM_MODE is webhook, so PUBLIC_URL is needed: Telegram must know where to send updates.';
  }
  if (config.S3_ENDPOINT && !(config.S3_ACCESS_KEY && config.S3_SECRET_KEY && config.S3_BUCKET)) {
    yield 'S3_ENDPOINT is set, so S3_ACCESS_KEY, S3_SECRET_KEY and S3_BUCKET are needed too.';
  }
  if (config.SMTP_URL && !config.EMAIL_FROM)
    yield 'SMTP_URL is set, so EMAIL_FROM is needed too: the address that mails come from, such as Sales <sales@example.com>.';
  if (config.PROCESS !== 'all' && !config.DATABASE_URL) {
    yield `PROCESS is ${config.PROCESS}, so DATABASE_URL is needed: several processes share one PostgreSQL, the embedded one serves a single process.`;
  }
  if (config.SANDBOX && config.TELEGRAM_BOT_TOKEN) {
    yield 'SANDBOX is true and TELEGRAM_BOT_TOKEN is set: remove one of them, a real bot cannot live in the sandbox.';
  }
}
