import type { DomainEvent, EventType } from '#domain/events.ts';
import type { NoticeKind } from '#domain/notices/notice-kinds.ts';
import type { CardKind } from '#domain/ports/messenger.ts';
import type { EffectPlan } from '#platform/effects/effect-store.ts';
import type { QueueName } from '#platform/queue.ts';

const hourMs = 3_600_000;

type EventOf<Type extends EventType> = Extract<DomainEvent, { type: Type }>;
type Reaction = Omit<EffectPlan, 'organizationId' | 'queue' | 'key'> & { queue: QueueName; subject: string };
type Reactions = { [Type in EventType]: (event: EventOf<Type>) => Reaction[] };

/** Redraws the cards of one record; one lane per record, so that an older picture never covers a newer one. */
function cards(kind: CardKind, subjectId: string, options: { anew?: true } = {}): Reaction {
  return {
    kind: 'draw-cards',
    queue: 'telegram',
    subject: `${kind}:${subjectId}`,
    payload: { kind, subjectId, ...options },
    lane: `cards:${kind}:${subjectId}`,
    deadlineMs: 12 * hourMs,
  };
}

const leadCard = (leadId: string | null): Reaction[] => (leadId === null ? [] : [cards('lead', leadId)]);

/** The commands of the member's role, or none any more. */
const showCommands = (userId: string): Reaction => ({
  kind: 'show-commands',
  queue: 'telegram',
  subject: userId,
  payload: { userId },
  lane: `commands:${userId}`,
  deadlineMs: 12 * hourMs,
});

const placeCall = (callId: string): Reaction => ({
  kind: 'place-call',
  queue: 'telephony',
  subject: callId,
  payload: { callId },
  lane: `place-call:${callId}`,
  deadlineMs: 2 * hourMs,
});
const storeRecording = (callId: string, url: string): Reaction => ({
  kind: 'store-recording',
  queue: 'system',
  subject: callId,
  payload: { callId, url },
  lane: `recording:${callId}`,
  deadlineMs: 24 * hourMs,
});
const analyzeCall = (callId: string): Reaction => ({
  kind: 'analyze-call',
  queue: 'llm',
  subject: callId,
  payload: { callId },
  lane: `analysis:${callId}`,
  deadlineMs: 6 * hourMs,
});
const followUp = (callId: string): Reaction => ({
  kind: 'request-follow-up',
  queue: 'system',
  subject: callId,
  payload: { callId },
  deadlineMs: 6 * hourMs,
});
const requestDraft = (conversationId: string): Reaction => ({
  kind: 'request-draft',
  queue: 'system',
  subject: conversationId,
  payload: { conversationId },
  lane: `drafts:${conversationId}`,
  deadlineMs: hourMs,
});
const writeDraft = (draftId: string, revision: number): Reaction => ({
  kind: 'write-draft',
  queue: 'llm',
  subject: `${draftId}:${revision}`,
  payload: { draftId, revision },
  lane: `draft:${draftId}`,
  deadlineMs: hourMs,
});
const deliverMessage = (messageId: string, conversationId: string): Reaction => ({
  kind: 'deliver-message',
  queue: 'telegram',
  subject: messageId,
  payload: { messageId },
  lane: `conversation:${conversationId}`,
  deadlineMs: 6 * hourMs,
});

/** In the conversation's lane: after what was asked for before it, such as the delivery itself. */
const changeDelivered = (
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
const storeMessageFile = (messageId: string): Reaction => ({
  kind: 'store-message-file',
  queue: 'system',
  subject: messageId,
  payload: { messageId },
  deadlineMs: 24 * hourMs,
});
/** Parts of an album come one after the other: it is shown when they are there. */
const albumMs = 1_000;
const showMedia = (messageId: string, isPart: boolean): Reaction => ({
  ...cards('media', messageId),
  ...(isPart ? { delayMs: albumMs } : {}),
});
const messageCards = (messageIds: readonly string[]): Reaction[] =>
  messageIds.flatMap((messageId) => [cards('message', messageId), cards('media', messageId)]);

const sendEmail = (emailId: string): Reaction => ({
  kind: 'send-email',
  queue: 'mail',
  subject: emailId,
  payload: { emailId },
  lane: `email:${emailId}`,
  deadlineMs: 24 * hourMs,
});
const sendPasswordReset = (userId: string): Reaction => ({
  kind: 'send-password-reset',
  queue: 'mail',
  subject: userId,
  payload: { userId },
  deadlineMs: hourMs / 4,
});

const importWork = (kind: 'check-import' | 'apply-import' | 'undo-import', importId: string): Reaction => ({
  kind,
  queue: 'system',
  subject: importId,
  payload: { importId },
  lane: `import:${importId}`,
  deadlineMs: 24 * hourMs,
});
const writeExport = (exportId: string, organizationId: string): Reaction => ({
  kind: 'write-export',
  queue: 'system',
  subject: exportId,
  payload: { exportId },
  // One at a time, so that exports leave the queue to other work.
  lane: `exports:${organizationId}`,
  deadlineMs: 24 * hourMs,
});
const deleteFiles = (subject: string, fileIds: string[]): Reaction => ({
  kind: 'delete-files',
  queue: 'system',
  subject,
  payload: { fileIds },
});

type Alike = 'contact' | 'company' | 'lead';
const findDuplicates = (record: Alike, id: string): Reaction => ({
  kind: 'find-duplicates',
  queue: 'system',
  subject: `${record}:${id}`,
  payload: { record, id },
  lane: `duplicates:${record}:${id}`,
  deadlineMs: 24 * hourMs,
});
const scanDuplicates = (record: Alike, afterId: string | null): Reaction => ({
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
const isCompared = (fields: readonly string[]) => fields.some((field) => comparedFields.has(field));

const deliverNotice = (noticeId: string): Reaction => ({
  kind: 'deliver-notice',
  queue: 'telegram',
  subject: noticeId,
  payload: { noticeId },
  lane: `cards:notice:${noticeId}`,
  deadlineMs: 12 * hourMs,
});
const sendDigest = (digestId: string): Reaction => ({
  kind: 'send-digest',
  queue: 'telegram',
  subject: digestId,
  payload: { digestId },
  lane: `digest:${digestId}`,
  deadlineMs: 12 * hourMs,
});
const raiseAlerts = (of: 'call' | 'callRequest', subjectId: string): Reaction => ({
  kind: 'raise-alerts',
  queue: 'system',
  subject: `${of}:${subjectId}`,
  payload: { of, subjectId },
  deadlineMs: 12 * hourMs,
});
/** What notices of these kinds told of is over; their messages say so. */
const resolveNotices = (subjectId: string, kinds: NoticeKind[], byId: string | null): Reaction => ({
  kind: 'resolve-notices',
  queue: 'system',
  subject: subjectId,
  payload: { subjectId, kinds, byId },
  deadlineMs: 12 * hourMs,
});
const ofLead: NoticeKind[] = ['leads.notTaken', 'leads.stuck'];

const retryWebhook = (deliveryId: string, delayMs: number): Reaction => ({
  kind: 'retry-webhook',
  queue: 'system',
  subject: deliveryId,
  payload: { deliveryId },
  delayMs,
  deadlineMs: 24 * hourMs,
});

/** Nobody picked up, so that no analysis will follow and the report channel hears of it at once. */
const withoutConversation = new Set([
  'no_answer',
  'busy',
  'declined',
  'bad_number',
  'number_reputation',
  'technical',
  'throttled',
  'account_problem',
  'cancelled',
  'unknown',
]);

/** The whole product's flow: what each event sets in motion. An event that sets nothing in motion says so. */
const reactions: Reactions = {
  'lead.created': (e) => [cards('lead', e.subjectId), findDuplicates('lead', e.subjectId)],
  'lead.changed': (e) => [cards('lead', e.subjectId)],
  'lead.assigned': (e) => [cards('lead', e.subjectId)],
  'lead.stageMoved': (e) => [cards('lead', e.subjectId), resolveNotices(e.subjectId, ofLead, e.actorId)],
  'lead.noteAdded': (e) => [cards('lead', e.subjectId)],
  'lead.taken': (e) => [cards('lead', e.subjectId), resolveNotices(e.subjectId, ['leads.notTaken'], e.payload.ownerId)],
  'lead.putAside': (e) => [cards('lead', e.subjectId), resolveNotices(e.subjectId, ofLead, e.actorId)],
  'lead.broughtBack': (e) => [cards('lead', e.subjectId)],
  'lead.deleted': (e) => [resolveNotices(e.subjectId, ofLead, e.actorId)],
  'lead.converted': (e) => [cards('lead', e.subjectId)],
  'lead.merged': (e) => [
    cards('lead', e.subjectId),
    cards('lead', e.payload.mergedId),
    cards('merge', e.payload.mergeId),
    findDuplicates('lead', e.subjectId),
  ],

  'contact.created': (e) => [findDuplicates('contact', e.subjectId)],
  'contact.changed': (e) => (isCompared(e.payload.fields) ? [findDuplicates('contact', e.subjectId)] : []),
  'contact.deleted': () => [],
  'contact.merged': (e) => [cards('merge', e.payload.mergeId), findDuplicates('contact', e.subjectId)],
  'company.created': (e) => [findDuplicates('company', e.subjectId)],
  'company.changed': (e) => (isCompared(e.payload.fields) ? [findDuplicates('company', e.subjectId)] : []),
  'company.deleted': () => [],
  'company.merged': (e) => [cards('merge', e.payload.mergeId), findDuplicates('company', e.subjectId)],
  'deal.created': () => [],
  'deal.changed': () => [],
  'deal.assigned': () => [],
  'deal.stageMoved': () => [],
  'deal.deleted': () => [],
  'note.added': (e) => leadCard(e.payload.leadId),
  'note.changed': (e) => leadCard(e.payload.leadId),
  'merge.undone': (e) => [
    cards('merge', e.subjectId),
    ...(e.payload.record === 'lead' ? [cards('lead', e.payload.survivorId), cards('lead', e.payload.mergedId)] : []),
  ],
  'duplicate.found': (e) => e.payload.leadIds.map((leadId) => cards('lead', leadId)),
  'duplicate.dismissed': (e) => e.payload.leadIds.map((leadId) => cards('lead', leadId)),
  'duplicate.scanAsked': (e) => [scanDuplicates(e.payload.record, e.payload.afterId)],

  'callRequest.created': (e) => [cards('approval', e.subjectId), cards('callRequest', e.subjectId)],
  'callRequest.edited': (e) => [cards('approval', e.subjectId), cards('callRequest', e.subjectId)],
  'callRequest.reminded': (e) => [cards('approval', e.subjectId, { anew: true })],
  'callRequest.escalated': (e) => [cards('approval', e.subjectId, { anew: true }), raiseAlerts('callRequest', e.subjectId)],
  'callRequest.approved': (e) => [
    placeCall(e.payload.callId),
    cards('approval', e.subjectId),
    cards('callRequest', e.subjectId),
    cards('call', e.payload.callId),
  ],
  'callRequest.rejected': (e) => [cards('approval', e.subjectId), cards('callRequest', e.subjectId), resolveNotices(e.subjectId, ['approvals.overdue'], e.actorId)],
  'callRequest.expired': (e) => [cards('approval', e.subjectId), cards('callRequest', e.subjectId), raiseAlerts('callRequest', e.subjectId)],
  'callRequest.cancelled': (e) => [cards('approval', e.subjectId), cards('callRequest', e.subjectId)],

  'call.created': () => [],
  'call.deleted': (e) => leadCard(e.payload.leadId),
  'call.queued': (e) => [placeCall(e.subjectId), cards('call', e.subjectId)],
  'call.changed': (e) => [cards('call', e.subjectId)],
  'call.recordingOffered': (e) => [storeRecording(e.subjectId, e.payload.url)],
  'call.recordingStored': (e) => [cards('call', e.subjectId)],
  'call.transcriptStored': (e) => [analyzeCall(e.subjectId)],
  'call.ended': (e) => [
    cards('call', e.subjectId),
    ...(withoutConversation.has(e.payload.outcome ?? 'unknown')
      ? [cards('callReport', e.subjectId), raiseAlerts('call', e.subjectId)]
      : []),
  ],
  'call.needsPerson': (e) => [cards('call', e.subjectId)],
  'call.analyzed': (e) => [cards('call', e.subjectId), cards('callReport', e.subjectId), followUp(e.subjectId), raiseAlerts('call', e.subjectId)],
  'call.analysisFailed': (e) => [cards('call', e.subjectId), cards('callReport', e.subjectId)],

  'message.received': (e) => [
    cards('message', e.payload.albumOf ?? e.subjectId),
    ...(e.payload.hasMedia
      ? [storeMessageFile(e.subjectId), showMedia(e.payload.albumOf ?? e.subjectId, e.payload.isPart ?? false)]
      : []),
    ...(e.payload.albumOf === undefined ? [requestDraft(e.payload.conversationId)] : []),
  ],
  'message.edited': (e) => [cards('message', e.subjectId)],
  'message.queued': (e) => [
    deliverMessage(e.subjectId, e.payload.conversationId),
    resolveNotices(e.payload.conversationId, ['conversations.waiting'], e.actorId),
    ...(e.payload.hasMedia ? [storeMessageFile(e.subjectId)] : []),
    ...(e.payload.answeredIds ?? []).map((messageId) => cards('message', messageId)),
  ],
  'message.changed': (e) => [
    changeDelivered('edit-delivered', e.subjectId, e.payload.conversationId),
    cards('message', e.subjectId),
  ],
  'message.withdrawn': (e) => [
    changeDelivered('delete-delivered', e.subjectId, e.payload.conversationId),
    cards('message', e.subjectId),
  ],
  'message.fileStored': () => [],
  'conversation.overdue': (e) => e.payload.messageIds.map((messageId) => cards('message', messageId)),
  'conversation.returned': (e) => messageCards(e.payload.messageIds),
  'conversation.taken': (e) => [...messageCards(e.payload.messageIds), requestDraft(e.subjectId)],
  'message.sent': (e) => [cards('message', e.subjectId)],
  'message.failed': (e) => [cards('message', e.subjectId)],

  'email.queued': (e) => [sendEmail(e.subjectId)],
  'email.sent': () => [],
  'email.failed': () => [],

  'draft.requested': (e) => [writeDraft(e.subjectId, e.payload.revision), cards('draft', e.subjectId)],
  'draft.ready': (e) => [cards('draft', e.subjectId)],
  'draft.failed': (e) => [cards('draft', e.subjectId)],
  'draft.sent': (e) => [cards('draft', e.subjectId)],
  'draft.discarded': (e) => [cards('draft', e.subjectId)],
  'draft.wentStale': (e) => [cards('draft', e.subjectId)],

  'task.created': (e) => [...leadCard(e.payload.leadId), cards('task', e.subjectId)],
  'task.changed': (e) => [...leadCard(e.payload.leadId), cards('task', e.subjectId)],
  'task.done': (e) => [...leadCard(e.payload.leadId), cards('task', e.subjectId)],
  'task.deleted': (e) => [...leadCard(e.payload.leadId), cards('task', e.subjectId)],
  'task.reminded': (e) => [cards('task', e.subjectId, { anew: true })],
  'task.escalated': (e) => [cards('task', e.subjectId, { anew: true })],

  'user.invited': () => [],
  'user.joined': () => [],
  'user.changed': (e) => [showCommands(e.subjectId)],
  'user.disabled': () => [],
  'user.passwordResetAsked': (e) => [sendPasswordReset(e.subjectId)],
  'user.dayBegan': (e) => [cards('day', e.payload.noticeId)],
  'notice.sent': (e) => [deliverNotice(e.subjectId)],
  'notice.folded': (e) => [cards('noticeFold', e.payload.headId)],
  'notice.settled': (e) => [
    e.payload.headId === null ? cards('notice', e.subjectId) : cards('noticeFold', e.payload.headId),
  ],
  'channelAlert.shown': (e) => [cards('alerts', e.payload.headId)],
  'digest.due': (e) => [sendDigest(e.subjectId)],
  'pipeline.changed': () => [],
  'settings.changed': () => [],

  'reportChannel.tested': (e) => [cards('reportTest', e.subjectId, { anew: true })],
  'webhook.queued': (e) => [retryWebhook(e.subjectId, 0)],
  'webhook.postponed': (e) => [retryWebhook(e.subjectId, 30_000)],

  'import.uploaded': (e) => [importWork('check-import', e.subjectId)],
  'import.checked': () => [],
  'import.applyRequested': (e) => [importWork('apply-import', e.subjectId)],
  'import.applied': () => [],
  'import.undoRequested': (e) => [importWork('undo-import', e.subjectId)],
  'import.undone': () => [],
  'import.failed': () => [],
  'export.requested': (e) => [writeExport(e.subjectId, e.organizationId)],
  'export.ready': () => [],
  'export.failed': () => [],
  'contact.erased': (e) => [
    ...(e.payload.fileIds.length > 0 ? [deleteFiles(e.subjectId, e.payload.fileIds)] : []),
    ...e.payload.leadIds.map((leadId) => cards('lead', leadId)),
  ],
};

/**
 * The effects of an event, as rows of its own transaction. An event is written exactly once, so its id makes the keys: the
 * same work asked for by two events is two rows, and each operation finds out itself that there is nothing left to do.
 */
export function planEffects(event: DomainEvent): EffectPlan[] {
  // The event's own type picks its reaction; the union cannot follow the lookup.
  const react = reactions[event.type] as (event: DomainEvent) => Reaction[];
  const plans = react(event).map(({ subject, ...plan }) => ({
    ...plan,
    key: `${plan.kind}:${subject}:${event.id}`,
    organizationId: event.organizationId,
  }));
  return event.type.startsWith('webhook.') ? plans : [...plans, deliverToSubscribers(event)];
}

/** Whoever subscribed gets the event too, in the order of the events; what is sent is itself no event to send. */
function deliverToSubscribers({ id, type, organizationId }: DomainEvent): EffectPlan {
  return {
    kind: 'deliver-webhook',
    queue: 'system',
    key: `deliver-webhook:${id}`,
    payload: { eventId: id },
    organizationId,
    lane: 'webhooks',
    deadlineMs: 26 * hourMs,
    perSubscriber: type,
  };
}
