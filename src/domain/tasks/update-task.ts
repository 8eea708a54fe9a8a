import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { requireAssignable } from '#domain/leads/pick-owner.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inOtherZone } from '#domain/tasks/due-time.ts';
import { requireTask } from '#domain/tasks/policy.ts';
import { TaskNote, TaskTitle, requireOneDue, taskDueFields } from '#domain/tasks/task-fields.ts';
import type { TaskRow, TaskView } from '#domain/tasks/task-view.ts';
import {
  dueColumns,
  readWrittenTask,
  remindersOf,
  tellOfTask,
  writeTask,
  zoneOfMember,
} from '#domain/tasks/write-task.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';

export const UpdateTaskInput = z.strictObject({
  taskId: z.uuid(),
  title: TaskTitle.optional(),
  note: TaskNote.nullish(),
  ...taskDueFields,
  ownerId: z.uuid().optional(),
  version: z.int().optional(),
});
export type UpdateTaskInput = z.input<typeof UpdateTaskInput>;

/**
 * Changes a task, or gives it to a colleague; a day stays that day in their zone. Another date begins the reminders anew.
 * `task.changedMeanwhile` when `version` is not the present one.
 */
export async function updateTask(ctx: Context, input: UpdateTaskInput): Promise<TaskView> {
  requirePermission(ctx, 'leads.write');
  const { taskId, version, ...data } = parseInput(UpdateTaskInput, input);
  requireOneDue(data);
  return inTransaction(ctx, async (tx) => {
    const task = await requireTask(ctx, tx.db, taskId);
    if (data.ownerId !== undefined && data.ownerId !== task.ownerId) await requireAssignable(tx, data.ownerId);
    const { title, note, ownerId } = data;
    const fields = Object.keys(onlyGiven(data));
    if (fields.length === 0) return readWrittenTask(tx, taskId);
    await writeTask(tx, task, version, { ...onlyGiven({ title, note, ownerId }), ...(await newDue(tx, task, data)) });
    tellOfTask(tx, 'task.changed', { ...task, title: title ?? task.title }, { fields });
    return readWrittenTask(tx, taskId);
  });
}

type Changes = Omit<z.output<typeof UpdateTaskInput>, 'taskId' | 'version'>;

/** The columns of the date, when it or whose day it is changes. */
async function newDue(tx: Transaction, task: TaskRow, data: Changes) {
  const ownerId = data.ownerId ?? task.ownerId;
  const zone = await zoneOfMember(tx.db, ownerId);
  const now = tx.ctx.clock.now();
  if (data.dueAt !== undefined || data.dueOn !== undefined) {
    const sameZone = data.dueTimeZone === undefined ? { dueTimeZone: task.dueTimeZone } : {};
    return dueColumns({ ...data, ...sameZone }, zone, now);
  }
  if (data.dueTimeZone !== undefined && task.dueHasTime) return { dueTimeZone: data.dueTimeZone };
  if (ownerId === task.ownerId || task.dueAt === null) return {};
  const dueAt = task.dueHasTime ? task.dueAt : inOtherZone(task.dueAt, await zoneOfMember(tx.db, task.ownerId), zone);
  return { dueAt, ...(task.doneAt ? {} : remindersOf(dueAt, task.dueHasTime, task.dueTimeZone ?? zone, now)) };
}
