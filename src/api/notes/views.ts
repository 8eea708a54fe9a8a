import { z } from '@hono/zod-openapi';
import type { NoteView } from '#domain/notes/note-view.ts';
import { Moment, Named } from '#api/views.ts';

export const Note = z
  .object({
    id: z.string(),
    leadId: z.string().nullable(),
    contactId: z.string().nullable(),
    companyId: z.string().nullable(),
    dealId: z.string().nullable(),
    text: z.string(),
    fileId: z.string().nullable().describe('The recording of a spoken note.'),
    author: Named.nullable(),
    version: z.number().int().describe('Send it back in If-Match to change only what you saw.'),
    createdAt: Moment,
    updatedAt: Moment,
  })
  .openapi('Note');

/** A note as the API shows it. */
export function toNote(note: NoteView): NoteView {
  const { id, leadId, contactId, companyId, dealId, text, fileId, author, version, createdAt, updatedAt } = note;
  return { id, leadId, contactId, companyId, dealId, text, fileId, author, version, createdAt, updatedAt };
}
