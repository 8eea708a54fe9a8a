import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { visibleConversations } from '#domain/conversations/policy.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const MarkReadInput = z.strictObject({ conversationId: z.uuid() });
export type MarkReadInput = z.input<typeof MarkReadInput>;

/** Sets a conversation's count of unread messages to zero. Only for who may answer: somebody who only reads leaves it. */
export async function markRead(ctx: Context, input: MarkReadInput): Promise<void> {
  requirePermission(ctx, 'conversations.reply');
  const { conversationId } = parseInput(MarkReadInput, input);
  await inTransaction(ctx, async (tx) => {
    const where = { AND: [{ id: conversationId }, visibleConversations(ctx)] };
    const conversation = await tx.db.conversation.findFirst({ where, select: { unreadCount: true } });
    if (!conversation) throw notFound('conversation');
    if (conversation.unreadCount === 0) return;
    await tx.db.conversation.updateMany({ where, data: { unreadCount: 0 } });
    tx.audit({
      action: 'conversation.read',
      subjectType: 'conversation',
      subjectId: conversationId,
      data: { messages: conversation.unreadCount },
    });
  });
}
