import { z } from 'zod';
import { revokeUserTokens } from '#domain/auth/revoke-user-tokens.ts';
import type { Context } from '#domain/context.ts';
import { requireAssignable } from '#domain/leads/pick-owner.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import { handOverRecords } from '#domain/users/hand-over-records.ts';
import { requireAdminLeft, requireMayGrant } from '#domain/users/policy.ts';
import { toUserView } from '#domain/users/user-view.ts';
import type { UserView } from '#domain/users/user-view.ts';

export const DisableUserInput = z.strictObject({ userId: z.uuid(), handOverToId: z.uuid().nullish() });
export type DisableUserInput = z.input<typeof DisableUserInput>;

/**
 * Ends a member's access at once and hands what was theirs (open leads and deals, contacts, companies, conversations, open
 * tasks) to `handOverToId`, or to nobody, so that others may take it; tasks, which are always somebody's, then go to whoever
 * does this. Users are never deleted; doing it twice changes nothing.
 */
export async function disableUser(ctx: Context, input: DisableUserInput): Promise<UserView> {
  requirePermission(ctx, 'users.write');
  const data = parseInput(DisableUserInput, input);
  return inTransaction(ctx, async (tx) => {
    const user = await tx.db.user.findFirst({ where: { id: data.userId } });
    if (!user) throw notFound('user');
    requireMayGrant(ctx, user, user);
    if (user.disabledAt) return toUserView(user);
    const heirId = data.handOverToId ?? null;
    if (heirId !== null) await requireAssignable(tx, heirId, data.userId);
    await tx.db.user.updateMany({
      where: { id: user.id },
      data: { disabledAt: ctx.clock.now(), onDuty: false, version: { increment: 1 } },
    });
    await revokeUserTokens(tx, user.id);
    await tx.db.invite.updateMany({ where: { userId: user.id, usedAt: null }, data: { expiresAt: ctx.clock.now() } });
    if (user.role === 'admin') await requireAdminLeft(tx);
    const handedOver = await handOverRecords(tx, user.id, heirId);
    tx.audit({
      action: 'user.disabled',
      subjectType: 'user',
      subjectId: user.id,
      data: { handedOverToId: heirId, ...handedOver },
    });
    tx.event('user.changed', user.id, {});
    tx.event('user.disabled', user.id, {});
    return toUserView(await tx.db.user.findFirstOrThrow({ where: { id: user.id } }));
  });
}
