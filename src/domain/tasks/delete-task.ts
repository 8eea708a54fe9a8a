import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { requireTask } from '#domain/tasks/policy.ts';
import { tellOfTask, writeTask } from '#domain/tasks/write-task.ts';
import { inTransaction } from '#domain/transaction.ts';

export const DeleteTaskInput = z.strictObject({ taskId: z.uuid(), version: z.int().optional() });
export type DeleteTaskInput = z.input<typeof DeleteTaskInput>;

/** Takes a task out of all lists; nobody is reminded of it any more. */
export async function deleteTask(ctx: Context, input: DeleteTaskInput): Promise<void> {
  requirePermission(ctx, 'leads.write');
  const { taskId, version } = parseInput(DeleteTaskInput, input);
  await inTransaction(ctx, async (tx) => {
    const task = await requireTask(ctx, tx.db, taskId);
    await writeTask(tx, task, version, { deletedAt: ctx.clock.now(), remindAt: null });
    tellOfTask(tx, 'task.deleted', task);
  });
}
