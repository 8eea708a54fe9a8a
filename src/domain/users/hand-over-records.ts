import { tellOfNewOwner } from '#domain/deals/assign-deal.ts';
import { handOverTasks } from '#domain/tasks/hand-over-tasks.ts';
import type { Transaction } from '#domain/transaction.ts';

/** How many records of each kind changed hands. */
export interface HandedOver {
  leads: number;
  deals: number;
  contacts: number;
  companies: number;
  tasks: number;
}

/**
 * Gives everything that a member has in hand to a colleague, whom the caller has checked, or to nobody: open leads and
 * deals, contacts, companies, conversations and drafts not yet decided. Open tasks go along; without a colleague whoever
 * does this has them.
 */
export async function handOverRecords(tx: Transaction, fromId: string, toId: string | null): Promise<HandedOver> {
  const owned = { ownerId: fromId, deletedAt: null };
  const given = { ownerId: toId, version: { increment: 1 } };
  const leads = await tx.db.lead.updateManyAndReturn({
    where: { ...owned, closedAt: null },
    // What nobody owns waits to be taken again.
    data: { ...given, ...(toId === null ? { takenAt: null } : {}) },
    select: { id: true, contactId: true },
  });
  const deals = await tx.db.deal.updateManyAndReturn({
    where: { ...owned, closedAt: null },
    data: given,
    select: { id: true, leadId: true, contactId: true, companyId: true },
  });
  const contacts = await tx.db.contact.updateMany({ where: owned, data: given });
  const companies = await tx.db.company.updateMany({ where: owned, data: given });
  await tx.db.conversation.updateMany({ where: { ownerId: fromId }, data: { ownerId: toId } });
  if (toId !== null) {
    await tx.db.draft.updateMany({
      where: { ownerId: fromId, status: { in: ['generating', 'ready'] } },
      data: { ownerId: toId },
    });
  }
  const change = { ownerId: toId, previousOwnerId: fromId };
  for (const { id, contactId } of leads) {
    tx.activity({ kind: 'lead.assigned', leadId: id, contactId, data: change });
    tx.event('lead.assigned', id, change);
  }
  for (const deal of deals) tellOfNewOwner(tx, { ...deal, ownerId: fromId }, toId);
  const tasks = await handOverTasks(tx, fromId, toId);
  return { leads: leads.length, deals: deals.length, contacts: contacts.count, companies: companies.count, tasks };
}
