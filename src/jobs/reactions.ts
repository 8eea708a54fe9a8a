import type { DomainEvent, EventType } from '#domain/events.ts';
import type { EffectPlan } from '#platform/effects/effect-store.ts';
import {
  cards,
  leadCard,
  showCommands,
  placeCall,
  storeRecording,
  analyzeCall,
  followUp,
  requestDraft,
  writeDraft,
  deliverMessage,
  changeDelivered,
  storeMessageFile,
  showMedia,
  messageCards,
  sendEmail,
  sendPasswordReset,
  importWork,
  writeExport,
  deleteFiles,
  findDuplicates,
  scanDuplicates,
  isCompared,
  deliverNotice,
  sendDigest,
  raiseAlerts,
  resolveNotices,
  ofLead,
  retryWebhook,
} from '#jobs/reaction-work.ts';
import type { Reaction } from '#jobs/reaction-work.ts';

const hourMs = 3_600_000;
type EventOf<Type extends EventType> = Extract<DomainEvent, { type: Type }>;
type Reactions = { [Type in EventType]: (event: EventOf<Type>) => Reaction[] };

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
  'callRequest.escalated': (e) => [
    cards('approval', e.subjectId, { anew: true }),
    raiseAlerts('callRequest', e.subjectId),
  ],
  'callRequest.approved': (e) => [
    placeCall(e.payload.callId),
    cards('approval', e.subjectId),
    cards('callRequest', e.subjectId),
    cards('call', e.payload.callId),
  ],
  'callRequest.rejected': (e) => [
    cards('approval', e.subjectId),
    cards('callRequest', e.subjectId),
    resolveNotices(e.subjectId, ['approvals.overdue'], e.actorId),
  ],
  'callRequest.expired': (e) => [
    cards('approval', e.subjectId),
    cards('callRequest', e.subjectId),
    raiseAlerts('callRequest', e.subjectId),
  ],
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
  'call.analyzed': (e) => [
    cards('call', e.subjectId),
    cards('callReport', e.subjectId),
    followUp(e.subjectId),
    raiseAlerts('call', e.subjectId),
  ],
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
