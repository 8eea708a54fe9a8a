import type { Context } from '#domain/context.ts';
import { requireDoor } from '#domain/conversations/policy.ts';
import { findWaitingMessages } from '#domain/conversations/waiting-messages.ts';
import { inTransaction } from '#domain/transaction.ts';

/**
 * Gives a client whom the owner left without an answer for the organization's time back to everybody, with the lead when it
 * is not taken. Once: a conversation that was answered or taken meanwhile stays. Returns whether it went back.
 */
export async function returnConversation(ctx: Context, input: { conversationId: string }): Promise<boolean> {
  requireDoor(ctx);
  return inTransaction(ctx, async (tx) => {
    const { returnToQueueMinutes } = await tx.db.organization.findFirstOrThrow({
      select: { returnToQueueMinutes: true },
    });
    if (returnToQueueMinutes === null) return false;
    const now = ctx.clock.now();
    const since = new Date(now.getTime() - returnToQueueMinutes * 60_000);
    const silent = { id: input.conversationId, waitingSince: { lte: since } };
    const conversation = await tx.db.conversation.findFirst({ where: { ...silent, ownerId: { not: null } } });
    const previousOwnerId = conversation?.ownerId;
    if (!conversation || !previousOwnerId) return false;
    const { count } = await tx.db.conversation.updateMany({
      where: { ...silent, ownerId: previousOwnerId, ...notReturnedSince(since) },
      data: { ownerId: null, returnedAt: now },
    });
    if (count === 0) return false;
    const { id, leadId, contactId } = conversation;
    const freed = leadId
      ? await tx.db.lead.updateMany({
          where: { id: leadId, ownerId: previousOwnerId, takenAt: null, deletedAt: null },
          data: { ownerId: null, version: { increment: 1 } },
        })
      : { count: 0 };
    if (leadId && freed.count > 0) {
      const change = { ownerId: null, previousOwnerId };
      await tx.db.contact.updateMany({ where: { id: contactId, ownerId: previousOwnerId }, data: { ownerId: null } });
      tx.activity({ kind: 'lead.assigned', leadId, contactId, data: change });
      tx.audit({ action: 'lead.assigned', subjectType: 'lead', subjectId: leadId, data: change });
      tx.event('lead.assigned', leadId, change);
    }
    const data = { conversationId: id, previousOwnerId };
    tx.activity({ kind: 'conversation.returned', leadId, contactId, data });
    tx.audit({ action: 'conversation.returned', subjectType: 'conversation', subjectId: id, data });
    const messageIds = await findWaitingMessages(tx.db, conversation);
    tx.event('conversation.returned', id, { messageIds, previousOwnerId });
    return true;
  });
}

/** Whoever takes a returned one has the whole time again. */
export function notReturnedSince(since: Date) {
  return { OR: [{ returnedAt: null }, { returnedAt: { lte: since } }] };
}
