import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { requireDeal } from '#domain/deals/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { stageMoveShape, toStageMoveView } from '#domain/pipelines/stage-move-view.ts';
import type { StageMoveView } from '#domain/pipelines/stage-move-view.ts';

export const ListDealStageHistoryInput = z.strictObject({ dealId: z.uuid(), ...pageFields });
export type ListDealStageHistoryInput = z.input<typeof ListDealStageHistoryInput>;

/** The moves of a deal that the actor may see, newest first. */
export async function listDealStageHistory(
  ctx: Context,
  input: ListDealStageHistoryInput,
): Promise<{ items: StageMoveView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'leads.read');
  const { dealId, limit, cursor } = parseInput(ListDealStageHistoryInput, input);
  await requireDeal(ctx, ctx.db, dealId);
  const rows = await ctx.db.stageMove.findMany({
    where: { AND: [{ dealId }, afterPosition('movedAt', cursor)] },
    orderBy: [{ movedAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    select: stageMoveShape,
  });
  return toPage(rows, limit, (row) => ({ at: row.movedAt, id: row.id }), toStageMoveView);
}
