import type { TaskModel } from '#prisma/generated/models/Task.ts';

/** Something to do for a lead, as the doors show it. */
export interface TaskView {
  id: string;
  leadId: string | null;
  ownerId: string;
  /** The call whose next step it is. */
  callId: string | null;
  title: string;
  dueAt: Date | null;
  doneAt: Date | null;
  createdAt: Date;
}

export function toTaskView(row: TaskModel): TaskView {
  const { id, leadId, ownerId, callId, title, dueAt, doneAt, createdAt } = row;
  return { id, leadId, ownerId, callId, title, dueAt, doneAt, createdAt };
}
