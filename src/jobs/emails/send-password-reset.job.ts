import { SendPasswordResetInput, sendPasswordReset } from '#domain/auth/send-password-reset.ts';
import { defineJob } from '#jobs/define-job.ts';

/** Mails the link for a new password; a second mail harms nobody, so every failure that may pass is tried again. */
export const sendPasswordResetJob = defineJob({
  name: 'send-password-reset',
  queue: 'mail',
  input: SendPasswordResetInput,
  maxAttempts: 4,
  run: (ctx, input) => sendPasswordReset(ctx, input),
});
