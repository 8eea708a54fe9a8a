import { ResolveNoticesInput, resolveNotices } from '#domain/notices/settle-notices.ts';
import { defineJob } from '#jobs/define-job.ts';

export const resolveNoticesJob = defineJob({
  name: 'resolve-notices',
  queue: 'system',
  input: ResolveNoticesInput,
  maxAttempts: 8,
  run: resolveNotices,
});
