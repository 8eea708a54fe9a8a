import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import type { MessageView } from '#domain/conversations/message-view.ts';
import { requeueMessage, requireOwnMessage } from '#domain/conversations/requeue-message.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const RetryMessageInput = z.strictObject({ messageId: z.uuid() });
export type RetryMessageInput = z.input<typeof RetryMessageInput>;

/** Sends a message again that certainly did not arrive; `message.notUnknown` when it is not a failed one any more. */
export async function retryMessage(ctx: Context, input: RetryMessageInput): Promise<MessageView> {
  requirePermission(ctx, 'conversations.reply');
  const { messageId } = parseInput(RetryMessageInput, input);
  return inTransaction(ctx, async (tx) => requeueMessage(tx, await requireOwnMessage(tx, messageId), 'failed'));
}
