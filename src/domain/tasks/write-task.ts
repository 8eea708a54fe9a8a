import { DateTime } from 'luxon';
import { AppError } from '#platform/errors.ts';
import { firstReminder } from '#domain/tasks/due-time.ts';
import { taskShape, toTaskView } from '#domain/tasks/task-view.ts';
import type { TaskRow, TaskView } from '#domain/tasks/task-view.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { TenantDb } from '#platform/database/tenant.ts';

/** The zone whose clock a member's days go by: their own, else the organization's. */
export async function zoneOfMember(db: TenantDb, userId: string): Promise<string> {
  const user = await db.user.findFirst({ where: { id: userId }, select: { timeZone: true } });
  return user?.timeZone ?? (await db.organization.findFirstOrThrow({ select: { timeZone: true } })).timeZone;
}

interface GivenDue {
  dueAt?: Date | null | undefined;
  dueOn?: string | null | undefined;
  dueTimeZone?: string | null | undefined;
}

/** The columns of a date that was given, in the zone of the task's owner; a day is always the owner's own. */
export function dueColumns({ dueAt, dueOn, dueTimeZone }: GivenDue, ownersZone: string, now: Date) {
  if (dueOn) {
    const day = DateTime.fromISO(dueOn, { zone: ownersZone }).startOf('day').toJSDate();
    return { dueAt: day, dueHasTime: false, dueTimeZone: null, ...remindersOf(day, false, ownersZone, now) };
  }
  if (dueAt) {
    const zone = dueTimeZone ?? ownersZone;
    return { dueAt, dueHasTime: true, dueTimeZone: dueTimeZone ?? null, ...remindersOf(dueAt, true, zone, now) };
  }
  return { dueAt: null, dueHasTime: true, dueTimeZone: null, ...noReminder };
}

/** The columns of reminders that begin anew for this date. */
export function remindersOf(dueAt: Date | null, dueHasTime: boolean, timeZone: string, now: Date) {
  if (dueAt === null) return noReminder;
  return { remindAt: firstReminder({ dueAt, dueHasTime, timeZone }, now), remindCount: 0, escalatedAt: null };
}

const noReminder = { remindAt: null, remindCount: 0, escalatedAt: null };

/** Writes a task's columns if it still is what was read, or what the caller saw; else `task.changedMeanwhile`. */
export async function writeTask(
  tx: Transaction,
  task: Pick<TaskRow, 'id' | 'version'>,
  version: number | undefined,
  data: Omit<Parameters<Transaction['db']['task']['updateMany']>[0]['data'], 'version'>,
): Promise<void> {
  const { count } = await tx.db.task.updateMany({
    where: { id: task.id, version: version ?? task.version, deletedAt: null },
    data: { ...data, version: { increment: 1 } },
  });
  if (count === 0) throw new AppError('stale', 'task.changedMeanwhile', 'This task was changed meanwhile; look again.');
}

/** What happened to a task, in the timeline of its record, the audit and the events. */
export function tellOfTask(
  tx: Transaction,
  kind: 'task.created' | 'task.changed' | 'task.done' | 'task.deleted',
  task: Pick<TaskRow, 'id' | 'title' | 'leadId' | 'contactId' | 'companyId' | 'dealId'> & {
    lead?: { contactId: string } | null;
  },
  data: { fields?: string[]; step?: string } = {},
): void {
  const { id, title, leadId, contactId, companyId, dealId, lead } = task;
  if (leadId ?? contactId ?? companyId ?? dealId) {
    tx.activity({
      kind,
      leadId,
      contactId: contactId ?? lead?.contactId ?? null,
      companyId,
      dealId,
      data: { taskId: id, title, ...data },
    });
  }
  tx.audit({ action: kind, subjectType: 'task', subjectId: id, data: { leadId, ...data } });
  tx.event(kind, id, { leadId });
}

/** The task as an operation has just left it, whoever may see it now. */
export async function readWrittenTask(tx: Transaction, taskId: string): Promise<TaskView> {
  return toTaskView(await tx.db.task.findFirstOrThrow({ where: { id: taskId }, include: taskShape }));
}
