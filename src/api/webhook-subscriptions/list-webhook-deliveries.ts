import { listWebhookDeliveries } from '#domain/webhook-subscriptions/list-webhook-subscriptions.ts';
import { OutgoingWebhookStatus } from '#prisma/generated/enums.ts';
import { z } from '@hono/zod-openapi';
import { WebhookDelivery } from '#api/webhook-subscriptions/views.ts';
import { IdParams, PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listWebhookDeliveriesRoute = defineRoute(
  {
    method: 'get',
    path: '/api/webhook-subscriptions/{id}/deliveries',
    operationId: 'listWebhookDeliveries',
    tags: ['Webhooks out'],
    summary: 'What was sent, or is on its way, newest first',
    request: { params: IdParams, query: PageQuery.extend({ status: z.enum(OutgoingWebhookStatus).optional() }) },
    responses: { 200: answer(pageOf(WebhookDelivery), 'A page of deliveries.') },
  },
  async (c) =>
    c.json(
      await listWebhookDeliveries(c.get('ctx'), {
        ...c.req.valid('query'),
        webhookSubscriptionId: c.req.valid('param').id,
      }),
      200,
    ),
  { permission: 'settings.read', errors: ['not_found'] },
);
