import { ImportInput, applyImport } from '#domain/imports/apply-import.ts';
import { failImport } from '#domain/imports/fail-import.ts';
import { defineJob } from '#jobs/define-job.ts';

export const applyImportJob = defineJob({
  name: 'apply-import',
  queue: 'system',
  input: ImportInput,
  maxAttempts: 6,
  leaseSec: 120,
  run: applyImport,
  onParked: (ctx, { importId }, error) => failImport(ctx, { importId, error }),
});
