import { z } from '@hono/zod-openapi';
import {
  CreateWebhookSubscriptionInput,
  createWebhookSubscription,
} from '#domain/webhook-subscriptions/create-webhook-subscription.ts';
import { WebhookSubscription, exampleSubscription } from '#api/webhook-subscriptions/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

const WithSecret = WebhookSubscription.extend({
  secret: z.string().describe('Shown once: it signs what is sent.'),
}).openapi('WebhookSubscriptionWithSecret');

export const createWebhookSubscriptionRoute = defineRoute(
  {
    method: 'post',
    path: '/api/webhook-subscriptions',
    operationId: 'createWebhookSubscription',
    tags: ['Webhooks out'],
    summary: 'Have events sent to an address',
    description:
      'Each event comes as a POST with `Perezvon-Event-Id` and `Perezvon-Signature: t=<unix>,v1=<hex>`, the HMAC-SHA-256 of `<t>.<body>` under the secret. Answer 2xx within 10 s; everything else is tried again for about a day, and 410 ends it. The body carries the record as you may see it.',
    request: { body: jsonBody(CreateWebhookSubscriptionInput, exampleSubscription) },
    responses: { 201: answer(WithSecret, 'The subscription with its secret.') },
  },
  async (c) => c.json(await createWebhookSubscription(c.get('ctx'), c.req.valid('json')), 201),
  { permission: 'settings.write' },
);
