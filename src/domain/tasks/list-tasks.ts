import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { afterPosition, decodeCursor, pageFields, toPage } from '#domain/cursor.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { ownTasks, visibleTasks } from '#domain/tasks/policy.ts';
import { TaskMoment } from '#domain/tasks/task-fields.ts';
import { taskShape, toTaskView } from '#domain/tasks/task-view.ts';
import type { TaskView } from '#domain/tasks/task-view.ts';
import type { Prisma } from '#prisma/generated/client.ts';

export const ListTasksInput = z.strictObject({
  ...pageFields,
  leadId: z.uuid().optional(),
  contactId: z.uuid().optional(),
  companyId: z.uuid().optional(),
  dealId: z.uuid().optional(),
  callId: z.uuid().optional(),
  ownerId: z.uuid().optional(),
  /** Only the actor's own. */
  mine: z.boolean().default(false),
  /** Only what is not done yet. */
  isOpen: z.boolean().default(false),
  isDone: z.boolean().default(false),
  /** Only open ones whose time, or whose day, is over. */
  overdue: z.boolean().default(false),
  dueFrom: TaskMoment.optional(),
  dueBefore: TaskMoment.optional(),
  /** `due`: what is due first comes first, what has no date last. */
  sort: z.enum(['newest', 'due']).default('newest'),
});
export type ListTasksInput = z.input<typeof ListTasksInput>;

/** The tasks that the actor may see, newest or soonest first. */
export async function listTasks(
  ctx: Context,
  input: ListTasksInput = {},
): Promise<{ items: TaskView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'leads.read');
  const { limit, cursor, sort, mine, isOpen, isDone, overdue, dueFrom, dueBefore, ...record } = parseInput(
    ListTasksInput,
    input,
  );
  const isOwn = (mine && ctx.actor.kind === 'user') || record.ownerId === ctx.actor.id;
  const conditions: Prisma.TaskWhereInput[] = [isOwn ? ownTasks(ctx) : visibleTasks(ctx), onlyGiven(record)];
  if (isOpen || overdue) conditions.push({ doneAt: null });
  if (isDone) conditions.push({ doneAt: { not: null } });
  if (overdue) conditions.push(isOverdue(ctx.clock.now()));
  if (dueFrom) conditions.push({ dueAt: { gte: dueFrom } });
  if (dueBefore) conditions.push({ dueAt: { lt: dueBefore } });
  const isByDue = sort === 'due';
  const rows = await ctx.db.task.findMany({
    where: { AND: [...conditions, isByDue ? afterDue(cursor) : afterPosition('createdAt', cursor)] },
    orderBy: isByDue
      ? [{ dueAt: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }]
      : [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    include: taskShape,
  });
  const at = (row: { dueAt: Date | null; createdAt: Date }) => (isByDue ? (row.dueAt ?? noDate) : row.createdAt);
  return toPage(rows, limit, (row) => ({ at: at(row), id: row.id }), toTaskView);
}

/** What is over: a time that has passed, or a day that has. */
function isOverdue(now: Date): Prisma.TaskWhereInput {
  const dayAgo = new Date(now.getTime() - 24 * 3_600_000);
  return {
    OR: [
      { dueHasTime: true, dueAt: { lt: now } },
      { dueHasTime: false, dueAt: { lte: dayAgo } },
    ],
  };
}

/** Stands in cursors for tasks without a date. */
const noDate = new Date(999_999_999_999_999);

function afterDue(cursor: string | null | undefined): Prisma.TaskWhereInput {
  const after = decodeCursor(cursor);
  if (after === null) return {};
  if (after.at.getTime() === noDate.getTime()) return { dueAt: null, id: { gt: after.id } };
  return { OR: [{ dueAt: { gt: after.at } }, { dueAt: after.at, id: { gt: after.id } }, { dueAt: null }] };
}
