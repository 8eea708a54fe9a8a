import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { flagKeys } from '#domain/feature-flags/flags.ts';
import { listFeatureFlags } from '#domain/feature-flags/list-feature-flags.ts';
import type { FeatureFlagView } from '#domain/feature-flags/list-feature-flags.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import { newId } from '#platform/ids.ts';

export const SetFeatureFlagInput = z.strictObject({ key: z.enum(flagKeys), enabled: z.boolean() });
export type SetFeatureFlagInput = z.input<typeof SetFeatureFlagInput>;

/** Switches a feature on or off for the organization, from the next moment on. */
export async function setFeatureFlag(ctx: Context, input: SetFeatureFlagInput): Promise<FeatureFlagView> {
  requirePermission(ctx, 'settings.write');
  const { key, enabled } = parseInput(SetFeatureFlagInput, input);
  await inTransaction(ctx, async (tx) => {
    const updatedById = ctx.actor.kind === 'user' ? ctx.actor.id : null;
    await tx.db.featureFlag.createMany({ data: [{ id: newId(), key, enabled, updatedById }], skipDuplicates: true });
    await tx.db.featureFlag.updateMany({ where: { key }, data: { enabled, updatedById } });
    const row = await tx.db.featureFlag.findFirstOrThrow({ where: { key } });
    tx.audit({ action: 'featureFlag.set', subjectType: 'featureFlag', subjectId: row.id, data: { key, enabled } });
    tx.event('settings.changed', row.id, { key: `feature:${key}` });
  });
  const flag = (await listFeatureFlags({ ...ctx, actor: { kind: 'system', id: null, name: 'settings' } })).find(
    (view) => view.key === key,
  );
  if (!flag) throw notFound('setting');
  return flag;
}
