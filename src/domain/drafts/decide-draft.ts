import { AppError } from '#platform/errors.ts';
import { visibleDrafts } from '#domain/drafts/policy.ts';
import { notFound } from '#domain/not-found.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { DraftModel } from '#prisma/generated/models/Draft.ts';

/** The draft's row, or `draft.notFound` when it is not there or not the actor's to see. */
export async function requireDraft(tx: Transaction, draftId: string): Promise<DraftModel> {
  const draft = await tx.db.draft.findFirst({ where: { AND: [{ id: draftId }, visibleDrafts(tx.ctx)] } });
  if (!draft) throw notFound('draft');
  return draft;
}

/** Why a draft that is not ready, or not the revision that was shown, cannot be decided on. */
export function refusedDecision(draft: Pick<DraftModel, 'status' | 'revision'>, shownRevision: number): AppError {
  if (draft.status === 'sent' || draft.status === 'discarded') {
    return new AppError('conflict', 'draft.alreadyHandled', `This draft was ${draft.status} already.`, {
      params: { status: draft.status },
    });
  }
  if (draft.status === 'stale' || draft.revision !== shownRevision) {
    return new AppError(
      'stale',
      'draft.stale',
      'The client wrote again, or the draft was written anew; look at it again.',
      {
        params: { revision: draft.revision },
      },
    );
  }
  return new AppError('conflict', 'draft.notReady', 'This draft is not ready.', { params: { status: draft.status } });
}
