import { ProposeDraftInput, proposeDraft } from '#domain/drafts/propose-draft.ts';
import { defineJob } from '#jobs/define-job.ts';

export const requestDraftJob = defineJob({
  name: 'request-draft',
  queue: 'system',
  input: ProposeDraftInput,
  maxAttempts: 5,
  run: proposeDraft,
});
