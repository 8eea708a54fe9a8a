import { z } from '@hono/zod-openapi';
import type { DraftView } from '#domain/drafts/draft-view.ts';
import { Moment } from '#api/views.ts';

export const Draft = z
  .object({
    id: z.string(),
    conversationId: z.string(),
    leadId: z.string().nullable(),
    callId: z.string().nullable(),
    status: z.enum(['generating', 'ready', 'sent', 'discarded', 'stale', 'failed']),
    text: z.string(),
    hint: z.string().nullable(),
    engine: z.string().nullable().describe('The model, or `offline`.'),
    error: z.string().nullable(),
    revision: z.number().int(),
    clientName: z.string(),
    clientMessage: z.object({ text: z.string(), sentAt: Moment }).nullable(),
    createdAt: Moment,
  })
  .openapi('Draft');

/** A proposed reply. */
export function toDraft(draft: DraftView) {
  const { id, conversationId, leadId, callId, status, text, hint, engine, error, revision, clientName, createdAt } =
    draft;
  const clientMessage = draft.clientMessage && { text: draft.clientMessage.text, sentAt: draft.clientMessage.sentAt };
  return {
    id,
    conversationId,
    leadId,
    callId,
    status,
    text,
    hint,
    engine,
    error,
    revision,
    clientName,
    clientMessage,
    createdAt,
  };
}
