import { CreateNoteInput, createNote } from '#domain/notes/create-note.ts';
import { tagOf } from '#api/leads/version-tag.ts';
import { Note, toNote } from '#api/notes/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const createNoteRoute = defineRoute(
  {
    method: 'post',
    path: '/api/notes',
    operationId: 'createNote',
    tags: ['Notes'],
    summary: 'Write a note about a record',
    request: {
      body: jsonBody(CreateNoteInput, {
        leadId: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b',
        text: 'Просит перезвонить после отпуска',
      }),
    },
    responses: { 201: answer(Note, 'The new note.') },
  },
  async (c) => {
    const note = await createNote(c.get('ctx'), c.req.valid('json'));
    c.header('ETag', tagOf(note.version));
    return c.json(toNote(note), 201);
  },
  { permission: 'leads.write', errors: ['not_found'], isIdempotent: true },
);
