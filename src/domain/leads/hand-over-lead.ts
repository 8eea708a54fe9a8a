import type { Transaction } from '#domain/transaction.ts';

interface OwnedLead {
  id: string;
  contactId: string;
  ownerId: string | null;
}

/**
 * What goes with a lead whose new owner the caller has checked and just written: its conversations, drafts not yet decided,
 * the person if they had the same owner, and the entries that tell of it.
 */
export async function handOverLead(tx: Transaction, lead: OwnedLead, ownerId: string | null): Promise<void> {
  await tx.db.conversation.updateMany({ where: { leadId: lead.id }, data: { ownerId } });
  await tx.db.contact.updateMany({ where: { id: lead.contactId, ownerId: lead.ownerId }, data: { ownerId } });
  if (ownerId !== null) {
    await tx.db.draft.updateMany({
      where: { leadId: lead.id, status: { in: ['generating', 'ready'] } },
      data: { ownerId },
    });
  }
  const change = { ownerId, previousOwnerId: lead.ownerId };
  tx.activity({ kind: 'lead.assigned', leadId: lead.id, contactId: lead.contactId, data: change });
  tx.audit({ action: 'lead.assigned', subjectType: 'lead', subjectId: lead.id, data: change });
  tx.event('lead.assigned', lead.id, change);
}
