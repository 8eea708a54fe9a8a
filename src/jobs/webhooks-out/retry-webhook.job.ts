import {
  AttemptDeliveryInput,
  attemptDelivery,
  giveUpDelivery,
} from '#domain/webhook-subscriptions/attempt-delivery.ts';
import { defineJob } from '#jobs/define-job.ts';
import { ProviderError } from '#platform/errors.ts';

const minuteMs = 60_000;

/** Tries a delivery again out of turn, for about a day. */
export const retryWebhookJob = defineJob({
  name: 'retry-webhook',
  queue: 'system',
  input: AttemptDeliveryInput,
  maxAttempts: 30,
  backoffMs: (attempt) => Math.min(minuteMs * 3 ** (attempt - 1), 60 * minuteMs) * (0.9 + Math.random() * 0.2),
  async run(ctx, input) {
    const attempt = await attemptDelivery(ctx, input);
    if (attempt.result !== 'failed') return attempt;
    throw new ProviderError('webhook', 'retryable', 'unreachable', attempt.error ?? 'The address refused it.');
  },
  onParked: giveUpDelivery,
});
