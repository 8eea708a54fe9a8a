import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { requireDoor } from '#domain/conversations/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';
import { TelegramId } from '#domain/users/user-fields.ts';

export const MarkTelegramBlockedInput = z.strictObject({ telegramUserId: TelegramId, blocked: z.boolean() });
export type MarkTelegramBlockedInput = z.input<typeof MarkTelegramBlockedInput>;

/** Records that a person blocked or unblocked the bot: a member gets no more cards, a contact counts as unreachable. */
export async function markTelegramBlocked(ctx: Context, input: MarkTelegramBlockedInput): Promise<void> {
  requireDoor(ctx);
  const { telegramUserId, blocked } = parseInput(MarkTelegramBlockedInput, input);
  const id = BigInt(telegramUserId);
  await inTransaction(ctx, async (tx) => {
    const users = await tx.db.user.updateManyAndReturn({
      where: { telegramUserId: id, telegramBlocked: !blocked },
      data: { telegramBlocked: blocked },
      select: { id: true },
    });
    for (const user of users) {
      tx.audit({ action: blocked ? 'user.blockedBot' : 'user.unblockedBot', subjectType: 'user', subjectId: user.id });
      tx.event('user.changed', user.id, {});
    }
    const contacts = await tx.db.contact.updateManyAndReturn({
      where: { telegramUserId: id, unreachableAt: blocked ? null : { not: null } },
      data: { unreachableAt: blocked ? ctx.clock.now() : null },
      select: { id: true },
    });
    for (const contact of contacts) {
      tx.audit({
        action: blocked ? 'contact.blockedBot' : 'contact.unblockedBot',
        subjectType: 'contact',
        subjectId: contact.id,
      });
      tx.activity({ kind: blocked ? 'contact.blockedBot' : 'contact.unblockedBot', contactId: contact.id });
    }
  });
}
