import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { visibleDeals } from '#domain/deals/policy.ts';
import { visibleLeads } from '#domain/leads/policy.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { stageMoveShape, toStageMoveView } from '#domain/pipelines/stage-move-view.ts';
import type { StageMoveView } from '#domain/pipelines/stage-move-view.ts';

export const ListStageHistoryInput = z.strictObject({ stageId: z.uuid(), ...pageFields });
export type ListStageHistoryInput = z.input<typeof ListStageHistoryInput>;

/** The moves into and out of a stage, newest first, of the leads and deals that the actor may see. */
export async function listStageHistory(
  ctx: Context,
  input: ListStageHistoryInput,
): Promise<{ items: StageMoveView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'leads.read');
  const { stageId, limit, cursor } = parseInput(ListStageHistoryInput, input);
  if (!(await ctx.db.stage.findFirst({ where: { id: stageId }, select: { id: true } }))) throw notFound('stage');
  const rows = await ctx.db.stageMove.findMany({
    where: {
      AND: [
        { OR: [{ toStageId: stageId }, { fromStageId: stageId }] },
        { OR: [{ lead: visibleLeads(ctx) }, { deal: visibleDeals(ctx) }] },
        afterPosition('movedAt', cursor),
      ],
    },
    orderBy: [{ movedAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    select: stageMoveShape,
  });
  return toPage(rows, limit, (row) => ({ at: row.movedAt, id: row.id }), toStageMoveView);
}
