import { FindDuplicatesInput, findDuplicates } from '#domain/duplicates/find-duplicates.ts';
import { AppError } from '#platform/errors.ts';
import { defineJob } from '#jobs/define-job.ts';

/** Repeating it does no harm: what is suggested already is not suggested again. */
export const findDuplicatesJob = defineJob({
  name: 'find-duplicates',
  queue: 'system',
  input: FindDuplicatesInput,
  maxAttempts: 5,
  async run(ctx, input) {
    try {
      return { suggestions: (await findDuplicates(ctx, input)).length };
    } catch (error) {
      // Deleted or merged before its turn came.
      if (error instanceof AppError && error.code === 'not_found') return { suggestions: 0 };
      throw error;
    }
  },
});
