import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { requireReadConversations } from '#domain/conversations/policy.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';

const FindConversationOfInput = z.strictObject({ messageId: z.uuid() });

/**
 * The id of a message's conversation, whoever may read it: what is done with the id asks for the right itself, and tells
 * somebody who lost the race for a client who it was.
 */
export async function findConversationOf(ctx: Context, messageId: string): Promise<string> {
  requireReadConversations(ctx);
  const input = parseInput(FindConversationOfInput, { messageId });
  const message = await ctx.db.message.findFirst({ where: { id: input.messageId }, select: { conversationId: true } });
  if (!message) throw notFound('message');
  return message.conversationId;
}
