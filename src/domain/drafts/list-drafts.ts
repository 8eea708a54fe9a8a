import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { requireReadConversations } from '#domain/conversations/policy.ts';
import { draftShape, toDraftViews } from '#domain/drafts/draft-view.ts';
import type { DraftView } from '#domain/drafts/draft-view.ts';
import { visibleDrafts } from '#domain/drafts/policy.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';

export const ListDraftsInput = z.strictObject({
  ...pageFields,
  conversationId: z.uuid().optional(),
  status: z.enum(['generating', 'ready', 'sent', 'discarded', 'stale', 'failed']).optional(),
  /** Only drafts that the actor is to decide on. */
  mine: z.boolean().default(false),
});
export type ListDraftsInput = z.input<typeof ListDraftsInput>;

/** The drafts that the actor may see, newest first. */
export async function listDrafts(
  ctx: Context,
  input: ListDraftsInput = {},
): Promise<{ items: DraftView[]; nextCursor: string | null }> {
  requireReadConversations(ctx);
  const { limit, cursor, conversationId, status, mine } = parseInput(ListDraftsInput, input);
  const own = mine && ctx.actor.kind === 'user' ? { ownerId: ctx.actor.id } : {};
  const rows = await ctx.db.draft.findMany({
    where: {
      AND: [visibleDrafts(ctx), onlyGiven({ conversationId, status }), own, afterPosition('createdAt', cursor)],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    include: draftShape,
  });
  const page = toPage(
    rows,
    limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) => row,
  );
  return { items: await toDraftViews(ctx.db, page.items), nextCursor: page.nextCursor };
}
