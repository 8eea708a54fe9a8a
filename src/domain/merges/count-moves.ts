import type { Context } from '#domain/context.ts';
import type { MergeableRecord } from '#domain/duplicates/policy.ts';

/** How many rows of each kind hang on these records and would go with them; kinds with none are left out. */
export async function countMoves(
  ctx: Context,
  records: readonly { record: MergeableRecord; id: string }[],
): Promise<Record<string, number>> {
  const moves: Record<string, number> = {};
  for (const { record, id } of records) {
    for (const [kind, count] of await counts[record](ctx, id)) if (count > 0) moves[kind] = (moves[kind] ?? 0) + count;
  }
  return moves;
}

type Counts = (readonly [kind: string, count: number])[];

const counts: Record<MergeableRecord, (ctx: Context, id: string) => Promise<Counts>> = {
  contact: async ({ db }, contactId) => [
    ['contact_phones', await db.contactPhone.count({ where: { contactId } })],
    ['contact_emails', await db.contactEmail.count({ where: { contactId } })],
    ['leads', await db.lead.count({ where: { contactId, deletedAt: null } })],
    ['deals', await db.deal.count({ where: { contactId, deletedAt: null } })],
    ['conversations', await db.conversation.count({ where: { contactId } })],
    ['calls', await db.call.count({ where: { contactId, deletedAt: null } })],
    ['tasks', await db.task.count({ where: { contactId, deletedAt: null } })],
    ['notes', await db.note.count({ where: { contactId, deletedAt: null } })],
  ],
  company: async ({ db }, companyId) => [
    ['contacts', await db.contact.count({ where: { companyId, deletedAt: null } })],
    ['deals', await db.deal.count({ where: { companyId, deletedAt: null } })],
    ['tasks', await db.task.count({ where: { companyId, deletedAt: null } })],
    ['notes', await db.note.count({ where: { companyId, deletedAt: null } })],
  ],
  lead: async ({ db }, leadId) => [
    ['conversations', await db.conversation.count({ where: { leadId } })],
    ['calls', await db.call.count({ where: { leadId, deletedAt: null } })],
    ['deals', await db.deal.count({ where: { leadId, deletedAt: null } })],
    ['tasks', await db.task.count({ where: { leadId, deletedAt: null } })],
    ['notes', await db.note.count({ where: { leadId, deletedAt: null } })],
  ],
};
