import { analyzeCallJob } from '#jobs/calls/analyze-call.job.ts';
import { placeCallJob } from '#jobs/calls/place-call.job.ts';
import { requestFollowUpJob } from '#jobs/calls/request-follow-up.job.ts';
import { storeRecordingJob } from '#jobs/calls/store-recording.job.ts';
import { drawCardsJob } from '#jobs/cards/draw-cards.job.ts';
import { deleteDeliveredJob } from '#jobs/conversations/delete-delivered.job.ts';
import { deliverMessageJob } from '#jobs/conversations/deliver-message.job.ts';
import { editDeliveredJob } from '#jobs/conversations/edit-delivered.job.ts';
import { storeMessageFileJob } from '#jobs/conversations/store-message-file.job.ts';
import type { Job } from '#jobs/define-job.ts';
import { writeExportJob } from '#jobs/exports/write-export.job.ts';
import { deleteFilesJob } from '#jobs/files/delete-files.job.ts';
import { applyImportJob } from '#jobs/imports/apply-import.job.ts';
import { checkImportJob } from '#jobs/imports/check-import.job.ts';
import { undoImportJob } from '#jobs/imports/undo-import.job.ts';
import { findDuplicatesJob } from '#jobs/duplicates/find-duplicates.job.ts';
import { deliverNoticeJob } from '#jobs/notices/deliver-notice.job.ts';
import { raiseAlertsJob } from '#jobs/notices/raise-alerts.job.ts';
import { resolveNoticesJob } from '#jobs/notices/resolve-notices.job.ts';
import { sendDigestJob } from '#jobs/reports/send-digest.job.ts';
import { scanDuplicatesJob } from '#jobs/duplicates/scan-duplicates.job.ts';
import { requestDraftJob } from '#jobs/drafts/request-draft.job.ts';
import { writeDraftJob } from '#jobs/drafts/write-draft.job.ts';
import { sendEmailJob } from '#jobs/emails/send-email.job.ts';
import { sendPasswordResetJob } from '#jobs/emails/send-password-reset.job.ts';
import { showCommandsJob } from '#jobs/users/show-commands.job.ts';
import { deliverWebhookJob } from '#jobs/webhooks-out/deliver-webhook.job.ts';
import { retryWebhookJob } from '#jobs/webhooks-out/retry-webhook.job.ts';
import { handleWebhook } from '#jobs/webhooks/handle-webhook.job.ts';

/** Every kind of work there is; the worker refuses two of one name. */
export const jobs: readonly Job[] = [
  placeCallJob,
  storeRecordingJob,
  analyzeCallJob,
  requestFollowUpJob,
  drawCardsJob,
  deliverMessageJob,
  editDeliveredJob,
  deleteDeliveredJob,
  storeMessageFileJob,
  requestDraftJob,
  writeDraftJob,
  sendEmailJob,
  sendPasswordResetJob,
  showCommandsJob,
  handleWebhook,
  deliverWebhookJob,
  retryWebhookJob,
  checkImportJob,
  applyImportJob,
  undoImportJob,
  writeExportJob,
  deleteFilesJob,
  findDuplicatesJob,
  scanDuplicatesJob,
  deliverNoticeJob,
  raiseAlertsJob,
  resolveNoticesJob,
  sendDigestJob,
];
