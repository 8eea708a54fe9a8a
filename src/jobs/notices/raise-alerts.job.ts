import { z } from 'zod';
import { alertOfApproval, alertOfCall } from '#domain/notices/alert-rules.ts';
import { defineJob } from '#jobs/define-job.ts';

/** What an event gives reason to be told of; what only time brings is found by the sweep of alerts. */
export const raiseAlertsJob = defineJob({
  name: 'raise-alerts',
  queue: 'system',
  input: z.strictObject({ of: z.enum(['call', 'callRequest']), subjectId: z.uuid() }),
  maxAttempts: 8,
  run: (ctx, { of, subjectId }) =>
    of === 'call' ? alertOfCall(ctx, { callId: subjectId }) : alertOfApproval(ctx, { callRequestId: subjectId }),
});
