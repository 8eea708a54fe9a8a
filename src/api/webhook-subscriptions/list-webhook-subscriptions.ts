import { z } from '@hono/zod-openapi';
import { listWebhookSubscriptions } from '#domain/webhook-subscriptions/list-webhook-subscriptions.ts';
import { WebhookSubscription } from '#api/webhook-subscriptions/views.ts';
import { answer, defineRoute } from '#api/route.ts';

export const listWebhookSubscriptionsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/webhook-subscriptions',
    operationId: 'listWebhookSubscriptions',
    tags: ['Webhooks out'],
    summary: 'Addresses that events are sent to',
    responses: { 200: answer(z.object({ items: z.array(WebhookSubscription) }), 'All of them, without secrets.') },
  },
  async (c) => c.json({ items: await listWebhookSubscriptions(c.get('ctx')) }, 200),
  { permission: 'settings.read' },
);
