import { deleteWebhookSubscription } from '#domain/webhook-subscriptions/delete-webhook-subscription.ts';
import { Message } from '#api/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const deleteWebhookSubscriptionRoute = defineRoute(
  {
    method: 'delete',
    path: '/api/webhook-subscriptions/{id}',
    operationId: 'deleteWebhookSubscription',
    tags: ['Webhooks out'],
    summary: 'Send nothing there any more, and forget what was sent',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'Deleted.') },
  },
  async (c) => {
    await deleteWebhookSubscription(c.get('ctx'), { webhookSubscriptionId: c.req.valid('param').id });
    return c.json({ message: 'Nothing is sent there any more.' }, 200);
  },
  { permission: 'settings.write', errors: ['not_found'] },
);
