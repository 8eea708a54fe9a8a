import { createWebhookSubscriptionRoute } from '#api/webhook-subscriptions/create-webhook-subscription.ts';
import { deleteWebhookSubscriptionRoute } from '#api/webhook-subscriptions/delete-webhook-subscription.ts';
import { listWebhookDeliveriesRoute } from '#api/webhook-subscriptions/list-webhook-deliveries.ts';
import { listWebhookSubscriptionsRoute } from '#api/webhook-subscriptions/list-webhook-subscriptions.ts';
import { replayWebhookDeliveryRoute, testWebhookSubscriptionRoute } from '#api/webhook-subscriptions/send-again.ts';
import { updateWebhookSubscriptionRoute } from '#api/webhook-subscriptions/update-webhook-subscription.ts';

export const webhookSubscriptionRoutes = [
  listWebhookSubscriptionsRoute,
  createWebhookSubscriptionRoute,
  updateWebhookSubscriptionRoute,
  deleteWebhookSubscriptionRoute,
  listWebhookDeliveriesRoute,
  replayWebhookDeliveryRoute,
  testWebhookSubscriptionRoute,
] as const;
