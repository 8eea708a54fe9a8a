import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import { TelegramId } from '#domain/users/user-fields.ts';
import { newId } from '#platform/ids.ts';

export const EnsureTelegramAdminInput = z.strictObject({ telegramUserId: TelegramId });
export type EnsureTelegramAdminInput = z.input<typeof EnsureTelegramAdminInput>;

/** Makes the owner of a Telegram account an admin, as the operator named them; leaves an account that is bound already as it is. */
export async function ensureTelegramAdmin(ctx: Context, input: EnsureTelegramAdminInput): Promise<void> {
  requirePermission(ctx, 'users.write');
  const telegramUserId = BigInt(parseInput(EnsureTelegramAdminInput, input).telegramUserId);
  await inTransaction(ctx, async (tx) => {
    const id = newId();
    const { count } = await tx.db.user.createMany({
      data: [{ id, name: 'Admin', role: 'admin', telegramUserId }],
      skipDuplicates: true,
    });
    if (count === 0) return;
    tx.audit({ action: 'user.create', subjectType: 'user', subjectId: id, data: { role: 'admin', by: 'ADMIN_USERS' } });
    tx.event('user.changed', id, {});
  });
}
