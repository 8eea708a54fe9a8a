import { z } from '@hono/zod-openapi';
import { listNotes } from '#domain/notes/list-notes.ts';
import { Note, toNote } from '#api/notes/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

const NotesQuery = PageQuery.extend({
  leadId: z.uuid().optional(),
  contactId: z.uuid().optional(),
  companyId: z.uuid().optional(),
  dealId: z.uuid().optional(),
});

export const listNotesRoute = defineRoute(
  {
    method: 'get',
    path: '/api/notes',
    operationId: 'listNotes',
    tags: ['Notes'],
    summary: 'Notes of a record, or of all records that you see, newest first',
    request: { query: NotesQuery },
    responses: { 200: answer(pageOf(Note), 'A page of notes.') },
  },
  async (c) => {
    const page = await listNotes(c.get('ctx'), c.req.valid('query'));
    return c.json({ items: page.items.map(toNote), nextCursor: page.nextCursor }, 200);
  },
  { permission: 'leads.read', errors: ['not_found'] },
);
