import { z } from 'zod';
import { requireSubject, subjectFields } from '#domain/activities/subject.ts';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { namesOf } from '#domain/notes/get-note.ts';
import { toNoteView } from '#domain/notes/note-view.ts';
import type { NoteView } from '#domain/notes/note-view.ts';
import { visibleNotes } from '#domain/notes/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const ListNotesInput = z.strictObject({ ...pageFields, ...subjectFields });
export type ListNotesInput = z.input<typeof ListNotesInput>;

/** The notes of one record that the actor may see, or of all that they see, newest first. */
export async function listNotes(
  ctx: Context,
  input: ListNotesInput = {},
): Promise<{ items: NoteView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'leads.read');
  const { limit, cursor, ...record } = parseInput(ListNotesInput, input);
  const about = await requireSubject(ctx, ctx.db, record);
  const named = Object.fromEntries(Object.entries(about?.subject ?? {}).filter(([, id]) => id !== null));
  const rows = await ctx.db.note.findMany({
    // Whoever may see the record was just asked for; its notes need no more.
    where: { AND: [about ? { deletedAt: null, ...named } : visibleNotes(ctx), afterPosition('createdAt', cursor)] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  const names = await namesOf(
    ctx.db,
    rows.map(({ authorId }) => authorId),
  );
  return toPage(
    rows,
    limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) => toNoteView(row, names),
  );
}
