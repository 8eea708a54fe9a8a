import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { getCall } from '#domain/calls/get-call.ts';
import type { Context } from '#domain/context.ts';
import { requireLead } from '#domain/leads/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission, requireUser } from '#domain/permissions.ts';
import { taskShape, toTaskView } from '#domain/tasks/task-view.ts';
import type { TaskView } from '#domain/tasks/task-view.ts';
import { inTransaction } from '#domain/transaction.ts';

export const CreateTasksFromCallInput = z.strictObject({ callId: z.uuid() });
export type CreateTasksFromCallInput = z.input<typeof CreateTasksFromCallInput>;

/**
 * Makes a task of each next step of a call's analysis, for the lead's owner or whoever asks. Asked for again it returns the
 * same tasks. `task.nothingToDo` when the analysis found no next step or the call has no lead.
 */
export async function createTasksFromCall(ctx: Context, input: CreateTasksFromCallInput): Promise<TaskView[]> {
  requirePermission(ctx, 'leads.write');
  const user = requireUser(ctx);
  const { callId } = parseInput(CreateTasksFromCallInput, input);
  const call = await getCall(ctx, { callId });
  const steps = call.analysis?.actionItems ?? [];
  if (!call.lead || steps.length === 0) {
    throw new AppError('conflict', 'task.nothingToDo', 'This call has no next steps to make tasks of.');
  }
  const leadId = call.lead.id;
  return inTransaction(ctx, async (tx) => {
    const lead = await requireLead(ctx, tx.db, leadId);
    const made = await tx.db.task.createManyAndReturn({
      data: steps.map((title, index) => ({
        id: newId(),
        leadId,
        callId,
        ownerId: lead.ownerId ?? user.id,
        title,
        sourceKey: `call:${callId}:${index}`,
        createdById: user.id,
        createdAt: ctx.clock.now(),
      })),
      skipDuplicates: true,
    });
    for (const task of made) {
      tx.activity({
        kind: 'task.created',
        leadId,
        contactId: lead.contactId,
        data: { taskId: task.id, title: task.title },
      });
      tx.audit({ action: 'task.created', subjectType: 'task', subjectId: task.id, data: { leadId, callId } });
      tx.event('task.created', task.id, { leadId });
    }
    const all = await tx.db.task.findMany({
      where: { callId, leadId, deletedAt: null },
      include: taskShape,
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    });
    return all.map(toTaskView);
  });
}
