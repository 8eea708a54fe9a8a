/** Every event of the product with what it carries beside its subject's id. Payloads hold ids, never copies of records. */
export interface EventPayloads {
  'lead.created': { source: string; ownerId: string | null };
  'lead.changed': { fields: string[] };
  'lead.assigned': { ownerId: string | null; previousOwnerId: string | null };
  'lead.stageMoved': { fromStageId: string; toStageId: string };
  'lead.noteAdded': { activityId: string };
  'lead.taken': { ownerId: string };
  'lead.putAside': { why: 'spam' };
  'lead.broughtBack': Record<string, never>;
  'lead.deleted': Record<string, never>;
  'lead.converted': { contactId: string; companyId: string | null; dealId: string | null };
  'lead.merged': { mergedId: string; mergeId: string };
  'contact.created': Record<string, never>;
  'contact.changed': { fields: string[] };
  'contact.deleted': Record<string, never>;
  'contact.merged': { mergedId: string; mergeId: string };
  'company.created': Record<string, never>;
  'company.changed': { fields: string[] };
  'company.deleted': Record<string, never>;
  'company.merged': { mergedId: string; mergeId: string };
  'deal.created': { ownerId: string | null };
  'deal.changed': { fields: string[] };
  'deal.assigned': { ownerId: string | null; previousOwnerId: string | null };
  'deal.stageMoved': { fromStageId: string; toStageId: string };
  'deal.deleted': Record<string, never>;
  'note.added': { leadId: string | null };
  'note.changed': { leadId: string | null };
  'merge.undone': { record: 'contact' | 'company' | 'lead'; survivorId: string; mergedId: string };
  'duplicate.found': { record: 'contact' | 'company' | 'lead'; leftId: string; rightId: string; leadIds: string[] };
  'duplicate.dismissed': { leadIds: string[] };
  'duplicate.scanAsked': { record: 'contact' | 'company' | 'lead'; afterId: string | null };
  'callRequest.created': { revision: number };
  'callRequest.edited': { revision: number };
  'callRequest.reminded': { revision: number };
  'callRequest.escalated': { revision: number };
  'callRequest.approved': { callId: string };
  'callRequest.rejected': { revision: number };
  'callRequest.expired': { revision: number };
  'callRequest.cancelled': { revision: number };
  'call.created': { source: string };
  'call.deleted': { leadId: string | null };
  'call.queued': { attempt: number };
  'call.changed': { version: number };
  'call.recordingOffered': { url: string };
  'call.recordingStored': Record<string, never>;
  'call.transcriptStored': Record<string, never>;
  'call.ended': { outcome: string | null };
  'call.needsPerson': { why: string };
  'call.analyzed': Record<string, never>;
  'call.analysisFailed': { error: string };
  /** `isPart` of an album; `albumOf` is the first message of the album that this one belongs to; absent on the first itself. */
  'message.received': { conversationId: string; hasMedia?: boolean; isPart?: boolean; albumOf?: string };
  'message.edited': { conversationId: string };
  /** With the client's messages that it answers, and whether it carries a file. */
  'message.queued': { conversationId: string; answeredIds?: string[]; hasMedia?: boolean };
  /** The text of a message of ours was changed, or it was taken back. */
  'message.changed': { conversationId: string };
  'message.withdrawn': { conversationId: string };
  'message.fileStored': { conversationId: string };
  /** With the newest message of the client, which its cards show. */
  'conversation.overdue': { messageIds: string[] };
  'conversation.returned': { messageIds: string[]; previousOwnerId: string };
  'conversation.taken': { messageIds: string[]; ownerId: string };
  'message.sent': { conversationId: string };
  'message.failed': { conversationId: string; outcomeUnknown: boolean };
  'email.queued': { leadId: string | null };
  'email.sent': { leadId: string | null };
  'email.failed': { leadId: string | null; outcomeUnknown: boolean };
  'draft.requested': { revision: number };
  'draft.ready': { revision: number };
  'draft.failed': { revision: number };
  'draft.sent': { messageId: string };
  'draft.discarded': Record<string, never>;
  'draft.wentStale': Record<string, never>;
  'task.created': { leadId: string | null };
  'task.changed': { leadId: string | null };
  'task.done': { leadId: string | null };
  'task.deleted': { leadId: string | null };
  'task.reminded': { leadId: string | null };
  'task.escalated': { leadId: string | null };
  'user.invited': Record<string, never>;
  'user.joined': Record<string, never>;
  'user.changed': Record<string, never>;
  'user.disabled': Record<string, never>;
  'user.passwordResetAsked': Record<string, never>;
  'user.dayBegan': { noticeId: string };
  'notice.sent': Record<string, never>;
  /** The notice whose message shows it. */
  'notice.folded': { headId: string };
  'notice.settled': { headId: string | null };
  'channelAlert.shown': { headId: string };
  'digest.due': Record<string, never>;
  'pipeline.changed': Record<string, never>;
  'settings.changed': { key: string };
  'reportChannel.tested': Record<string, never>;
  'webhook.queued': { subscriptionId: string };
  'webhook.postponed': { subscriptionId: string };
  'import.uploaded': Record<string, never>;
  'import.checked': Record<string, never>;
  'import.applyRequested': Record<string, never>;
  'import.applied': { created: number; updated: number };
  'import.undoRequested': Record<string, never>;
  'import.undone': { removed: number; restored: number; kept: number };
  'import.failed': Record<string, never>;
  'export.requested': Record<string, never>;
  'export.ready': Record<string, never>;
  'export.failed': Record<string, never>;
  /** The files that must be thrown away, and the leads whose cards must be blanked. */
  'contact.erased': { fileIds: string[]; leadIds: string[] };
}

export type EventType = keyof EventPayloads;

/** An event as reactions and live listeners see it. */
export type DomainEvent = {
  [Type in EventType]: {
    id: string;
    organizationId: string;
    type: Type;
    subjectId: string;
    payload: EventPayloads[Type];
    actorKind: string;
    actorId: string | null;
  };
}[EventType];
