// Encrypts the secrets in the settings and of webhook subscriptions under the current key: `node scripts/rotate-settings-key.ts`. Set
// SETTINGS_ENCRYPTION_KEY to the new key and SETTINGS_ENCRYPTION_OLD_KEYS to the old one first, everywhere. It may be
// stopped and started again, and runs beside the product: what is done is known by its key, what changed meanwhile is read anew.
import { existsSync } from 'node:fs';
import { StoredSecrets } from '#domain/settings/stored-setting.ts';
import { secretPlace } from '#domain/settings/setting-schemas.ts';
import { readConfig } from '#platform/config.ts';
import { openDatabase } from '#platform/database/database.ts';
import type { Database } from '#platform/database/database.ts';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { messageOf } from '#platform/errors.ts';
import { createLog } from '#platform/log.ts';
import { webhookSecretPlace } from '#domain/webhook-subscriptions/webhook-subscription-view.ts';
import { SealedSecret, createSecretBox } from '#platform/secrets.ts';
import type { SecretBox } from '#platform/secrets.ts';

const pageSize = 200;

if (existsSync('.env')) process.loadEnvFile('.env');
try {
  const config = readConfig(process.env);
  if (!config.SETTINGS_ENCRYPTION_KEY)
    throw new Error('Set SETTINGS_ENCRYPTION_KEY to the new key and SETTINGS_ENCRYPTION_OLD_KEYS to the old one.');
  const box = createSecretBox([config.SETTINGS_ENCRYPTION_KEY, ...config.SETTINGS_ENCRYPTION_OLD_KEYS]);
  const log = createLog('warn');
  const embedded = config.DATABASE_URL ? null : await startEmbeddedPostgres({ dataDir: config.DATA_DIR, log });
  const database = openDatabase({ url: config.DATABASE_URL ?? embedded?.url ?? '', maxConnections: 2, log });
  try {
    const { moved, current, failed } = await rotate(database, box);
    console.log(
      `${moved} settings were encrypted under the current key, ${current} were already, ${failed.length} could not be read.`,
    );
    for (const line of failed) console.error(`  ${line}`);
    if (failed.length > 0) process.exitCode = 1;
    else console.log('SETTINGS_ENCRYPTION_OLD_KEYS may be emptied now. Backups made before still need the old key.');
  } finally {
    await database.close();
    await embedded?.stop();
  }
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

async function rotate(database: Database, box: SecretBox) {
  const result = { moved: 0, current: 0, failed: [] as string[] };
  for (const row of await database.prisma.webhookSubscription.findMany({
    select: { id: true, organizationId: true },
  })) {
    try {
      if (await moveWebhookSecret(database, box, row.id)) result.moved += 1;
      else result.current += 1;
    } catch (error) {
      result.failed.push(`webhook subscription ${row.id} of organization ${row.organizationId}: ${messageOf(error)}`);
    }
  }
  let after: string | null = null;
  for (;;) {
    const page: { id: string; organizationId: string; key: string }[] = await database.prisma.setting.findMany({
      ...(after === null ? {} : { where: { id: { gt: after } } }),
      select: { id: true, organizationId: true, key: true },
      orderBy: { id: 'asc' },
      take: pageSize,
    });
    for (const row of page) {
      try {
        if (await moveSetting(database, box, row.id)) result.moved += 1;
        else result.current += 1;
      } catch (error) {
        result.failed.push(`${row.key} of organization ${row.organizationId}: ${messageOf(error)}`);
      }
    }
    const last = page.at(-1);
    if (!last || page.length < pageSize) return result;
    after = last.id;
  }
}

/** Encrypts one setting anew; false when there was nothing to do. A change by somebody else in between makes it start over. */
async function moveSetting(database: Database, box: SecretBox, id: string): Promise<boolean> {
  for (;;) {
    const row = await database.prisma.setting.findUnique({ where: { id } });
    if (!row) return false;
    const secrets = StoredSecrets.parse(row.secrets);
    if (Object.values(secrets).every(({ sealed }) => sealed.keyId === box.currentKeyId)) return false;
    for (const [field, secret] of Object.entries(secrets)) {
      const place = secretPlace(row.organizationId, row.key, field);
      secret.sealed = box.seal(box.open(secret.sealed, place), place);
    }
    const { count } = await database.prisma.setting.updateMany({
      where: { id, version: row.version },
      data: { secrets, version: { increment: 1 } },
    });
    if (count === 1) return true;
  }
}

/** The same for a webhook subscription, whose secret never changes otherwise. */
async function moveWebhookSecret(database: Database, box: SecretBox, id: string): Promise<boolean> {
  const row = await database.prisma.webhookSubscription.findUnique({ where: { id } });
  if (!row) return false;
  const sealed = SealedSecret.parse(row.secret);
  if (sealed.keyId === box.currentKeyId) return false;
  const place = webhookSecretPlace(row.organizationId, id);
  await database.prisma.webhookSubscription.updateMany({
    where: { id },
    data: { secret: box.seal(box.open(sealed, place), place) },
  });
  return true;
}
