import { z } from 'zod';
import { isUniqueViolation } from '#platform/database/retry.ts';
import { AppError } from '#platform/errors.ts';
import { sha256 } from '#platform/hashing.ts';
import type { Context } from '#domain/context.ts';
import { requireDoor } from '#domain/conversations/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';
import { TelegramId } from '#domain/users/user-fields.ts';
import { toUserView } from '#domain/users/user-view.ts';
import type { UserView } from '#domain/users/user-view.ts';

export const AcceptInviteInput = z.strictObject({
  code: z.string().min(1).max(100),
  telegramUserId: TelegramId,
  telegramChatId: TelegramId,
  telegramUsername: z.string().max(64).nullish(),
  firstName: z.string().max(200).nullish(),
  languageCode: z.string().max(20).nullish(),
});
export type AcceptInviteInput = z.input<typeof AcceptInviteInput>;

/**
 * Binds a Telegram account to the invited member and speaks the account's language to them. A link works once; the same
 * account opening it again gets the same answer. Refuses with invite.invalid, invite.expired, invite.used or telegram.alreadyBound.
 */
export async function acceptInvite(ctx: Context, input: AcceptInviteInput): Promise<UserView> {
  requireDoor(ctx);
  const data = parseInput(AcceptInviteInput, input);
  const telegramUserId = BigInt(data.telegramUserId);
  try {
    return await inTransaction(ctx, async (tx) => {
      const codeHash = sha256(data.code);
      const now = ctx.clock.now();
      const invite = await tx.db.invite.findFirst({ where: { codeHash }, include: { user: true } });
      if (!invite || invite.user.disabledAt)
        throw refused('invite.invalid', 'This invite link is not valid. Ask for a new one.');
      const { count } = await tx.db.invite.updateMany({
        where: { codeHash, usedAt: null, expiresAt: { gt: now } },
        data: { usedAt: now },
      });
      if (count === 0) {
        const fresh = await tx.db.invite.findFirstOrThrow({ where: { codeHash }, include: { user: true } });
        if (fresh.usedAt && fresh.user.telegramUserId === telegramUserId) return toUserView(fresh.user);
        if (fresh.usedAt) throw refused('invite.used', 'This invite link was used already. Ask for a new one.');
        throw refused('invite.expired', 'This invite link is too old. Ask for a new one.');
      }
      const holder = await tx.db.user.findFirst({ where: { telegramUserId, NOT: { id: invite.userId } } });
      if (holder) throw alreadyBound();
      const language = languageOf(data.languageCode);
      await tx.db.user.updateMany({
        where: { id: invite.userId },
        data: {
          telegramUserId,
          telegramChatId: BigInt(data.telegramChatId),
          telegramUsername: data.telegramUsername ?? null,
          telegramBlocked: false,
          ...(language && invite.user.telegramUserId === null ? { language } : {}),
          version: { increment: 1 },
        },
      });
      tx.audit({
        action: 'user.joined',
        subjectType: 'user',
        subjectId: invite.userId,
        data: { telegramUserId: data.telegramUserId },
      });
      tx.event('user.joined', invite.userId, {});
      return toUserView(await tx.db.user.findFirstOrThrow({ where: { id: invite.userId } }));
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw alreadyBound();
    throw error;
  }
}

/** Russian or English by Telegram's IETF tag; null when it is another language. */
export function languageOf(code: string | null | undefined): 'ru' | 'en' | null {
  const base = code?.toLowerCase().split('-')[0];
  return base === 'ru' || base === 'en' ? base : null;
}

function alreadyBound(): AppError {
  return refused('telegram.alreadyBound', 'This Telegram account belongs to another member already.');
}

function refused(reason: string, message: string): AppError {
  return new AppError('conflict', reason, message);
}
