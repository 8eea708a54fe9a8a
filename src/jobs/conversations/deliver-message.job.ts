import { DeliverMessageInput, deliverMessage } from '#domain/conversations/deliver-message.ts';
import { failMessage } from '#domain/conversations/fail-message.ts';
import { defineJob } from '#jobs/define-job.ts';

/** Sends one message to a client. Telegram cannot be asked what it delivered: an unknown outcome goes to a person. */
export const deliverMessageJob = defineJob({
  name: 'deliver-message',
  queue: 'telegram',
  input: DeliverMessageInput,
  maxAttempts: 8,
  run: (ctx, input, handle) => deliverMessage(ctx, input, handle),
  onParked: (ctx, input, error, outcomeUnknown) =>
    failMessage(ctx, { ...input, error, outcomeUnknown, blocked: false }),
});
