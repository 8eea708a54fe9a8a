import type { Transaction } from '#domain/transaction.ts';

/** Sets aside the drafts that answered an earlier state of the conversation; `exceptId` is the one being sent. */
export async function setDraftsStale(tx: Transaction, conversationId: string, exceptId?: string): Promise<void> {
  const drafts = await tx.db.draft.updateManyAndReturn({
    where: { conversationId, status: { in: ['generating', 'ready'] }, ...(exceptId ? { NOT: { id: exceptId } } : {}) },
    data: { status: 'stale' },
    select: { id: true },
  });
  for (const draft of drafts) {
    tx.audit({ action: 'draft.wentStale', subjectType: 'draft', subjectId: draft.id });
    tx.event('draft.wentStale', draft.id, {});
  }
}
