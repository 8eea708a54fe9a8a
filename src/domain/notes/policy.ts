import { visibleCompanies } from '#domain/companies/policy.ts';
import { visibleContacts } from '#domain/contacts/policy.ts';
import type { Context } from '#domain/context.ts';
import { visibleDeals } from '#domain/deals/policy.ts';
import { visibleLeads } from '#domain/leads/policy.ts';
import { notFound } from '#domain/not-found.ts';
import { AppError } from '#platform/errors.ts';
import type { TenantDb } from '#platform/database/tenant.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** Which notes the actor may see: those of every record that they see; deleted ones only to bring them back. */
export function visibleNotes(ctx: Context, which: 'present' | 'all' = 'present'): Prisma.NoteWhereInput {
  return {
    ...(which === 'present' ? { deletedAt: null } : {}),
    OR: [
      { lead: visibleLeads(ctx) },
      { deal: visibleDeals(ctx) },
      { contact: visibleContacts(ctx) },
      { company: visibleCompanies(ctx) },
    ],
  };
}

/** The note's row, or `note.notFound` when it is not there or not the actor's to see. */
export async function requireNote(ctx: Context, db: TenantDb, noteId: string, which: 'present' | 'all' = 'present') {
  const row = await db.note.findFirst({ where: { AND: [{ id: noteId }, visibleNotes(ctx, which)] } });
  if (!row) throw notFound('note');
  return row;
}

/** Notes are changed by whoever wrote them and by admins; others get `note.notYours`. */
export function requireOwnNote(ctx: Context, note: { authorId: string | null }): void {
  const { actor } = ctx;
  if (actor.kind === 'system' || (actor.kind === 'user' && (actor.role === 'admin' || actor.id === note.authorId)))
    return;
  throw new AppError('forbidden', 'note.notYours', 'Only whoever wrote this note, or an admin, can change it.');
}
