import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { draftNotOpen } from '#domain/drafts/decide-draft.ts';
import { readDraft } from '#domain/drafts/draft-view.ts';
import type { DraftView } from '#domain/drafts/draft-view.ts';
import { DraftHint } from '#domain/drafts/request-draft.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const RegenerateDraftInput = z.strictObject({
  draftId: z.uuid(),
  /** The revision that the person saw; a second tap on the same one changes nothing. */
  revision: z.int().positive(),
  hint: DraftHint.nullish(),
});
export type RegenerateDraftInput = z.input<typeof RegenerateDraftInput>;

/** Has a draft written anew, with a hint if one is given; a stale one then answers the client's newest message. */
export async function regenerateDraft(ctx: Context, input: RegenerateDraftInput): Promise<DraftView> {
  requirePermission(ctx, 'drafts.write');
  const { draftId, revision, hint = null } = parseInput(RegenerateDraftInput, input);
  return inTransaction(ctx, async (tx) => {
    const draft = await readDraft(tx.ctx, draftId);
    if (draft.revision > revision) return draft;
    const answered = await tx.db.message.findFirst({
      where: { conversationId: draft.conversationId, direction: 'incoming' },
      orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
      select: { id: true },
    });
    const { count } = await tx.db.draft.updateMany({
      where: { id: draftId, revision, status: { in: ['ready', 'failed', 'stale'] } },
      data: { status: 'generating', revision: revision + 1, text: '', error: null, hint, replyToId: answered?.id ?? null },
    });
    if (count === 0) throw draftNotOpen(draft);
    tx.audit({ action: 'draft.regenerate', subjectType: 'draft', subjectId: draftId, data: { hint } });
    tx.event('draft.requested', draftId, { revision: revision + 1 });
    return readDraft(tx.ctx, draftId);
  });
}
