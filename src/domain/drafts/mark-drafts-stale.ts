import type { Transaction } from '#domain/transaction.ts';

/** The client has written again: drafts that wait for a decision, or are being written, no longer fit. Joins the caller's transaction. */
export async function markDraftsStale(tx: Transaction, conversationId: string): Promise<void> {
  const stale = await tx.db.draft.updateManyAndReturn({
    where: { conversationId, status: { in: ['generating', 'ready', 'failed'] } },
    data: { status: 'stale' },
    select: { id: true },
  });
  for (const { id } of stale) tx.event('draft.wentStale', id, {});
}
