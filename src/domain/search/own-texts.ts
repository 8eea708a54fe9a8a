import type { Context } from '#domain/context.ts';

const most = 1_000;

/** The newest calls of a viewer who does not see all, and of their leads, as many as a search looks through. */
export async function newestOwnCalls(ctx: Context, viewerId: string): Promise<string[]> {
  const of = (whose: { managerId: string } | { lead: { ownerId: string } }) =>
    ctx.db.call.findMany({
      where: { deletedAt: null, ...whose },
      orderBy: { createdAt: 'desc' },
      take: most,
      select: { id: true, createdAt: true },
    });
  const calls = await Promise.all([of({ managerId: viewerId }), of({ lead: { ownerId: viewerId } })]);
  const newest = calls.flat().toSorted((one, other) => other.createdAt.getTime() - one.createdAt.getTime());
  return [...new Set(newest.map(({ id }) => id))];
}

/** The same of their conversations and those that nobody owns. */
export async function newestOwnConversations(ctx: Context, viewerId: string): Promise<string[]> {
  const of = (ownerId: string | null) =>
    ctx.db.conversation.findMany({
      where: { ownerId },
      orderBy: { lastMessageAt: 'desc' },
      take: most,
      select: { id: true, lastMessageAt: true },
    });
  const conversations = await Promise.all([of(viewerId), of(null)]);
  const newest = conversations
    .flat()
    .toSorted((one, other) => other.lastMessageAt.getTime() - one.lastMessageAt.getTime());
  return newest.map(({ id }) => id);
}
