import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { refusedDecision, requireDraft } from '#domain/drafts/decide-draft.ts';
import { readDraftView } from '#domain/drafts/draft-view.ts';
import type { DraftView } from '#domain/drafts/draft-view.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const DiscardDraftInput = z.strictObject({ draftId: z.uuid() });
export type DiscardDraftInput = z.input<typeof DiscardDraftInput>;

/** Throws a draft away; one that was sent is refused with `draft.alreadyHandled`, a discarded one stays as it is. */
export async function discardDraft(ctx: Context, input: DiscardDraftInput): Promise<DraftView> {
  requirePermission(ctx, 'drafts.write');
  const { draftId } = parseInput(DiscardDraftInput, input);
  return inTransaction(ctx, async (tx) => {
    const draft = await requireDraft(tx, draftId);
    const { count } = await tx.db.draft.updateMany({
      where: { id: draftId, status: { in: ['generating', 'ready', 'stale', 'failed'] } },
      data: {
        status: 'discarded',
        decidedById: ctx.actor.kind === 'user' ? ctx.actor.id : null,
        decidedAt: ctx.clock.now(),
      },
    });
    const present = await requireDraft(tx, draftId);
    if (count === 0 && present.status !== 'discarded') throw refusedDecision(present, present.revision);
    if (count > 0) {
      tx.activity({ kind: 'draft.discarded', leadId: draft.leadId, data: { draftId } });
      tx.audit({ action: 'draft.discarded', subjectType: 'draft', subjectId: draftId });
      tx.event('draft.discarded', draftId, {});
    }
    return readDraftView(tx.db, { id: draftId });
  });
}
