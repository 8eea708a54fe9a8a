import { z } from 'zod';
import { requestDraft } from '#domain/drafts/request-draft.ts';
import { defineJob } from '#jobs/define-job.ts';

export const requestDraftJob = defineJob({
  name: 'request-draft',
  queue: 'system',
  input: z.strictObject({ conversationId: z.uuid() }),
  maxAttempts: 5,
  run: async (ctx, input) => ({ draftId: (await requestDraft(ctx, input)).id }),
});
