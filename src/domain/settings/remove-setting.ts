import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { SettingKeyInput } from '#domain/settings/setting-schemas.ts';
import { inTransaction } from '#domain/transaction.ts';

export const RemoveSettingInput = z.strictObject({ key: SettingKeyInput });
export type RemoveSettingInput = z.input<typeof RemoveSettingInput>;

/** Disconnects a service of the organization and forgets its secrets. Nothing happens when it was not connected. */
export async function removeSetting(ctx: Context, input: RemoveSettingInput): Promise<void> {
  requirePermission(ctx, 'settings.write');
  const { key } = parseInput(RemoveSettingInput, input);
  await inTransaction(ctx, async (tx) => {
    const row = await tx.db.setting.findFirst({ where: { key }, select: { id: true } });
    if (!row) return;
    await tx.db.setting.deleteMany({ where: { id: row.id } });
    tx.audit({ action: 'setting.removed', subjectType: 'setting', subjectId: row.id, data: { key } });
    tx.event('settings.changed', row.id, { key });
  });
}
