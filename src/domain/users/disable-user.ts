import { z } from 'zod';
import { revokeUserTokens } from '#domain/auth/revoke-user-tokens.ts';
import type { Context } from '#domain/context.ts';
import { requireAssignable } from '#domain/leads/pick-owner.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';
import { requireAdminLeft, requireMayGrant } from '#domain/users/policy.ts';
import { toUserView } from '#domain/users/user-view.ts';
import type { UserView } from '#domain/users/user-view.ts';

export const DisableUserInput = z.strictObject({ userId: z.uuid(), handOverToId: z.uuid().nullish() });
export type DisableUserInput = z.input<typeof DisableUserInput>;

/**
 * Ends a member's access at once and hands their open leads, contacts and conversations to `handOverToId`, or to nobody,
 * so that others may take them. Users are never deleted; doing it twice changes nothing.
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
    const handedOver = await handOver(tx, user.id, heirId);
    tx.audit({
      action: 'user.disabled',
      subjectType: 'user',
      subjectId: user.id,
      data: { handedOverToId: heirId, leads: handedOver },
    });
    tx.event('user.changed', user.id, {});
    return toUserView(await tx.db.user.findFirstOrThrow({ where: { id: user.id } }));
  });
}

async function handOver(tx: Transaction, fromId: string, toId: string | null): Promise<number> {
  const leads = await tx.db.lead.updateManyAndReturn({
    where: { ownerId: fromId, closedAt: null, deletedAt: null },
    data: { ownerId: toId, version: { increment: 1 } },
    select: { id: true, contactId: true },
  });
  await tx.db.contact.updateMany({ where: { ownerId: fromId }, data: { ownerId: toId } });
  await tx.db.conversation.updateMany({ where: { ownerId: fromId }, data: { ownerId: toId } });
  if (toId !== null) {
    await tx.db.draft.updateMany({
      where: { ownerId: fromId, status: { in: ['generating', 'ready'] } },
      data: { ownerId: toId },
    });
  }
  for (const lead of leads) {
    tx.activity({
      kind: 'lead.assigned',
      leadId: lead.id,
      contactId: lead.contactId,
      data: { ownerId: toId, previousOwnerId: fromId },
    });
    tx.event('lead.assigned', lead.id, { ownerId: toId, previousOwnerId: fromId });
  }
  return leads.length;
}
