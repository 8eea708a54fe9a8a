import { HandleWebhookDeliveryInput, handleWebhookDelivery } from '#domain/webhooks/handle-webhook-delivery.ts';
import { defineJob } from '#jobs/define-job.ts';

/** Applies a webhook that the API stored. The provider's poll repairs what this cannot do. */
export const handleWebhook = defineJob({
  name: 'handle-webhook',
  queue: 'system',
  input: HandleWebhookDeliveryInput,
  maxAttempts: 8,
  run: (ctx, input) => handleWebhookDelivery(ctx, input),
});
