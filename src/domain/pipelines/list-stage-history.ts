import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { visibleLeads } from '#domain/leads/policy.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const ListStageHistoryInput = z.strictObject({ stageId: z.uuid(), ...pageFields });
export type ListStageHistoryInput = z.input<typeof ListStageHistoryInput>;

/** One move of a lead or a deal into or out of a stage. */
export interface StageMoveView {
  id: string;
  lead: { id: string; name: string } | null;
  deal: { id: string; name: string } | null;
  from: { id: string; name: string } | null;
  to: { id: string; name: string };
  reason: string | null;
  movedById: string | null;
  movedAt: Date;
}

/** The moves into and out of a stage, newest first, of the leads that the actor may see. */
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
        { lead: visibleLeads(ctx) },
        afterPosition('movedAt', cursor),
      ],
    },
    orderBy: [{ movedAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    select: {
      id: true,
      reason: true,
      movedById: true,
      movedAt: true,
      lead: { select: { id: true, name: true } },
      deal: { select: { id: true, name: true } },
      fromStage: { select: { id: true, name: true } },
      toStage: { select: { id: true, name: true } },
    },
  });
  return toPage(
    rows,
    limit,
    (row) => ({ at: row.movedAt, id: row.id }),
    ({ fromStage, toStage, ...row }) => ({ ...row, from: fromStage, to: toStage }),
  );
}
