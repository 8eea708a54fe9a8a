import type { Context } from '#domain/context.ts';
import { flagKeys, flags } from '#domain/feature-flags/flags.ts';
import type { FlagKey } from '#domain/feature-flags/flags.ts';
import { requirePermission } from '#domain/permissions.ts';

export interface FeatureFlagView {
  key: FlagKey;
  enabled: boolean;
  default: boolean;
  description: string;
  updatedAt: Date | null;
}

/** All features with whether they are on. */
export async function listFeatureFlags(ctx: Context): Promise<FeatureFlagView[]> {
  requirePermission(ctx, 'settings.read');
  const rows = await ctx.db.featureFlag.findMany({ where: { key: { in: flagKeys } } });
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return flagKeys.map((key) => {
    const row = byKey.get(key);
    return { key, ...flags[key], enabled: row?.enabled ?? flags[key].default, updatedAt: row?.updatedAt ?? null };
  });
}
