import { z } from 'zod';
import { editDelivered } from '#domain/conversations/edit-own-message.ts';
import { defineJob } from '#jobs/define-job.ts';

/** Changes a message at the client to what it says here. */
export const editDeliveredJob = defineJob({
  name: 'edit-delivered',
  queue: 'telegram',
  input: z.strictObject({ messageId: z.uuid() }),
  maxAttempts: 8,
  run: editDelivered,
});
