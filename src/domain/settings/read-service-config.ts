import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { secretPlace, settingSchemas } from '#domain/settings/setting-schemas.ts';
import type { ServiceConfig, SettingKey } from '#domain/settings/setting-schemas.ts';
import { StoredSecrets } from '#domain/settings/stored-setting.ts';

/**
 * What the organization set for a service, with its secrets opened, or null when it set nothing. For the composition root,
 * which builds the ports from it; no door calls this. Throws when a secret cannot be opened with the keys of this process.
 */
export async function readServiceConfig<Key extends SettingKey>(
  ctx: Context,
  key: Key,
): Promise<ServiceConfig<Key> | null> {
  const row = await ctx.db.setting.findFirst({ where: { key } });
  if (!row) return null;
  const opened = Object.fromEntries(
    Object.entries(StoredSecrets.parse(row.secrets)).map(([field, { sealed }]) => [
      field,
      ctx.runtime.secretBox.open(sealed, secretPlace(ctx.organizationId, key, field)),
    ]),
  );
  const secrets = z.object(settingSchemas[key].secrets).parse(opened);
  const values = settingSchemas[key].values.parse(row.values);
  return joined<Key>(values, secrets);
}

/** The schemas of the key gave both parts; TypeScript does not follow an index by a generic through two calls. */
function joined<Key extends SettingKey>(values: object, secrets: object): ServiceConfig<Key> {
  return { ...values, ...secrets } as ServiceConfig<Key>;
}
