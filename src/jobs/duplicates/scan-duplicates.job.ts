import { z } from 'zod';
import { mergeableRecords } from '#domain/duplicates/policy.ts';
import { scanDuplicates } from '#domain/duplicates/scan-duplicates.ts';
import { defineJob } from '#jobs/define-job.ts';

/** One batch; the operation asks for the next one itself. */
export const scanDuplicatesJob = defineJob({
  name: 'scan-duplicates',
  queue: 'system',
  input: z.strictObject({ record: z.enum(mergeableRecords), afterId: z.uuid().nullable() }),
  maxAttempts: 5,
  leaseSec: 120,
  run: scanDuplicates,
});
