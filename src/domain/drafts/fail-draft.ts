import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { requireDoor } from '#domain/conversations/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';

export const FailDraftInput = z.strictObject({ draftId: z.uuid(), revision: z.int(), error: z.string().max(2_000) });
export type FailDraftInput = z.input<typeof FailDraftInput>;

/** Puts a draft that could not be written before its owner. Only one that is still being written; twice is once. */
export async function failDraft(ctx: Context, input: FailDraftInput): Promise<void> {
  requireDoor(ctx);
  const { draftId, revision, error } = parseInput(FailDraftInput, input);
  await inTransaction(ctx, async (tx) => {
    const { count } = await tx.db.draft.updateMany({
      where: { id: draftId, revision, status: 'generating' },
      data: { status: 'failed', error },
    });
    if (count === 0) return;
    tx.audit({ action: 'draft.failed', subjectType: 'draft', subjectId: draftId, data: { revision, error } });
    tx.event('draft.failed', draftId, { revision });
  });
}
