import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { messageShape } from '#domain/conversations/message-view.ts';
import type { MessageView } from '#domain/conversations/message-view.ts';
import { requireReadConversations, visibleConversations } from '#domain/conversations/policy.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';

export const ListMessagesInput = z.strictObject({ conversationId: z.uuid(), ...pageFields });
export type ListMessagesInput = z.input<typeof ListMessagesInput>;

/** The messages of a conversation that the actor may see, newest first. */
export async function listMessages(
  ctx: Context,
  input: ListMessagesInput,
): Promise<{ items: MessageView[]; nextCursor: string | null }> {
  requireReadConversations(ctx);
  const { conversationId, limit, cursor } = parseInput(ListMessagesInput, input);
  const conversation = await ctx.db.conversation.findFirst({
    where: { AND: [{ id: conversationId }, visibleConversations(ctx)] },
    select: { id: true },
  });
  if (!conversation) throw notFound('conversation');
  const rows = await ctx.db.message.findMany({
    where: { AND: [{ conversationId }, afterPosition('sentAt', cursor)] },
    orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    select: messageShape,
  });
  return toPage(
    rows,
    limit,
    (row) => ({ at: row.sentAt, id: row.id }),
    (row) => row,
  );
}
