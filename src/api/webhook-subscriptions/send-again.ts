import { z } from '@hono/zod-openapi';
import { replayWebhookDelivery, testWebhookSubscription } from '#domain/webhook-subscriptions/send-again.ts';
import { WebhookDelivery } from '#api/webhook-subscriptions/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

const DeliveryParams = IdParams.extend({
  deliveryId: z.uuid().openapi({ param: { name: 'deliveryId', in: 'path' } }),
});

export const replayWebhookDeliveryRoute = defineRoute(
  {
    method: 'post',
    path: '/api/webhook-subscriptions/{id}/deliveries/{deliveryId}/replay',
    operationId: 'replayWebhookDelivery',
    tags: ['Webhooks out'],
    summary: 'Send a delivery again',
    description: 'The same body with a new signature; the receiver knows a repeat by `Perezvon-Event-Id`.',
    request: { params: DeliveryParams },
    responses: { 202: answer(WebhookDelivery, 'On its way; the log of deliveries says how it went.') },
  },
  async (c) => {
    const { id, deliveryId } = c.req.valid('param');
    return c.json(await replayWebhookDelivery(c.get('ctx'), { webhookSubscriptionId: id, deliveryId }), 202);
  },
  { permission: 'settings.write', errors: ['not_found'] },
);

export const testWebhookSubscriptionRoute = defineRoute(
  {
    method: 'post',
    path: '/api/webhook-subscriptions/{id}/test',
    operationId: 'testWebhookSubscription',
    tags: ['Webhooks out'],
    summary: 'Send a `webhook.test` event',
    request: { params: IdParams },
    responses: { 202: answer(WebhookDelivery, 'On its way; the log of deliveries says how it went.') },
  },
  async (c) =>
    c.json(await testWebhookSubscription(c.get('ctx'), { webhookSubscriptionId: c.req.valid('param').id }), 202),
  { permission: 'settings.write', errors: ['not_found'] },
);
