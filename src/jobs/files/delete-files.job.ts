import { DeleteFilesInput, deleteFiles } from '#domain/files/delete-files.ts';
import { defineJob } from '#jobs/define-job.ts';

export const deleteFilesJob = defineJob({
  name: 'delete-files',
  queue: 'system',
  input: DeleteFilesInput,
  maxAttempts: 20,
  leaseSec: 120,
  run: deleteFiles,
});
