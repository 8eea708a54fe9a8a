import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import type { MergeableRecord } from '#domain/duplicates/policy.ts';
import type { Choices } from '#domain/merges/merge-fields.ts';
import { notFound } from '#domain/not-found.ts';
import type { MergeModel } from '#prisma/generated/models/Merge.ts';

/** One merge, with what is needed to say what it did and whether it can still be undone. */
export interface MergeView {
  id: string;
  record: MergeableRecord;
  survivor: { id: string; name: string; ownerId: string | null };
  merged: { id: string; name: string; ownerId: string | null };
  choices: Choices;
  /** How many rows went to the survivor, by kind: conversations, tasks … */
  moved: Record<string, number>;
  mergedBy: { id: string; name: string } | null;
  mergedAt: Date;
  undoUntil: Date;
  undoneAt: Date | null;
  undoneBy: { id: string; name: string } | null;
  canUndo: boolean;
}

const Kept = z.record(z.string(), z.array(z.looseObject({ id: z.string() })));
const recordTables = new Set(['contacts', 'companies', 'leads']);
const Named = z.looseObject({ name: z.string(), owner_id: z.string().nullable() });

/** Views of merges; one more query tells the names of who made and undid them. */
export async function toMergeViews(ctx: Context, rows: readonly MergeModel[]): Promise<MergeView[]> {
  const userIds = [...new Set(rows.flatMap((row) => [row.mergedById, row.undoneById].filter((id) => id !== null)))];
  const users = await ctx.db.user.findMany({ where: { id: { in: userIds } }, select: { id: true, name: true } });
  const userOf = (id: string | null) => users.find((user) => user.id === id) ?? null;
  return rows.map((row) => {
    const before = Kept.parse(row.before);
    const kept = new Map(Object.values(before).flatMap((some) => some.map((one) => [one.id, one] as const)));
    const side = (id: string) => {
      const named = Named.safeParse(kept.get(id));
      return { id, name: named.data?.name ?? '', ownerId: named.data?.owner_id ?? null };
    };
    return {
      id: row.id,
      record: row.record as MergeableRecord,
      survivor: side(row.survivorId),
      merged: side(row.mergedId),
      choices: row.choices as Choices,
      moved: movedOf(before, Kept.parse(row.after)),
      mergedBy: userOf(row.mergedById),
      mergedAt: row.mergedAt,
      undoUntil: row.undoUntil,
      undoneAt: row.undoneAt,
      undoneBy: userOf(row.undoneById),
      canUndo: row.undoneAt === null && row.undoUntil > ctx.clock.now(),
    };
  });
}

const links = ['contact_id', 'company_id', 'lead_id'] as const;

/** Rows that hang on another record since, by table. */
function movedOf(before: z.output<typeof Kept>, after: z.output<typeof Kept>): Record<string, number> {
  const moved: Record<string, number> = {};
  for (const [table, rows] of Object.entries(before)) {
    const now = new Map((after[table] ?? []).map((row) => [row.id, row]));
    const count = rows.filter((row) => links.some((link) => row[link] !== now.get(row.id)?.[link])).length;
    if (count > 0 && (!recordTables.has(table) || table !== 'companies')) moved[table] = count;
  }
  return moved;
}

/** The merge as it is now, whoever asks. */
export async function readMergeView(ctx: Context, mergeId: string): Promise<MergeView> {
  const row = await ctx.db.merge.findFirst({ where: { id: mergeId } });
  if (!row) throw notFound('merge');
  const [view] = await toMergeViews(ctx, [row]);
  if (!view) throw notFound('merge');
  return view;
}
