import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { draftNotOpen } from '#domain/drafts/decide-draft.ts';
import { readDraft } from '#domain/drafts/draft-view.ts';
import type { DraftView } from '#domain/drafts/draft-view.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission, requireUser } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const DiscardDraftInput = z.strictObject({ draftId: z.uuid() });
export type DiscardDraftInput = z.input<typeof DiscardDraftInput>;

/** Puts a draft away unsent; discarding it twice changes nothing. */
export async function discardDraft(ctx: Context, input: DiscardDraftInput): Promise<DraftView> {
  requirePermission(ctx, 'drafts.write');
  const user = requireUser(ctx);
  const { draftId } = parseInput(DiscardDraftInput, input);
  return inTransaction(ctx, async (tx) => {
    const draft = await readDraft(tx.ctx, draftId);
    if (draft.status === 'discarded') return draft;
    const { count } = await tx.db.draft.updateMany({
      where: { id: draftId, status: { notIn: ['sent', 'discarded'] } },
      data: { status: 'discarded', decidedById: user.id, decidedAt: ctx.clock.now() },
    });
    if (count === 0) throw draftNotOpen(await readDraft(tx.ctx, draftId));
    tx.audit({ action: 'draft.discard', subjectType: 'draft', subjectId: draftId });
    tx.event('draft.discarded', draftId, {});
    return readDraft(tx.ctx, draftId);
  });
}
