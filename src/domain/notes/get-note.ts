import { z } from 'zod';
import type { TenantDb } from '#platform/database/tenant.ts';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { toNoteView } from '#domain/notes/note-view.ts';
import type { NoteView } from '#domain/notes/note-view.ts';
import { visibleNotes } from '#domain/notes/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import type { Prisma } from '#prisma/generated/client.ts';

export const GetNoteInput = z.strictObject({ noteId: z.uuid() });
export type GetNoteInput = z.input<typeof GetNoteInput>;

/** One note of a record that the actor may see. */
export async function getNote(ctx: Context, input: GetNoteInput): Promise<NoteView> {
  requirePermission(ctx, 'leads.read');
  const { noteId } = parseInput(GetNoteInput, input);
  return readNoteView(ctx.db, { AND: [{ id: noteId }, visibleNotes(ctx)] });
}

/** The view of the one note that the condition names. */
export async function readNoteView(db: TenantDb, where: Prisma.NoteWhereInput): Promise<NoteView> {
  const row = await db.note.findFirst({ where });
  if (!row) throw notFound('note');
  return toNoteView(row, await namesOf(db, [row.authorId]));
}

/** The names of members by their ids. */
export async function namesOf(db: TenantDb, ids: (string | null)[]): Promise<Map<string, string>> {
  const known = [...new Set(ids.flatMap((id) => id ?? []))];
  if (known.length === 0) return new Map();
  const users = await db.user.findMany({ where: { id: { in: known } }, select: { id: true, name: true } });
  return new Map(users.map(({ id, name }) => [id, name]));
}
