import { z } from '@hono/zod-openapi';
import type { LeadView } from '#domain/leads/lead-view.ts';
import { CustomFieldValues } from '#api/custom-fields/values.ts';
import { Moment, Named } from '#api/views.ts';

export const Lead = z
  .object({
    id: z.string(),
    name: z.string(),
    source: z.string(),
    note: z.string().nullable(),
    customFields: CustomFieldValues,
    contact: z.object({
      id: z.string(),
      name: z.string(),
      companyName: z.string().nullable(),
      phones: z.array(z.string()).describe('E.164'),
      emails: z.array(z.string()),
      telegramUsername: z.string().nullable(),
      telegramUserId: z.string().nullable(),
      language: z.enum(['ru', 'en']).nullable(),
      timeZone: z.string().nullable(),
      unreachable: z.boolean(),
      doNotCall: z.boolean(),
    }),
    pipeline: Named,
    stage: Named.extend({ kind: z.enum(['open', 'won', 'lost']) }),
    owner: Named.nullable(),
    closedAt: Moment.nullable(),
    closeReason: z.string().nullable(),
    stageEnteredAt: Moment,
    takenAt: Moment.nullable().describe('When somebody took it; an open lead without it waits to be taken.'),
    spamAt: Moment.nullable(),
    convertedAt: Moment.nullable(),
    nextTask: z.object({ id: z.string(), title: z.string(), dueAt: Moment.nullable() }).nullable(),
    version: z.number().int().describe('Send it back in If-Match to change only what you saw.'),
    createdAt: Moment,
    updatedAt: Moment,
  })
  .openapi('Lead');

/** The domain's view is already the API's shape; only its type is narrowed for the JSON. */
export function toLead(lead: LeadView): LeadView {
  return lead;
}
