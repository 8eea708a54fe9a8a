import { ImportInput } from '#domain/imports/apply-import.ts';
import { undoImport } from '#domain/imports/undo-import.ts';
import { failImport } from '#domain/imports/fail-import.ts';
import { defineJob } from '#jobs/define-job.ts';

export const undoImportJob = defineJob({
  name: 'undo-import',
  queue: 'system',
  input: ImportInput,
  maxAttempts: 6,
  leaseSec: 120,
  run: undoImport,
  onParked: (ctx, { importId }, error) => failImport(ctx, { importId, error }),
});
