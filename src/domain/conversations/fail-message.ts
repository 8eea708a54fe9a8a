import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { requireDoor } from '#domain/conversations/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';

export const FailMessageInput = z.strictObject({
  messageId: z.uuid(),
  error: z.string().max(2_000),
  /** It may have arrived: a person decides whether it is sent again. */
  outcomeUnknown: z.boolean(),
  /** The client stopped the bot or is gone. */
  blocked: z.boolean().default(false),
});
export type FailMessageInput = z.input<typeof FailMessageInput>;

/** Puts a message that was not, or perhaps not, delivered before its owner. Only a queued one; doing it twice is once. */
export async function failMessage(ctx: Context, input: FailMessageInput): Promise<void> {
  requireDoor(ctx);
  const { messageId, error, outcomeUnknown, blocked } = parseInput(FailMessageInput, input);
  await inTransaction(ctx, async (tx) => {
    const status = outcomeUnknown ? 'unknown' : 'failed';
    const [row] = await tx.db.message.updateManyAndReturn({
      where: { id: messageId, direction: 'outgoing', status: 'queued' },
      data: { status, error },
      select: { conversationId: true },
    });
    if (!row) return;
    const conversation = await tx.db.conversation.findFirstOrThrow({ where: { id: row.conversationId } });
    if (blocked)
      await tx.db.contact.updateMany({
        where: { id: conversation.contactId },
        data: { unreachableAt: ctx.clock.now() },
      });
    const data = { messageId, error, outcomeUnknown };
    tx.activity({ kind: 'message.failed', leadId: conversation.leadId, contactId: conversation.contactId, data });
    tx.audit({ action: 'message.failed', subjectType: 'message', subjectId: messageId, data });
    tx.event('message.failed', messageId, { conversationId: row.conversationId, outcomeUnknown });
  });
}
