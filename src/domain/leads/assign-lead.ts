import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { readWrittenLead } from '#domain/leads/get-lead.ts';
import type { LeadView } from '#domain/leads/lead-view.ts';
import { requireAssignable } from '#domain/leads/pick-owner.ts';
import { requireLead } from '#domain/leads/policy.ts';
import { writeLead } from '#domain/leads/update-lead.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';

export const AssignLeadInput = z.strictObject({
  leadId: z.uuid(),
  /** Null gives it to nobody, so that any manager may take it. */
  ownerId: z.uuid().nullable(),
  version: z.int().optional(),
});
export type AssignLeadInput = z.input<typeof AssignLeadInput>;

/** Gives a lead, with its conversations and open drafts, to another owner; a manager takes an unowned one with their own id. */
export async function assignLead(ctx: Context, input: AssignLeadInput): Promise<LeadView> {
  requirePermission(ctx, 'leads.write');
  const data = parseInput(AssignLeadInput, input);
  await inTransaction(ctx, async (tx) => {
    const lead = await requireLead(ctx, tx.db, data.leadId);
    if (lead.ownerId === data.ownerId) return;
    if (data.ownerId !== null) await requireAssignable(tx, data.ownerId);
    await writeLead(tx, lead, data.version, { ownerId: data.ownerId });
    await moveBelongings(tx, lead, data.ownerId);
    const change = { ownerId: data.ownerId, previousOwnerId: lead.ownerId };
    tx.activity({ kind: 'lead.assigned', leadId: lead.id, contactId: lead.contactId, data: change });
    tx.audit({ action: 'lead.assigned', subjectType: 'lead', subjectId: lead.id, data: change });
    tx.event('lead.assigned', lead.id, change);
  });
  return readWrittenLead(ctx, data.leadId);
}

/** What follows a lead to its new owner: its conversations, drafts not yet decided, and the person if they had the same owner. */
export async function moveBelongings(
  tx: Transaction,
  lead: { id: string; contactId: string; ownerId: string | null },
  ownerId: string | null,
): Promise<void> {
  await tx.db.conversation.updateMany({ where: { leadId: lead.id }, data: { ownerId } });
  await tx.db.contact.updateMany({ where: { id: lead.contactId, ownerId: lead.ownerId }, data: { ownerId } });
  if (ownerId !== null) {
    await tx.db.draft.updateMany({
      where: { leadId: lead.id, status: { in: ['generating', 'ready'] } },
      data: { ownerId },
    });
  }
}
