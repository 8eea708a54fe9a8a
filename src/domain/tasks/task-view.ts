import type { Prisma } from '#prisma/generated/client.ts';

/** Something to do, as the doors show it. */
export interface TaskView {
  id: string;
  title: string;
  note: string | null;
  leadId: string | null;
  contactId: string | null;
  companyId: string | null;
  dealId: string | null;
  /** The name of the record that it is about. */
  about: string | null;
  ownerId: string;
  ownerName: string;
  /** The call whose next step it is. */
  callId: string | null;
  /** The moment, or the beginning of the owner's day. */
  dueAt: Date | null;
  /** False: only the day counts. */
  dueHasTime: boolean;
  /** The zone in which the time was agreed; null when it follows the owner's. */
  dueTimeZone: string | null;
  /** The zone whose clock the date is to be shown by: the agreed one, else the owner's own, else null for the organization's. */
  timeZone: string | null;
  remindAt: Date | null;
  /** Reminders that were sent since the last change. */
  remindCount: number;
  escalatedAt: Date | null;
  doneAt: Date | null;
  createdById: string | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** What of a task's rows its view needs. */
export const taskShape = {
  owner: { select: { name: true, timeZone: true } },
  lead: { select: { name: true, contactId: true } },
  contact: { select: { name: true } },
  company: { select: { name: true } },
  deal: { select: { name: true } },
} as const satisfies Prisma.TaskInclude;

export type TaskRow = Prisma.TaskGetPayload<{ include: typeof taskShape }>;

/** The row as the doors show it. */
export function toTaskView(row: TaskRow): TaskView {
  const { id, title, note, leadId, contactId, companyId, dealId, ownerId, callId } = row;
  const { dueAt, dueHasTime, dueTimeZone, remindAt, remindCount, escalatedAt, doneAt } = row;
  const { createdById, version, createdAt, updatedAt } = row;
  return {
    ...{ id, title, note, leadId, contactId, companyId, dealId, ownerId, callId },
    ownerName: row.owner.name,
    about: (row.lead ?? row.deal ?? row.contact ?? row.company)?.name ?? null,
    timeZone: dueTimeZone ?? row.owner.timeZone,
    ...{ dueAt, dueHasTime, dueTimeZone, remindAt, remindCount, escalatedAt, doneAt },
    ...{ createdById, version, createdAt, updatedAt },
  };
}
