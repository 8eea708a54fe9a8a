import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { readOptOut } from '#domain/conversations/opt-out.ts';
import { requireDoor } from '#domain/conversations/policy.ts';
import { recordOptOut } from '#domain/conversations/record-opt-out.ts';
import { setDraftsStale } from '#domain/conversations/stale-drafts.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';

export const EditClientMessageInput = z.strictObject({
  externalChatId: z.string().min(1).max(200),
  externalMessageId: z.string().min(1).max(100),
  text: z.string().max(20_000),
  editedAt: z.date(),
});
export type EditClientMessageInput = z.input<typeof EditClientMessageInput>;

const Versions = z.array(z.object({ text: z.string(), until: z.string() }));

/**
 * Replaces the text of a client's message and keeps what stood there before; drafts that answered it go stale. Null when
 * the message never came; the same edit twice, or one older than the present text, changes nothing.
 */
export async function editClientMessage(
  ctx: Context,
  input: EditClientMessageInput,
): Promise<{ messageId: string; changed: boolean } | null> {
  requireDoor(ctx);
  const data = parseInput(EditClientMessageInput, input);
  const message = await ctx.db.message.findFirst({
    where: {
      direction: 'incoming',
      externalMessageId: data.externalMessageId,
      conversation: { externalChatId: data.externalChatId },
    },
    select: {
      id: true,
      conversation: { select: { id: true, contactId: true, leadId: true, contact: { select: { name: true } } } },
    },
  });
  if (!message) return null;
  const { id: conversationId, contactId, leadId, contact } = message.conversation;
  const asClient: Context = { ...ctx, actor: { kind: 'client', id: contactId, name: contact.name } };
  return inTransaction(asClient, async (tx) => {
    // Locks the message, so that two edits do not both take the same text for the one before.
    await tx.db.message.updateMany({ where: { id: message.id }, data: { status: 'received' } });
    const present = await tx.db.message.findFirstOrThrow({
      where: { id: message.id },
      select: { text: true, versions: true, editedAt: true },
    });
    const isOlder = present.editedAt !== null && present.editedAt > data.editedAt;
    if (present.text === data.text || isOlder) return { messageId: message.id, changed: false };
    await tx.db.message.updateMany({
      where: { id: message.id },
      data: {
        text: data.text,
        editedAt: data.editedAt,
        versions: [...Versions.parse(present.versions), { text: present.text, until: data.editedAt.toISOString() }],
      },
    });
    await setDraftsStale(tx, conversationId);
    const optOut = readOptOut(data.text);
    if (optOut) await recordOptOut(tx, { contactId, leadId, messageId: message.id, text: data.text }, optOut);
    tx.activity({
      kind: 'message.edited',
      leadId,
      contactId,
      data: { messageId: message.id, text: data.text.slice(0, 500) },
    });
    tx.audit({ action: 'message.edited', subjectType: 'message', subjectId: message.id });
    tx.event('message.edited', message.id, { conversationId });
    return { messageId: message.id, changed: true };
  });
}
