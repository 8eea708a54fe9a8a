import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import { requireSubject, subjectFields } from '#domain/activities/subject.ts';
import type { Context } from '#domain/context.ts';
import { requireAssignable } from '#domain/leads/pick-owner.ts';
import { LostRace, inTransactionOnce } from '#domain/lost-race.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission, requireUser } from '#domain/permissions.ts';
import { TaskNote, TaskTitle, requireOneDue, taskDueFields } from '#domain/tasks/task-fields.ts';
import type { TaskView } from '#domain/tasks/task-view.ts';
import { dueColumns, readWrittenTask, tellOfTask, zoneOfMember } from '#domain/tasks/write-task.ts';

export const CreateTaskInput = z.strictObject({
  title: TaskTitle,
  note: TaskNote.nullish(),
  ...subjectFields,
  ...taskDueFields,
  /** Whoever is to do it; by default whoever makes it. */
  ownerId: z.uuid().nullish(),
  /** Asked for twice with one key, it stays one task. */
  sourceKey: z.string().trim().min(1).max(200).nullish(),
});
export type CreateTaskInput = z.input<typeof CreateTaskInput>;

/** Makes a task for the actor or a colleague, about one record or none, with a reminder when it has a date. */
export async function createTask(ctx: Context, input: CreateTaskInput): Promise<TaskView> {
  requirePermission(ctx, 'leads.write');
  const user = requireUser(ctx);
  const data = parseInput(CreateTaskInput, input);
  requireOneDue(data);
  return inTransactionOnce(ctx, async (tx) => {
    const sourceKey = data.sourceKey ? `user:${user.id}:${data.sourceKey}` : null;
    if (sourceKey !== null) {
      const first = await tx.db.task.findFirst({ where: { sourceKey }, select: { id: true } });
      if (first) return readWrittenTask(tx, first.id);
    }
    const about = await requireSubject(ctx, tx.db, data);
    const ownerId = data.ownerId ?? user.id;
    await requireAssignable(tx, ownerId);
    const due = dueColumns(data, await zoneOfMember(tx.db, ownerId), ctx.clock.now());
    const id = newId();
    const { title } = data;
    const { count } = await tx.db.task.createMany({
      data: [
        { id, title, ...about?.subject, note: data.note ?? null, ownerId, sourceKey, createdById: user.id, ...due },
      ],
      skipDuplicates: true,
    });
    if (count === 0) throw new LostRace('task');
    tellOfTask(tx, 'task.created', { id, title, ...(about?.timeline ?? noSubject) });
    return readWrittenTask(tx, id);
  });
}

const noSubject = { leadId: null, contactId: null, companyId: null, dealId: null };
