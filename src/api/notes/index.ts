import { createNoteRoute } from '#api/notes/create-note.ts';
import { getNoteRoute } from '#api/notes/get-note.ts';
import { listNotesRoute } from '#api/notes/list-notes.ts';
import { deleteNoteRoute, restoreNoteRoute, updateNoteRoute } from '#api/notes/update-note.ts';

export const noteRoutes = [
  listNotesRoute,
  createNoteRoute,
  getNoteRoute,
  updateNoteRoute,
  deleteNoteRoute,
  restoreNoteRoute,
] as const;
