import { CheckImportInput, checkImport } from '#domain/imports/check-import.ts';
import { failImport } from '#domain/imports/fail-import.ts';
import { defineJob } from '#jobs/define-job.ts';

export const checkImportJob = defineJob({
  name: 'check-import',
  queue: 'system',
  input: CheckImportInput,
  maxAttempts: 6,
  leaseSec: 120,
  run: checkImport,
  onParked: (ctx, { importId }, error) => failImport(ctx, { importId, error }),
});
