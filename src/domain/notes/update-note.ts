import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { NoteText } from '#domain/notes/create-note.ts';
import { readNoteView } from '#domain/notes/get-note.ts';
import type { NoteView } from '#domain/notes/note-view.ts';
import { requireNote, requireOwnNote } from '#domain/notes/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';

export const UpdateNoteInput = z.strictObject({ noteId: z.uuid(), text: NoteText, version: z.int().optional() });
export type UpdateNoteInput = z.input<typeof UpdateNoteInput>;
export const DeleteNoteInput = z.strictObject({ noteId: z.uuid(), version: z.int().optional() });
export type DeleteNoteInput = z.input<typeof DeleteNoteInput>;

/**
 * Changes the text of one's own note; the timeline shows it as it is now, and the audit keeps what it was.
 * `note.changedMeanwhile` when `version` is not the present one, `note.notYours` for another member's.
 */
export async function updateNote(ctx: Context, input: UpdateNoteInput): Promise<NoteView> {
  requirePermission(ctx, 'leads.write');
  const { noteId, text, version } = parseInput(UpdateNoteInput, input);
  return inTransaction(ctx, async (tx) => {
    const note = await requireNote(ctx, tx.db, noteId);
    requireOwnNote(ctx, note);
    await writeNote(tx, note, version, { text });
    tell(tx, 'note.changed', note, { before: note.text });
    return readNoteView(tx.db, { id: noteId });
  });
}

/** Takes one's own note out of all lists and timelines; it can be restored. */
export async function deleteNote(ctx: Context, input: DeleteNoteInput): Promise<void> {
  requirePermission(ctx, 'leads.write');
  const { noteId, version } = parseInput(DeleteNoteInput, input);
  await inTransaction(ctx, async (tx) => {
    const note = await requireNote(ctx, tx.db, noteId);
    requireOwnNote(ctx, note);
    await writeNote(tx, note, version, { deletedAt: ctx.clock.now() });
    tell(tx, 'note.deleted', note, {});
  });
}

/** Undoes the deletion of one's own note; one that is there changes nothing. */
export async function restoreNote(ctx: Context, input: { noteId: string }): Promise<NoteView> {
  requirePermission(ctx, 'leads.write');
  const { noteId } = parseInput(DeleteNoteInput, input);
  return inTransaction(ctx, async (tx) => {
    const note = await requireNote(ctx, tx.db, noteId, 'all');
    requireOwnNote(ctx, note);
    if (note.deletedAt === null) return readNoteView(tx.db, { id: noteId });
    await writeNote(tx, note, undefined, { deletedAt: null });
    tell(tx, 'note.restored', note, {});
    return readNoteView(tx.db, { id: noteId });
  });
}

type Note = Awaited<ReturnType<typeof requireNote>>;

async function writeNote(
  tx: Transaction,
  note: Note,
  version: number | undefined,
  data: { text: string } | { deletedAt: Date | null },
): Promise<void> {
  const { count } = await tx.db.note.updateMany({
    where: { id: note.id, version: version ?? note.version, deletedAt: note.deletedAt },
    data: { ...data, version: { increment: 1 }, updatedAt: tx.ctx.clock.now() },
  });
  if (count === 0) throw new AppError('stale', 'note.changedMeanwhile', 'This note was changed meanwhile; look again.');
}

function tell(tx: Transaction, action: string, note: Note, data: { before?: string }): void {
  tx.audit({ action, subjectType: 'note', subjectId: note.id, data });
  tx.event('note.changed', note.id, { leadId: note.leadId });
}
