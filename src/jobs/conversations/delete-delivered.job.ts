import { z } from 'zod';
import { deleteDelivered, giveUpWithdrawal } from '#domain/conversations/withdraw-message.ts';
import { defineJob } from '#jobs/define-job.ts';

/** Deletes a message at the client that was taken back. */
export const deleteDeliveredJob = defineJob({
  name: 'delete-delivered',
  queue: 'telegram',
  input: z.strictObject({ messageId: z.uuid() }),
  maxAttempts: 8,
  run: deleteDelivered,
  onParked: (ctx, { messageId }, error) => giveUpWithdrawal(ctx, { messageId, error }),
});
