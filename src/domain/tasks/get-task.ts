import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { requireTask } from '#domain/tasks/policy.ts';
import { taskShape, toTaskView } from '#domain/tasks/task-view.ts';
import type { TaskView } from '#domain/tasks/task-view.ts';

export const GetTaskInput = z.strictObject({ taskId: z.uuid() });
export type GetTaskInput = z.input<typeof GetTaskInput>;

/** One task that the actor may see. */
export async function getTask(ctx: Context, input: GetTaskInput): Promise<TaskView> {
  requirePermission(ctx, 'leads.read');
  const { taskId } = parseInput(GetTaskInput, input);
  return toTaskView(await requireTask(ctx, ctx.db, taskId));
}

/** A task for the cards that show it: they also tell of one that was deleted since. For the system only. */
export async function getTaskOfCard(ctx: Context, input: GetTaskInput): Promise<TaskView & { isDeleted: boolean }> {
  requirePermission(ctx, 'leads.readAll');
  const { taskId } = parseInput(GetTaskInput, input);
  const row = await ctx.db.task.findFirst({ where: { id: taskId }, include: taskShape });
  if (!row) throw notFound('task');
  return { ...toTaskView(row), isDeleted: row.deletedAt !== null };
}
