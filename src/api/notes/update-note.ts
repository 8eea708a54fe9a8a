import { UpdateNoteInput, deleteNote, restoreNote, updateNote } from '#domain/notes/update-note.ts';
import { tagOf, versionIfMatch } from '#api/leads/version-tag.ts';
import { Note, toNote } from '#api/notes/views.ts';
import { Message } from '#api/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const updateNoteRoute = defineRoute(
  {
    method: 'put',
    path: '/api/notes/{id}',
    operationId: 'updateNote',
    tags: ['Notes'],
    summary: 'Change one’s own note',
    request: {
      params: IdParams,
      body: jsonBody(UpdateNoteInput.omit({ noteId: true }), { text: 'Просит перезвонить в понедельник' }),
    },
    responses: { 200: answer(Note, 'The note as it is now.') },
  },
  async (c) => {
    const version = versionIfMatch(c);
    const note = await updateNote(c.get('ctx'), {
      ...c.req.valid('json'),
      noteId: c.req.valid('param').id,
      ...(version === undefined ? {} : { version }),
    });
    c.header('ETag', tagOf(note.version));
    return c.json(toNote(note), 200);
  },
  { permission: 'leads.write', errors: ['not_found', 'stale', 'forbidden'] },
);

export const deleteNoteRoute = defineRoute(
  {
    method: 'delete',
    path: '/api/notes/{id}',
    operationId: 'deleteNote',
    tags: ['Notes'],
    summary: 'Delete one’s own note',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'Deleted.') },
  },
  async (c) => {
    const version = versionIfMatch(c);
    await deleteNote(c.get('ctx'), {
      noteId: c.req.valid('param').id,
      ...(version === undefined ? {} : { version }),
    });
    return c.json({ message: 'The note is deleted.' }, 200);
  },
  { permission: 'leads.write', errors: ['not_found', 'stale', 'forbidden'] },
);

export const restoreNoteRoute = defineRoute(
  {
    method: 'post',
    path: '/api/notes/{id}/restore',
    operationId: 'restoreNote',
    tags: ['Notes'],
    summary: 'Undo the deletion of one’s own note',
    request: { params: IdParams },
    responses: { 200: answer(Note, 'The note as it is now.') },
  },
  async (c) => {
    const note = await restoreNote(c.get('ctx'), { noteId: c.req.valid('param').id });
    c.header('ETag', tagOf(note.version));
    return c.json(toNote(note), 200);
  },
  { permission: 'leads.write', errors: ['not_found', 'stale', 'forbidden'] },
);
