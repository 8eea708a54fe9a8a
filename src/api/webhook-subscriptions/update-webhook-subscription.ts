import {
  UpdateWebhookSubscriptionInput,
  updateWebhookSubscription,
} from '#domain/webhook-subscriptions/update-webhook-subscription.ts';
import { WebhookSubscription } from '#api/webhook-subscriptions/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const updateWebhookSubscriptionRoute = defineRoute(
  {
    method: 'put',
    path: '/api/webhook-subscriptions/{id}',
    operationId: 'updateWebhookSubscription',
    tags: ['Webhooks out'],
    summary: 'Change a subscription, or switch it on or off',
    request: {
      params: IdParams,
      body: jsonBody(UpdateWebhookSubscriptionInput.omit({ webhookSubscriptionId: true }), { enabled: true }),
    },
    responses: { 200: answer(WebhookSubscription, 'The subscription as it is now.') },
  },
  async (c) =>
    c.json(
      await updateWebhookSubscription(c.get('ctx'), {
        ...c.req.valid('json'),
        webhookSubscriptionId: c.req.valid('param').id,
      }),
      200,
    ),
  { permission: 'settings.write', errors: ['not_found', 'stale'] },
);
