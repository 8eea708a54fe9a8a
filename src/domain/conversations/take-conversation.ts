import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { visibleConversations } from '#domain/conversations/policy.ts';
import { findWaitingMessages } from '#domain/conversations/waiting-messages.ts';
import { requireAssignable } from '#domain/leads/pick-owner.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission, requireUser } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';

export const TakeConversationInput = z.strictObject({ conversationId: z.uuid() });
export type TakeConversationInput = z.input<typeof TakeConversationInput>;

/**
 * "Mine": the actor takes a conversation that nobody owns, with its lead when nobody owns that either. The first one wins; the
 * others get `conversation.alreadyTaken` with who it was (`by`). Taking one's own again changes nothing.
 */
export async function takeConversation(ctx: Context, input: TakeConversationInput): Promise<void> {
  requirePermission(ctx, 'conversations.reply');
  const { id: userId } = requireUser(ctx);
  const { conversationId } = parseInput(TakeConversationInput, input);
  await inTransaction(ctx, async (tx) => {
    await requireAssignable(tx, userId);
    const { count } = await tx.db.conversation.updateMany({
      where: { id: conversationId, ownerId: null },
      data: { ownerId: userId },
    });
    const conversation = await tx.db.conversation.findFirst({
      where: { id: conversationId },
      include: { owner: { select: { name: true } } },
    });
    if (!conversation) throw notFound('conversation');
    if (count === 0) {
      if (conversation.ownerId === userId) return;
      throw await refusal(tx, conversation);
    }
    if (conversation.leadId) await takeFreeLead(tx, conversation.leadId, userId);
    const data = { conversationId, ownerId: userId };
    tx.activity({
      kind: 'conversation.taken',
      leadId: conversation.leadId,
      contactId: conversation.contactId,
      data,
    });
    tx.audit({ action: 'conversation.taken', subjectType: 'conversation', subjectId: conversationId, data });
    tx.event('conversation.taken', conversationId, {
      messageIds: await findWaitingMessages(tx.db, conversation),
      ownerId: userId,
    });
  });
}

/** Who may see it, or could see it while it was free, is told who has it; to others it is not there. */
async function refusal(
  tx: Transaction,
  conversation: { id: string; contactId: string; owner: { name: string } | null },
): Promise<AppError> {
  const isSeen = await tx.db.conversation.count({
    where: { AND: [{ id: conversation.id }, visibleConversations(tx.ctx)] },
  });
  const wasFree = await tx.db.activity.count({
    where: {
      contactId: conversation.contactId,
      kind: 'conversation.taken',
      data: { path: ['conversationId'], equals: conversation.id },
    },
  });
  if (isSeen === 0 && wasFree === 0) return notFound('conversation');
  const by = conversation.owner?.name ?? '';
  return new AppError('conflict', 'conversation.alreadyTaken', `${by || 'Somebody else'} has taken this client.`, {
    params: { by },
  });
}

/** A lead that nobody owns goes with its conversation; whoever takes it has it. */
export async function takeFreeLead(tx: Transaction, leadId: string, ownerId: string): Promise<void> {
  const taken = await tx.db.lead.updateManyAndReturn({
    where: { id: leadId, ownerId: null, deletedAt: null },
    data: { ownerId, takenAt: tx.ctx.clock.now(), version: { increment: 1 } },
    select: { contactId: true },
  });
  for (const { contactId } of taken) {
    const change = { ownerId, previousOwnerId: null };
    await tx.db.contact.updateMany({ where: { id: contactId, ownerId: null }, data: { ownerId } });
    tx.activity({ kind: 'lead.assigned', leadId, contactId, data: change });
    tx.audit({ action: 'lead.assigned', subjectType: 'lead', subjectId: leadId, data: change });
    tx.event('lead.assigned', leadId, change);
  }
}
