import type { NoticeKind } from '#domain/notices/notice-kinds.ts';
import type { CardKind } from '#domain/ports/messenger.ts';
import type { EffectPlan } from '#platform/effects/effect-store.ts';
import type { QueueName } from '#platform/queue.ts';

const hourMs = 3_600_000;

/** The work that an event asks for, before it has its key. */
export type Reaction = Omit<EffectPlan, 'organizationId' | 'queue' | 'key'> & { queue: QueueName; subject: string };

/** Redraws the cards of one record; one lane per record, so that an older picture never covers a newer one. */
export function cards(kind: CardKind, subjectId: string, options: { anew?: true } = {}): Reaction {
  return {
    kind: 'draw-cards',
    queue: 'telegram',
    subject: `${kind}:${subjectId}`,
    payload: { kind, subjectId, ...options },
    lane: `cards:${kind}:${subjectId}`,
    deadlineMs: 12 * hourMs,
  };
}

export const leadCard = (leadId: string | null): Reaction[] => (leadId === null ? [] : [cards('lead', leadId)]);

/** The commands of the member's role, or none any more. */
export const showCommands = (userId: string): Reaction => ({
  kind: 'show-commands',
  queue: 'telegram',
  subject: userId,
  payload: { userId },
  lane: `commands:${userId}`,
  deadlineMs: 12 * hourMs,
});

export const placeCall = (callId: string): Reaction => ({
  kind: 'place-call',
  queue: 'telephony',
  subject: callId,
  payload: { callId },
  lane: `place-call:${callId}`,
  deadlineMs: 2 * hourMs,
});
export const storeRecording = (callId: string, url: string): Reaction => ({
  kind: 'store-recording',
  queue: 'system',
  subject: callId,
  payload: { callId, url },
  lane: `recording:${callId}`,
  deadlineMs: 24 * hourMs,
});
export const analyzeCall = (callId: string): Reaction => ({
  kind: 'analyze-call',
  queue: 'llm',
  subject: callId,
  payload: { callId },
  lane: `analysis:${callId}`,
  deadlineMs: 6 * hourMs,
});
export const followUp = (callId: string): Reaction => ({
  kind: 'request-follow-up',
  queue: 'system',
  subject: callId,
  payload: { callId },
  deadlineMs: 6 * hourMs,
});
export const requestDraft = (conversationId: string): Reaction => ({
  kind: 'request-draft',
  queue: 'system',
  subject: conversationId,
  payload: { conversationId },
  lane: `drafts:${conversationId}`,
  deadlineMs: hourMs,
});
export const writeDraft = (draftId: string, revision: number): Reaction => ({
  kind: 'write-draft',
  queue: 'llm',
  subject: `${draftId}:${revision}`,
  payload: { draftId, revision },
  lane: `draft:${draftId}`,
  deadlineMs: hourMs,
});
export const deliverMessage = (messageId: string, conversationId: string): Reaction => ({
  kind: 'deliver-message',
  queue: 'telegram',
  subject: messageId,
  payload: { messageId },
  lane: `conversation:${conversationId}`,
  deadlineMs: 6 * hourMs,
});

/** In the conversation's lane: after what was asked for before it, such as the delivery itself. */
export const changeDelivered = (
  kind: 'edit-delivered' | 'delete-delivered',
  messageId: string,
  conversationId: string,
): Reaction => ({
  kind,
  queue: 'telegram',
  subject: messageId,
  payload: { messageId },
  lane: `conversation:${conversationId}`,
  deadlineMs: 24 * hourMs,
});
export const storeMessageFile = (messageId: string): Reaction => ({
  kind: 'store-message-file',
  queue: 'system',
  subject: messageId,
  payload: { messageId },
  deadlineMs: 24 * hourMs,
});
/** Parts of an album come one after the other: it is shown when they are there. */
const albumMs = 1_000;
export const showMedia = (messageId: string, isPart: boolean): Reaction => ({
  ...cards('media', messageId),
  ...(isPart ? { delayMs: albumMs } : {}),
});
export const messageCards = (messageIds: readonly string[]): Reaction[] =>
  messageIds.flatMap((messageId) => [cards('message', messageId), cards('media', messageId)]);

export const sendEmail = (emailId: string): Reaction => ({
  kind: 'send-email',
  queue: 'mail',
  subject: emailId,
  payload: { emailId },
  lane: `email:${emailId}`,
  deadlineMs: 24 * hourMs,
});
export const sendPasswordReset = (userId: string): Reaction => ({
  kind: 'send-password-reset',
  queue: 'mail',
  subject: userId,
  payload: { userId },
  deadlineMs: hourMs / 4,
});

export const importWork = (kind: 'check-import' | 'apply-import' | 'undo-import', importId: string): Reaction => ({
  kind,
  queue: 'system',
  subject: importId,
  payload: { importId },
  lane: `import:${importId}`,
  deadlineMs: 24 * hourMs,
});
export const writeExport = (exportId: string, organizationId: string): Reaction => ({
  kind: 'write-export',
  queue: 'system',
  subject: exportId,
  payload: { exportId },
  // One at a time, so that exports leave the queue to other work.
  lane: `exports:${organizationId}`,
  deadlineMs: 24 * hourMs,
});
export const deleteFiles = (subject: string, fileIds: string[]): Reaction => ({
  kind: 'delete-files',
  queue: 'system',
  subject,
  payload: { fileIds },
});

export type Alike = 'contact' | 'company' | 'lead';
export const findDuplicates = (record: Alike, id: string): Reaction => ({
  kind: 'find-duplicates',
  queue: 'system',
  subject: `${record}:${id}`,
  payload: { record, id },
  lane: `duplicates:${record}:${id}`,
  deadlineMs: 24 * hourMs,
});
export const scanDuplicates = (record: Alike, afterId: string | null): Reaction => ({
  kind: 'scan-duplicates',
  queue: 'system',
  subject: record,
  payload: { record, afterId },
  lane: `scan-duplicates:${record}`,
  deadlineMs: 24 * hourMs,
});
/** What two records are compared by: a change of something else makes them no more alike. */
const comparedFields = new Set([
  'name',
  'phones',
  'phone',
  'emails',
  'email',
  'telegramUsername',
  'telegramUserId',
  'companyName',
  'companyId',
  'domain',
  'taxId',
]);
export const isCompared = (fields: readonly string[]) => fields.some((field) => comparedFields.has(field));

export const deliverNotice = (noticeId: string): Reaction => ({
  kind: 'deliver-notice',
  queue: 'telegram',
  subject: noticeId,
  payload: { noticeId },
  lane: `cards:notice:${noticeId}`,
  deadlineMs: 12 * hourMs,
});
export const sendDigest = (digestId: string): Reaction => ({
  kind: 'send-digest',
  queue: 'telegram',
  subject: digestId,
  payload: { digestId },
  lane: `digest:${digestId}`,
  deadlineMs: 12 * hourMs,
});
export const raiseAlerts = (of: 'call' | 'callRequest', subjectId: string): Reaction => ({
  kind: 'raise-alerts',
  queue: 'system',
  subject: `${of}:${subjectId}`,
  payload: { of, subjectId },
  deadlineMs: 12 * hourMs,
});
/** What notices of these kinds told of is over; their messages say so. */
export const resolveNotices = (subjectId: string, kinds: NoticeKind[], byId: string | null): Reaction => ({
  kind: 'resolve-notices',
  queue: 'system',
  subject: subjectId,
  payload: { subjectId, kinds, byId },
  deadlineMs: 12 * hourMs,
});
export const ofLead: NoticeKind[] = ['leads.notTaken', 'leads.stuck'];

export const retryWebhook = (deliveryId: string, delayMs: number): Reaction => ({
  kind: 'retry-webhook',
  queue: 'system',
  subject: deliveryId,
  payload: { deliveryId },
  delayMs,
  deadlineMs: 24 * hourMs,
});
