import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { NoteText, createNote } from '#domain/notes/create-note.ts';
import { parseInput } from '#domain/parse-input.ts';

export const AddNoteInput = z.strictObject({ leadId: z.uuid(), text: NoteText });
export type AddNoteInput = z.input<typeof AddNoteInput>;

/** Adds a note to a lead's timeline. */
export async function addNote(ctx: Context, input: AddNoteInput): Promise<{ activityId: string; noteId: string }> {
  const { activityId, id: noteId } = await createNote(ctx, parseInput(AddNoteInput, input));
  return { activityId, noteId };
}
