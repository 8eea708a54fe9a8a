import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { draftInclude, toDraftViews } from '#domain/drafts/draft-view.ts';
import type { DraftView } from '#domain/drafts/draft-view.ts';
import { visibleDrafts } from '#domain/drafts/policy.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { DraftStatus } from '#prisma/generated/enums.ts';

export const ListDraftsInput = z.strictObject({
  ...pageFields,
  status: z.enum(DraftStatus).optional(),
  conversationId: z.uuid().optional(),
});
export type ListDraftsInput = z.input<typeof ListDraftsInput>;

/** Drafts, newest first. */
export async function listDrafts(ctx: Context, input: ListDraftsInput = {}): Promise<{ items: DraftView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'leads.read');
  const { limit, cursor, ...filter } = parseInput(ListDraftsInput, input);
  const rows = await ctx.db.draft.findMany({
    where: { AND: [visibleDrafts(ctx), onlyGiven(filter), afterPosition('createdAt', cursor)] },
    include: draftInclude,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  const { items, nextCursor } = toPage(rows, limit, (row) => ({ at: row.createdAt, id: row.id }), (row) => row);
  return { items: await toDraftViews(ctx, items), nextCursor };
}
