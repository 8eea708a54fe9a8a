import type { Transaction } from '#domain/transaction.ts';

/** So many messages of one wait have cards that are kept up to date. */
const mostShown = 20;

/** The client's messages that wait for an answer, newest first: those whose cards show by when one is due. */
export async function findWaitingMessages(
  db: Transaction['db'],
  conversation: { id: string; waitingSince: Date | null },
): Promise<string[]> {
  if (!conversation.waitingSince) return [];
  const messages = await db.message.findMany({
    where: { conversationId: conversation.id, direction: 'incoming', sentAt: { gte: conversation.waitingSince } },
    orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
    take: mostShown,
    select: { id: true },
  });
  return messages.map(({ id }) => id);
}
