import { AppError } from '#platform/errors.ts';
import type { DraftView } from '#domain/drafts/draft-view.ts';

/** Why a draft that is not ready cannot be sent or discarded. */
export function draftNotOpen(draft: DraftView): AppError {
  switch (draft.status) {
    case 'stale':
      return new AppError('stale', 'draft.stale', 'The client has written again since this draft. Ask for a new one.');
    case 'sent':
    case 'discarded':
      return new AppError('conflict', 'draft.alreadyHandled', `This draft was already ${draft.status}.`, { params: { status: draft.status } });
    case 'generating':
    case 'failed':
    case 'ready':
      return new AppError('conflict', 'draft.notReady', 'This draft is not ready. Wait until it is written, or write the reply yourself.');
  }
}
