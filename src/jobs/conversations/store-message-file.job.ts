import { StoreMessageFileInput, storeMessageFile } from '#domain/conversations/store-message-file.ts';
import { defineJob } from '#jobs/define-job.ts';

/** Copies what a client or a member sent from Telegram into our storage. */
export const storeMessageFileJob = defineJob({
  name: 'store-message-file',
  queue: 'system',
  input: StoreMessageFileInput,
  maxAttempts: 8,
  run: storeMessageFile,
});
