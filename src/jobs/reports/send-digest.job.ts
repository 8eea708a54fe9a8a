import { SendDigestInput, findOutAboutDigest, giveUpDigest, sendDigest } from '#domain/reports/send-digest.ts';
import { defineJob } from '#jobs/define-job.ts';

/** A digest that may have been sent is not sent again. */
export const sendDigestJob = defineJob({
  name: 'send-digest',
  queue: 'telegram',
  input: SendDigestInput,
  maxAttempts: 8,
  leaseSec: 60,
  run: sendDigest,
  reconcile: findOutAboutDigest,
  onParked: (ctx, input, error) => giveUpDigest(ctx, { ...input, error }),
});
