import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import { requireSubject, subjectFields } from '#domain/activities/subject.ts';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { readNoteView } from '#domain/notes/get-note.ts';
import type { NoteView } from '#domain/notes/note-view.ts';
import { invalidInput, parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const NoteText = z.string().trim().min(1, 'a text is needed').max(10_000);
export const CreateNoteInput = z.strictObject({
  ...subjectFields,
  text: NoteText,
  /** The recording of a spoken note. */
  fileId: z.uuid().nullish(),
});
export type CreateNoteInput = z.input<typeof CreateNoteInput>;

/** Writes a note about one lead, contact, company or deal that the actor sees, and tells of it in its timeline. */
export async function createNote(ctx: Context, input: CreateNoteInput): Promise<NoteView & { activityId: string }> {
  requirePermission(ctx, 'leads.write');
  const { text, fileId, ...record } = parseInput(CreateNoteInput, input);
  return inTransaction(ctx, async (tx) => {
    const about = await requireSubject(ctx, tx.db, record);
    if (!about) throw invalidInput([{ field: 'leadId', problem: 'name a lead, contact, company or deal' }]);
    if (fileId && !(await tx.db.storedFile.findFirst({ where: { id: fileId }, select: { id: true } })))
      throw notFound('file');
    const noteId = newId();
    const authorId = ctx.actor.kind === 'user' ? ctx.actor.id : null;
    const now = ctx.clock.now();
    await tx.db.note.create({
      data: { id: noteId, ...about.subject, text, fileId: fileId ?? null, authorId, createdAt: now, updatedAt: now },
    });
    const { leadId } = about.subject;
    const activityId = tx.activity({ kind: 'note.added', ...about.timeline, data: { noteId, text } });
    const subjectId = leadId ?? noteId;
    const data = { noteId, activityId };
    if (leadId) {
      tx.audit({ action: 'lead.noteAdded', subjectType: 'lead', subjectId, data });
      tx.event('lead.noteAdded', leadId, { activityId });
    } else tx.audit({ action: 'note.added', subjectType: 'note', subjectId, data: { ...about.subject, ...data } });
    tx.event('note.added', noteId, { leadId });
    return { ...(await readNoteView(tx.db, { id: noteId })), activityId };
  });
}
