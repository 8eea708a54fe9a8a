/** Every event of the product with what it carries beside its subject's id. Payloads hold ids, never copies of records. */
export interface EventPayloads {
  'lead.created': { source: string; ownerId: string | null };
  'lead.changed': { fields: string[] };
  'lead.assigned': { ownerId: string | null; previousOwnerId: string | null };
  'lead.stageMoved': { fromStageId: string; toStageId: string };
  'lead.noteAdded': { activityId: string };
  'callRequest.created': { revision: number };
  'callRequest.edited': { revision: number };
  'callRequest.reminded': { revision: number };
  'callRequest.escalated': { revision: number };
  'callRequest.approved': { callId: string };
  'callRequest.rejected': { revision: number };
  'callRequest.expired': { revision: number };
  'callRequest.cancelled': { revision: number };
  'call.queued': { attempt: number };
  'call.changed': { version: number };
  'call.recordingOffered': { url: string };
  'call.recordingStored': Record<string, never>;
  'call.transcriptStored': Record<string, never>;
  'call.ended': { outcome: string | null };
  'call.needsPerson': { why: string };
  'call.analyzed': Record<string, never>;
  'call.analysisFailed': { error: string };
  'message.received': { conversationId: string };
  'message.edited': { conversationId: string };
  'message.queued': { conversationId: string };
  'message.sent': { conversationId: string };
  'message.failed': { conversationId: string; outcomeUnknown: boolean };
  'draft.requested': { revision: number };
  'draft.ready': { revision: number };
  'draft.failed': { revision: number };
  'draft.sent': { messageId: string };
  'draft.discarded': Record<string, never>;
  'draft.wentStale': Record<string, never>;
  'task.created': { leadId: string };
  'task.done': { leadId: string };
  'user.invited': Record<string, never>;
  'user.joined': Record<string, never>;
  'user.changed': Record<string, never>;
  'pipeline.changed': Record<string, never>;
  'settings.changed': { key: string };
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
