import { DeliverNoticeInput, deliverNotice, findOutAboutNotice } from '#domain/notices/deliver-notice.ts';
import { defineJob } from '#jobs/define-job.ts';

/** A sound is made at most once, except for what is critical. */
export const deliverNoticeJob = defineJob({
  name: 'deliver-notice',
  queue: 'telegram',
  input: DeliverNoticeInput,
  maxAttempts: 8,
  leaseSec: 60,
  run: deliverNotice,
  reconcile: findOutAboutNotice,
});
