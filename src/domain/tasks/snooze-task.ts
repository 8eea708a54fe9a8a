import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { invalidInput, parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { tomorrow } from '#domain/tasks/due-time.ts';
import { requireTask } from '#domain/tasks/policy.ts';
import { TaskMoment } from '#domain/tasks/task-fields.ts';
import type { TaskRow, TaskView } from '#domain/tasks/task-view.ts';
import { readWrittenTask, remindersOf, tellOfTask, writeTask, zoneOfMember } from '#domain/tasks/write-task.ts';
import { inTransaction } from '#domain/transaction.ts';

export const SnoozeTaskInput = z.strictObject({
  taskId: z.uuid(),
  /** An hour later; tomorrow at the same time, or the whole of tomorrow; or the moment in `until`. */
  to: z.enum(['hour', 'tomorrow', 'until']),
  until: TaskMoment.optional(),
  version: z.int().optional(),
});
export type SnoozeTaskInput = z.input<typeof SnoozeTaskInput>;

const hourMs = 3_600_000;

/**
 * Puts an open task off, and begins its reminders anew. Tomorrow is the owner's, or that of the zone in which the time was
 * agreed, at the same time by that clock. A task of a day is only reminded of an hour later, for it stays a task of that
 * day. What is done already stays as it is.
 */
export async function snoozeTask(ctx: Context, input: SnoozeTaskInput): Promise<TaskView> {
  requirePermission(ctx, 'leads.write');
  const { taskId, to, until, version } = parseInput(SnoozeTaskInput, input);
  const now = ctx.clock.now();
  if ((to === 'until') !== (until !== undefined) || (until && until <= now))
    throw invalidInput([{ field: 'until', problem: 'say until when, in the future' }]);
  return inTransaction(ctx, async (tx) => {
    const task = await requireTask(ctx, tx.db, taskId);
    if (task.doneAt) return readWrittenTask(tx, taskId);
    const zone = task.dueTimeZone ?? (await zoneOfMember(tx.db, task.ownerId));
    await writeTask(tx, task, version, until ? moved(until, true, zone, now) : putOff(task, to, zone, now));
    tellOfTask(tx, 'task.changed', task, { fields: ['dueAt'], step: to });
    return readWrittenTask(tx, taskId);
  });
}

function moved(dueAt: Date, dueHasTime: boolean, zone: string, now: Date) {
  return { dueAt, dueHasTime, ...remindersOf(dueAt, dueHasTime, zone, now) };
}

function putOff(task: TaskRow, to: 'hour' | 'tomorrow' | 'until', zone: string, now: Date) {
  const { dueAt, dueHasTime } = task;
  if (to === 'tomorrow') {
    const next = tomorrow(dueAt && { dueAt, dueHasTime, timeZone: zone }, now, zone);
    return moved(next.dueAt, next.dueHasTime, zone, now);
  }
  if (dueAt && !dueHasTime) return { remindAt: new Date(now.getTime() + hourMs), remindCount: 0, escalatedAt: null };
  return moved(new Date(Math.max(now.getTime(), dueAt?.getTime() ?? 0) + hourMs), true, zone, now);
}
