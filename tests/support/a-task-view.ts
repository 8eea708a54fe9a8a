import { newId } from '#platform/ids.ts';
import type { TaskView } from '#domain/tasks/task-view.ts';

/** A task as operations show it, without a date and not done. */
export function aTaskView(given: Partial<TaskView> = {}): TaskView {
  const at = new Date('2026-11-20T10:00:00Z');
  return {
    id: newId(),
    title: 'Send the offer',
    note: null,
    leadId: newId(),
    contactId: null,
    companyId: null,
    dealId: null,
    about: 'Maria Kozlova',
    ownerId: newId(),
    ownerName: 'Own manager',
    callId: null,
    dueAt: null,
    dueHasTime: true,
    dueTimeZone: null,
    timeZone: null,
    remindAt: null,
    remindCount: 0,
    escalatedAt: null,
    doneAt: null,
    createdById: null,
    version: 1,
    createdAt: at,
    updatedAt: at,
    ...given,
  };
}
