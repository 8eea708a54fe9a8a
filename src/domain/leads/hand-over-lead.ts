import type { Context } from '#domain/context.ts';
import type { Transaction } from '#domain/transaction.ts';

/** A lead as it was before its new owner. */
export interface OwnedLead {
  id: string;
  contactId: string;
  ownerId: string | null;
}

/**
 * What goes with a lead whose new owner the caller has checked and just written: its conversations, drafts not yet decided,
 * the previous owner's open tasks for it, the person if they had the same owner, and the entries that tell of it.
 */
export async function handOverLead(tx: Transaction, lead: OwnedLead, ownerId: string | null): Promise<void> {
  await handOverLeads(tx, [lead], ownerId);
}

/** The same for many leads that get one owner, with as few statements as for one. */
export async function handOverLeads(tx: Transaction, leads: OwnedLead[], ownerId: string | null): Promise<void> {
  await moveLeadBelongings(tx, leads, ownerId);
  for (const lead of leads) {
    const change = { ownerId, previousOwnerId: lead.ownerId };
    tx.activity({ kind: 'lead.assigned', leadId: lead.id, contactId: lead.contactId, data: change });
    tx.audit({ action: 'lead.assigned', subjectType: 'lead', subjectId: lead.id, data: change });
    tx.event('lead.assigned', lead.id, change);
  }
}

/** Moves what belongs to the leads, without telling of it. */
export async function moveLeadBelongings(tx: Transaction, leads: OwnedLead[], ownerId: string | null): Promise<void> {
  const leadIds = leads.map(({ id }) => id);
  await tx.db.conversation.updateMany({ where: { leadId: { in: leadIds } }, data: { ownerId } });
  for (const [previousId, owned] of Map.groupBy(leads, (lead) => lead.ownerId)) {
    const contactIds = owned.map(({ contactId }) => contactId);
    await tx.db.contact.updateMany({ where: { id: { in: contactIds }, ownerId: previousId }, data: { ownerId } });
  }
  if (ownerId !== null) {
    for (const [previousId, owned] of Map.groupBy(leads, (lead) => lead.ownerId)) {
      if (previousId === null) continue;
      await tx.db.task.updateMany({
        where: { leadId: { in: owned.map(({ id }) => id) }, ownerId: previousId, doneAt: null, deletedAt: null },
        data: { ownerId, version: { increment: 1 } },
      });
    }
    await tx.db.draft.updateMany({
      where: { leadId: { in: leadIds }, status: { in: ['generating', 'ready'] } },
      data: { ownerId },
    });
  }
}

/**
 * When a lead counts as taken after somebody was given it: whoever gives it to themselves takes it, nobody's waits to be
 * taken again, and a colleague's stays as it was, because a lead in work goes on and a new one still waits for a "mine".
 */
export function takenAfterAssignment(ctx: Context, takenAt: Date | null, ownerId: string | null): Date | null {
  if (ownerId === null) return null;
  return ctx.actor.kind === 'user' && ctx.actor.id === ownerId ? ctx.clock.now() : takenAt;
}
