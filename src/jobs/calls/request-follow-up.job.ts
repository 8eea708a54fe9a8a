import { RequestFollowUpInput, requestFollowUp } from '#domain/calls/request-follow-up.ts';
import { defineJob } from '#jobs/define-job.ts';

export const requestFollowUpJob = defineJob({
  name: 'request-follow-up',
  queue: 'system',
  input: RequestFollowUpInput,
  maxAttempts: 5,
  run: requestFollowUp,
});
