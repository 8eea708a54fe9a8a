import type { Context } from '#domain/context.ts';
import { requireDoor } from '#domain/conversations/policy.ts';
import { findWaitingMessages } from '#domain/conversations/waiting-messages.ts';
import { inTransaction } from '#domain/transaction.ts';

/** Notices that the answer to a client is overdue, once for each wait, so that its cards say so. Returns whether it did. */
export async function markOverdue(ctx: Context, input: { conversationId: string }): Promise<boolean> {
  requireDoor(ctx);
  return inTransaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    const where = { id: input.conversationId, waitingSince: { not: null }, replyDueAt: { lte: now }, overdueAt: null };
    const { count } = await tx.db.conversation.updateMany({ where, data: { overdueAt: now } });
    if (count === 0) return false;
    const conversation = await tx.db.conversation.findFirstOrThrow({ where: { id: input.conversationId } });
    tx.audit({ action: 'conversation.overdue', subjectType: 'conversation', subjectId: conversation.id });
    tx.event('conversation.overdue', conversation.id, { messageIds: await findWaitingMessages(tx.db, conversation) });
    return true;
  });
}
