import { ExportInput, failExport, writeExport } from '#domain/exports/write-export.ts';
import { defineJob } from '#jobs/define-job.ts';

export const writeExportJob = defineJob({
  name: 'write-export',
  queue: 'system',
  input: ExportInput,
  maxAttempts: 5,
  leaseSec: 120,
  run: writeExport,
  onParked: (ctx, { exportId }, error) => failExport(ctx, { exportId, error }),
});
