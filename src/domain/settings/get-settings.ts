import type { Context } from '#domain/context.ts';
import { requirePermission } from '#domain/permissions.ts';
import { environmentSettingsOf } from '#domain/settings/environment-settings.ts';
import { settingKeys, settingSchemas } from '#domain/settings/setting-schemas.ts';
import type { SettingKey } from '#domain/settings/setting-schemas.ts';
import { StoredSecrets, StoredValues } from '#domain/settings/stored-setting.ts';

/** One service as settings show it: secrets only as "is set", with their last characters. */
export interface SettingView {
  key: SettingKey;
  configured: boolean;
  source: 'environment' | 'organization' | 'none';
  values: Record<string, string | null>;
  secrets: Record<string, { set: boolean; hint: string | null }>;
  updatedAt: Date | null;
}

/** Every service with what is set for it. Secrets are never read back. */
export async function getSettings(ctx: Context): Promise<SettingView[]> {
  requirePermission(ctx, 'settings.read');
  const [organization, rows] = await Promise.all([
    ctx.db.organization.findFirst({ select: { isDefault: true } }),
    ctx.db.setting.findMany(),
  ]);
  const environment = organization?.isDefault ? environmentSettingsOf(ctx.runtime) : {};
  return settingKeys.map((key) => {
    const row = rows.find((candidate) => candidate.key === key);
    const outside = environment[key];
    const known: Record<string, { hint: string }> = row ? StoredSecrets.parse(row.secrets) : (outside?.secrets ?? {});
    const source = row ? 'organization' : outside ? 'environment' : 'none';
    return {
      key,
      configured: source !== 'none' && settingSchemas[key].required.every((name) => name in known),
      source,
      values: row ? StoredValues.parse(row.values) : (outside?.values ?? {}),
      secrets: Object.fromEntries(
        Object.keys(settingSchemas[key].secrets).map((name) => [
          name,
          { set: name in known, hint: known[name]?.hint ?? null },
        ]),
      ),
      updatedAt: row?.updatedAt ?? null,
    };
  });
}
