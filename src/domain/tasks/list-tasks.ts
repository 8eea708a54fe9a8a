import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { visibleTasks } from '#domain/tasks/policy.ts';
import { toTaskView } from '#domain/tasks/task-view.ts';
import type { TaskView } from '#domain/tasks/task-view.ts';

export const ListTasksInput = z.strictObject({
  ...pageFields,
  leadId: z.uuid().optional(),
  callId: z.uuid().optional(),
  ownerId: z.uuid().optional(),
  /** Only what is not done yet. */
  isOpen: z.boolean().default(false),
});
export type ListTasksInput = z.input<typeof ListTasksInput>;

/** Tasks, newest first. */
export async function listTasks(
  ctx: Context,
  input: ListTasksInput = {},
): Promise<{ items: TaskView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'leads.read');
  const { limit, cursor, isOpen, ...filter } = parseInput(ListTasksInput, input);
  const rows = await ctx.db.task.findMany({
    where: {
      AND: [visibleTasks(ctx), onlyGiven(filter), isOpen ? { doneAt: null } : {}, afterPosition('createdAt', cursor)],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  return toPage(rows, limit, (row) => ({ at: row.createdAt, id: row.id }), toTaskView);
}
