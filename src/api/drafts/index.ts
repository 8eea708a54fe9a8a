import { discardDraftRoute } from '#api/drafts/discard-draft.ts';
import { generateDraftRoute } from '#api/drafts/generate-draft.ts';
import { getDraftRoute } from '#api/drafts/get-draft.ts';
import { listDraftsRoute } from '#api/drafts/list-drafts.ts';
import { sendDraftRoute } from '#api/drafts/send-draft.ts';

export const draftRoutes = [
  generateDraftRoute,
  listDraftsRoute,
  getDraftRoute,
  sendDraftRoute,
  discardDraftRoute,
] as const;
