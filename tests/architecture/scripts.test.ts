import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '#platform/config.ts';
import { openDatabase } from '#platform/database/database.ts';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { applyMigrations } from '#platform/database/migrations.ts';
import { newId } from '#platform/ids.ts';
import { createLog } from '#platform/log.ts';
import { webhookSecretPlace } from '#domain/webhook-subscriptions/webhook-subscription-view.ts';
import { SealedSecret, createSecretBox } from '#platform/secrets.ts';
import { secretPlace } from '#domain/settings/setting-schemas.ts';
import { StoredSecrets } from '#domain/settings/stored-setting.ts';
import { standInKeys, startStandIns } from '#tests/support/stand-ins.ts';
import { root } from './sources.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'perezvon-scripts-'));
  await chmod(folder, 0o755);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs a script in the test's folder with nothing in its environment but what is given. */
function run(script: string, words: string[] = [], environment: Record<string, string> = {}) {
  const { PATH = '' } = process.env;
  const result = spawnSync(process.execPath, [`${root}/scripts/${script}.ts`, ...words], {
    cwd: folder,
    env: { PATH, ...environment },
    encoding: 'utf8',
  });
  return { status: result.status, said: result.stdout + result.stderr };
}

describe('setup', () => {
  const secrets = [
    'SETTINGS_ENCRYPTION_KEY',
    'JWT_SECRET',
    'TELEGRAM_WEBHOOK_SECRET',
    'POSTGRES_PASSWORD',
    'GARAGE_RPC_SECRET',
  ];
  const written = async () => parseEnv(await readFile(join(folder, '.env'), 'utf8'));

  test('writes an .env that the product starts with, its secrets all different and closed to other users', async () => {
    expect(run('setup-environment').status).toBe(0);
    const values = await written();
    expect(() => readConfig(values)).not.toThrow();
    expect(new Set(secrets.map((name) => values[name] ?? '').filter((value) => value.length >= 40)).size).toBe(
      secrets.length,
    );
    expect((await stat(join(folder, '.env'))).mode & 0o077).toBe(0);
  });

  test('never touches a value that is there, adds what is new, and the second time changes nothing', async () => {
    await writeFile(
      join(folder, '.env'),
      '# ours\nJWT_SECRET=an-own-secret-that-somebody-typed-in\nPORT=9000\nOWN_THING=1\n',
    );
    run('setup-environment');
    const values = await written();
    expect(values).toMatchObject({ JWT_SECRET: 'an-own-secret-that-somebody-typed-in', PORT: '9000', OWN_THING: '1' });
    expect(values['SETTINGS_ENCRYPTION_KEY']).toMatch(/^.{40,}$/);
    expect(run('setup-environment').said).toContain('nothing was changed');
    expect(await written()).toEqual(values);
  });

  test('takes over the key that an installation made for itself, so that its stored secrets stay readable', async () => {
    await mkdir(join(folder, '.data'));
    await writeFile(join(folder, '.data/settings.key'), 'the-key-that-has-encrypted-for-a-year\n');
    run('setup-environment');
    expect((await written())['SETTINGS_ENCRYPTION_KEY']).toBe('the-key-that-has-encrypted-for-a-year');
  });
});

describe('check', () => {
  test('says each mistake in a sentence and fails', () => {
    const { status, said } = run('check-environment', [], { PORT: 'eighty', LOG_LEVEL: 'loud' });
    expect(status).toBe(1);
    expect(said).toMatch(/^fail {2}environment: PORT must be a number/m);
    expect(said).toMatch(/^fail {2}environment: LOG_LEVEL must be/m);
  });

  test('tries what is set, one line each, and does not print secrets', () => {
    const nobody = 'http://127.0.0.1:9';
    // Put together here, so that no scanner takes it for a real one.
    const token = ['123456789', 'AAaaBBbbCCccDDddEEeeFFffGGggHHhhIIi'].join(':');
    const { status, said } = run('check-environment', [], {
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_API_ROOT: nobody,
      RETELL_API_KEY: 'key_0123456789abcdef0123',
      RETELL_BASE_URL: nobody,
      REDIS_URL: 'redis://127.0.0.1:9',
      DATABASE_URL: 'postgresql://crm:secret-password@127.0.0.1:9/crm',
    });
    expect(status).toBe(1);
    for (const name of ['PostgreSQL', 'Redis', 'Telegram', 'Retell'])
      expect(said).toMatch(new RegExp(`^fail {2}${name}: \\S.*$`, 'm'));
    expect(said).toMatch(/^ok {4}Files: /m);
    expect(said).not.toMatch(/AAaaBBbb|0123456789abcdef|secret-password/);
  });

  test('passes where every service answers, and says what it found', async () => {
    const standIns = await startStandIns({ folder });
    try {
      const { status, said } = run('check-environment', [], {
        TELEGRAM_BOT_TOKEN: standInKeys.botToken,
        TELEGRAM_API_ROOT: standIns.telegram.url,
        RETELL_API_KEY: standInKeys.retellApiKey,
        RETELL_BASE_URL: standIns.retell.url,
        RETELL_FROM_NUMBER: standInKeys.fromNumber,
        RETELL_AGENT_ID: standInKeys.agentId,
        OPENAI_API_KEY: standInKeys.openAiApiKey,
        OPENAI_BASE_URL: `${standIns.openai.url}/v1`,
      });
      expect(said).toContain(`ok    Telegram: @${standInKeys.botUsername} answers.`);
      for (const name of ['Retell', 'Retell’s voice agent', 'Language model', 'PostgreSQL', 'Files'])
        expect(said).toMatch(new RegExp(`^ok {4}${name}: `, 'm'));
      expect(said).not.toContain('fail');
      expect(status).toBe(0);

      const wrong = run('check-environment', [], {
        TELEGRAM_BOT_TOKEN: `${standInKeys.botToken}x`,
        TELEGRAM_API_ROOT: standIns.telegram.url,
      });
      expect(wrong).toMatchObject({ status: 1, said: expect.stringContaining('Copy it again from @BotFather.') });
    } finally {
      await standIns.stop();
    }
  }, 60_000);

  test('passes without any key: then the sandbox stands in for the world', () => {
    const { status, said } = run('check-environment');
    expect(said).toMatch(/^ok {4}PostgreSQL: the embedded one/m);
    expect(status).toBe(0);
  });
});

describe('where', () => {
  test.each(['Approve', 'approve CALL', '✅ Согласовать'])(
    'leads from "%s" on a button to its text, its id and its code',
    (words) => {
      const { status, said } = run('where-is-button', words.split(' '));
      expect(said).toMatch(/text {4}(en|ru): callRequests\.approve {2}src\/bot\/texts\/(en|ru)\/call-requests\.ts:\d+/);
      expect(said).toMatch(/button {2}callRequests\.approve {2}src\/bot\/call-requests\/approval\.card\.ts:\d+/);
      expect(status).toBe(0);
    },
  );

  test('says so when no text contains the words', () => {
    expect(run('where-is-button', ['quasiperiodic'])).toMatchObject({
      status: 1,
      said: expect.stringContaining('No text of the bot'),
    });
  });
});

test('rotate encrypts every stored secret under the new key, passes over what is done, and names what it cannot read', async () => {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const server = await startEmbeddedPostgres({ dataDir: folder, durability: 'test', log });
  await applyMigrations({ databaseUrl: server.url, migrationsDir: `${root}/prisma/migrations`, log });
  const database = openDatabase({ url: server.url, maxConnections: 2, log: createLog('silent') });
  const [oldKey, newKey, lostKey] = ['old'.repeat(12), 'new'.repeat(12), 'lost'.repeat(12)];
  const organizationId = newId();
  const store = async (key: string, under: string) => {
    const secrets = {
      apiKey: {
        sealed: createSecretBox([under]).seal(`secret of ${key}`, secretPlace(organizationId, key, 'apiKey')),
        hint: '…',
      },
    };
    await database.prisma.setting.create({ data: { id: newId(), organizationId, key, values: {}, secrets } });
  };
  try {
    await store('retell', oldKey);
    await store('openai', newKey);
    await store('storage', lostKey);
    const webhookId = newId();
    const place = webhookSecretPlace(organizationId, webhookId);
    const secret = createSecretBox([oldKey]).seal('secret of the webhook', place);
    const webhook = { id: webhookId, organizationId, url: 'https://example.com/', events: ['*'], secret };
    await database.prisma.webhookSubscription.create({ data: webhook });
    const environment = {
      DATABASE_URL: server.url,
      SETTINGS_ENCRYPTION_KEY: newKey,
      SETTINGS_ENCRYPTION_OLD_KEYS: oldKey,
    };
    const first = run('rotate-settings-key', [], environment);
    expect(first.said).toContain(
      '2 settings were encrypted under the current key, 1 were already, 1 could not be read.',
    );
    expect(first.said).toContain(`storage of organization ${organizationId}`);
    expect(first.status).toBe(1);

    await database.prisma.setting.deleteMany({ where: { key: 'storage' } });
    const second = run('rotate-settings-key', [], environment);
    expect(second).toMatchObject({
      status: 0,
      said: expect.stringContaining('0 settings were encrypted under the current key, 3 were already'),
    });
    const onlyNew = createSecretBox([newKey]);
    const moved = await database.prisma.webhookSubscription.findUniqueOrThrow({ where: { id: webhookId } });
    expect(onlyNew.open(SealedSecret.parse(moved.secret), place)).toBe('secret of the webhook');
    for (const row of await database.prisma.setting.findMany()) {
      const secret = StoredSecrets.parse(row.secrets)['apiKey'];
      expect(secret && onlyNew.open(secret.sealed, secretPlace(organizationId, row.key, 'apiKey'))).toBe(
        `secret of ${row.key}`,
      );
    }
  } finally {
    await database.close();
    await server.stop();
  }
}, 60_000);
