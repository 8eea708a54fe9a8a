import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { visibleTasks } from '#domain/tasks/policy.ts';
import { toTaskView } from '#domain/tasks/task-view.ts';
import type { TaskView } from '#domain/tasks/task-view.ts';
import { inTransaction } from '#domain/transaction.ts';

export const CompleteTaskInput = z.strictObject({ taskId: z.uuid() });
export type CompleteTaskInput = z.input<typeof CompleteTaskInput>;

/** Marks a task as done; done twice is done once. */
export async function completeTask(ctx: Context, input: CompleteTaskInput): Promise<TaskView> {
  requirePermission(ctx, 'leads.write');
  const { taskId } = parseInput(CompleteTaskInput, input);
  return inTransaction(ctx, async (tx) => {
    const task = await tx.db.task.findFirst({
      where: { AND: [{ id: taskId }, visibleTasks(ctx)] },
      include: { lead: { select: { contactId: true } } },
    });
    if (!task) throw notFound('task');
    const { count } = await tx.db.task.updateMany({
      where: { id: taskId, doneAt: null },
      data: { doneAt: ctx.clock.now() },
    });
    if (count === 1) {
      const data = { taskId, title: task.title };
      tx.activity({
        kind: 'task.done',
        leadId: task.leadId,
        contactId: task.contactId ?? task.lead?.contactId ?? null,
        data,
      });
      tx.audit({ action: 'task.done', subjectType: 'task', subjectId: taskId, data: { leadId: task.leadId } });
      tx.event('task.done', taskId, { leadId: task.leadId });
    }
    return toTaskView(await tx.db.task.findFirstOrThrow({ where: { id: taskId } }));
  });
}
