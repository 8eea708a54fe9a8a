import { z } from '@hono/zod-openapi';
import type { TaskView } from '#domain/tasks/task-view.ts';
import { Moment } from '#api/views.ts';

export const Task = z
  .object({
    id: z.string(),
    title: z.string(),
    note: z.string().nullable(),
    leadId: z.string().nullable(),
    contactId: z.string().nullable(),
    companyId: z.string().nullable(),
    dealId: z.string().nullable(),
    about: z.string().nullable().describe('The name of the record that it is about.'),
    ownerId: z.string(),
    ownerName: z.string(),
    callId: z.string().nullable().describe('The call whose next step it is.'),
    dueAt: Moment.nullable(),
    dueHasTime: z.boolean().describe('False: only the day counts, which begins at dueAt.'),
    dueTimeZone: z.string().nullable().describe('The zone in which the time was agreed; null follows the owner.'),
    timeZone: z.string().nullable().describe('The zone whose clock to show the date by; null is the organization’s.'),
    remindAt: Moment.nullable(),
    remindCount: z.number().int(),
    escalatedAt: Moment.nullable(),
    doneAt: Moment.nullable(),
    createdById: z.string().nullable(),
    version: z.number().int().describe('Send it back in If-Match to change only what you saw.'),
    createdAt: Moment,
    updatedAt: Moment,
  })
  .openapi('Task');

/** The domain's view is already the API's shape; only its type is narrowed for the JSON. */
export function toTask(task: TaskView): TaskView {
  return task;
}
