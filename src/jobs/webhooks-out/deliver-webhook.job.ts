import { DeliverEventInput, deliverEvent } from '#domain/webhook-subscriptions/deliver-event.ts';
import { defineJob } from '#jobs/define-job.ts';

/** Sends an event to a subscription in its turn. */
export const deliverWebhookJob = defineJob({
  name: 'deliver-webhook',
  queue: 'system',
  input: DeliverEventInput,
  maxAttempts: 10,
  run: deliverEvent,
});
