import { DeliverEmailInput, deliverEmail } from '#domain/emails/deliver-email.ts';
import { failEmail } from '#domain/emails/fail-email.ts';
import { defineJob } from '#jobs/define-job.ts';

const minuteMs = 60_000;

/**
 * Sends one e-mail. A mail server cannot be asked what it took, so an unknown outcome goes to a person. A server that asks
 * to come again later, as for an unknown sender, means minutes.
 */
export const sendEmailJob = defineJob({
  name: 'send-email',
  queue: 'mail',
  input: DeliverEmailInput,
  maxAttempts: 8,
  backoffMs: (attempt) => Math.min(2 ** (attempt - 1), 60) * minuteMs * (0.9 + Math.random() * 0.2),
  run: (ctx, input, handle) => deliverEmail(ctx, input, handle),
  onParked: (ctx, input, error, outcomeUnknown) =>
    failEmail(ctx, { ...input, error, status: outcomeUnknown ? 'unknown' : 'failed' }),
});
