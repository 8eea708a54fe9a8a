import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { requireTask } from '#domain/tasks/policy.ts';
import type { TaskView } from '#domain/tasks/task-view.ts';
import { readWrittenTask, remindersOf, tellOfTask, writeTask, zoneOfMember } from '#domain/tasks/write-task.ts';
import { inTransaction } from '#domain/transaction.ts';

export const CompleteTaskInput = z.strictObject({ taskId: z.uuid() });
export type CompleteTaskInput = z.input<typeof CompleteTaskInput>;

/** Marks a task as done; done twice is done once. Nobody is reminded of it any more. */
export async function completeTask(ctx: Context, input: CompleteTaskInput): Promise<TaskView> {
  requirePermission(ctx, 'leads.write');
  const { taskId } = parseInput(CompleteTaskInput, input);
  return inTransaction(ctx, async (tx) => {
    const task = await requireTask(ctx, tx.db, taskId);
    const { count } = await tx.db.task.updateMany({
      where: { id: taskId, doneAt: null },
      data: { doneAt: ctx.clock.now(), doneById: ctx.actor.id, remindAt: null, version: { increment: 1 } },
    });
    if (count === 1) tellOfTask(tx, 'task.done', task);
    return readWrittenTask(tx, taskId);
  });
}

/** Takes back that a task was done; its reminders begin anew. */
export async function reopenTask(ctx: Context, input: CompleteTaskInput): Promise<TaskView> {
  requirePermission(ctx, 'leads.write');
  const { taskId } = parseInput(CompleteTaskInput, input);
  return inTransaction(ctx, async (tx) => {
    const task = await requireTask(ctx, tx.db, taskId);
    if (task.doneAt) {
      const zone = task.dueTimeZone ?? (await zoneOfMember(tx.db, task.ownerId));
      const reminders = remindersOf(task.dueAt, task.dueHasTime, zone, ctx.clock.now());
      await writeTask(tx, task, undefined, { doneAt: null, doneById: null, ...reminders });
      tellOfTask(tx, 'task.changed', task, { fields: ['doneAt'] });
    }
    return readWrittenTask(tx, taskId);
  });
}
