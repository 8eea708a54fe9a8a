import { z } from '@hono/zod-openapi';
import { OutgoingWebhookStatus } from '#prisma/generated/enums.ts';
import { Moment } from '#api/views.ts';

export const WebhookSubscription = z
  .object({
    id: z.string(),
    url: z.url(),
    events: z.array(z.string()).describe('Types such as `lead.created`; `*` is all of them.'),
    description: z.string().nullable(),
    enabled: z.boolean(),
    failures: z.number().int().describe('Tries in a row that failed.'),
    failingSince: Moment.nullable(),
    version: z.number().int(),
    createdAt: Moment,
    updatedAt: Moment,
  })
  .openapi('WebhookSubscription');

export const WebhookDelivery = z
  .object({
    id: z.string(),
    eventId: z.string(),
    eventType: z.string(),
    status: z.enum(OutgoingWebhookStatus),
    attempts: z.number().int(),
    lastStatus: z.number().int().nullable(),
    lastError: z.string().nullable(),
    lastTriedAt: Moment.nullable(),
    deliveredAt: Moment.nullable(),
    createdAt: Moment,
  })
  .openapi('WebhookDelivery');

export const exampleSubscription = {
  url: 'https://crm-hooks.example.com/perezvon',
  events: ['lead.created', 'call.analyzed'],
  description: 'Our data warehouse',
};
