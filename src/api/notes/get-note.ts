import { getNote } from '#domain/notes/get-note.ts';
import { isKnown, tagOf } from '#api/leads/version-tag.ts';
import { Note, toNote } from '#api/notes/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const getNoteRoute = defineRoute(
  {
    method: 'get',
    path: '/api/notes/{id}',
    operationId: 'getNote',
    tags: ['Notes'],
    summary: 'One note',
    request: { params: IdParams },
    responses: {
      200: answer(Note, 'The note, with its version as ETag.'),
      304: { description: 'The version named in If-None-Match is still the newest.' },
    },
  },
  async (c) => {
    const note = await getNote(c.get('ctx'), { noteId: c.req.valid('param').id });
    c.header('ETag', tagOf(note.version));
    return isKnown(c, note.version) ? c.body(null, 304) : c.json(toNote(note), 200);
  },
  { permission: 'leads.read', errors: ['not_found'] },
);
