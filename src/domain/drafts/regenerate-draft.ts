import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { refusedDecision, requireDraft } from '#domain/drafts/decide-draft.ts';
import { DraftHint, readDraftView } from '#domain/drafts/draft-view.ts';
import type { DraftView } from '#domain/drafts/draft-view.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const RegenerateDraftInput = z.strictObject({ draftId: z.uuid(), hint: DraftHint.nullish() });
export type RegenerateDraftInput = z.input<typeof RegenerateDraftInput>;

/** Has a draft written anew, for the newest message, with a hint if one is given; its revision grows. */
export async function regenerateDraft(ctx: Context, input: RegenerateDraftInput): Promise<DraftView> {
  requirePermission(ctx, 'drafts.write');
  const { draftId, hint } = parseInput(RegenerateDraftInput, input);
  return inTransaction(ctx, async (tx) => {
    const draft = await requireDraft(tx, draftId);
    const newest = await tx.db.message.findFirst({
      where: { conversationId: draft.conversationId, direction: 'incoming' },
      orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
      select: { id: true },
    });
    const [row] = await tx.db.draft.updateManyAndReturn({
      where: { id: draftId, status: { in: ['generating', 'ready', 'stale', 'failed'] } },
      data: {
        status: 'generating',
        text: '',
        error: null,
        hint: hint ?? draft.hint,
        replyToId: newest?.id ?? null,
        revision: { increment: 1 },
      },
      select: { revision: true },
    });
    if (!row) throw refusedDecision(await requireDraft(tx, draftId), draft.revision);
    tx.audit({
      action: 'draft.regenerated',
      subjectType: 'draft',
      subjectId: draftId,
      data: { revision: row.revision, hint: hint ?? null },
    });
    tx.event('draft.requested', draftId, { revision: row.revision });
    return readDraftView(tx.db, { id: draftId });
  });
}
