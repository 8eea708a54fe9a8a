import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { messageShape } from '#domain/conversations/message-view.ts';
import type { MessageView } from '#domain/conversations/message-view.ts';
import { requireReadConversations, visibleConversations } from '#domain/conversations/policy.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';

export const GetMessageInput = z.strictObject({ messageId: z.uuid() });
export type GetMessageInput = z.input<typeof GetMessageInput>;

/** One message of a conversation that the actor may see. */
export async function getMessage(ctx: Context, input: GetMessageInput): Promise<MessageView> {
  requireReadConversations(ctx);
  const { messageId } = parseInput(GetMessageInput, input);
  const row = await ctx.db.message.findFirst({
    where: { AND: [{ id: messageId }, { conversation: visibleConversations(ctx) }] },
    select: messageShape,
  });
  if (!row) throw notFound('message');
  return row;
}
