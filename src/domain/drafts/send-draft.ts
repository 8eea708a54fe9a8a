import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { sendMessage } from '#domain/conversations/send-message.ts';
import { draftNotOpen } from '#domain/drafts/decide-draft.ts';
import { readDraft } from '#domain/drafts/draft-view.ts';
import type { DraftView } from '#domain/drafts/draft-view.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission, requireUser } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const SendDraftInput = z.strictObject({
  draftId: z.uuid(),
  /** The revision that the person saw: another text is never sent in its name. */
  revision: z.int().positive(),
  /** The person's own version of the text. */
  text: z.string().trim().min(1).max(4_096).nullish(),
});
export type SendDraftInput = z.input<typeof SendDraftInput>;

/**
 * Sends a draft, as written or as the person changed it, once: of two taps one sends. Refuses drafts that are not ready, were
 * handled, went stale or were written anew since they were shown. An own text may also take the place of a failed draft.
 */
export async function sendDraft(ctx: Context, input: SendDraftInput): Promise<{ draft: DraftView; messageId: string }> {
  requirePermission(ctx, 'conversations.reply');
  const user = requireUser(ctx);
  const { draftId, revision, text } = parseInput(SendDraftInput, input);
  return inTransaction(ctx, async (tx) => {
    const draft = await readDraft(tx.ctx, draftId);
    const { count } = await tx.db.draft.updateMany({
      where: { id: draftId, revision, status: text ? { in: ['ready', 'failed'] } : 'ready' },
      data: { status: 'sent', decidedById: user.id, decidedAt: ctx.clock.now(), ...(text ? { text } : {}) },
    });
    if (count === 0) throw draftNotOpen(await readDraft(tx.ctx, draftId));
    const message = await sendMessage(tx.ctx, { conversationId: draft.conversationId, text: text ?? draft.text, draftId });
    tx.audit({ action: 'draft.send', subjectType: 'draft', subjectId: draftId, data: { edited: Boolean(text), engine: draft.engine } });
    tx.event('draft.sent', draftId, { messageId: message.id });
    return { draft: await readDraft(tx.ctx, draftId), messageId: message.id };
  });
}
