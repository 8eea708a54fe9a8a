import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { readWrittenLead } from '#domain/leads/get-lead.ts';
import type { LeadView } from '#domain/leads/lead-view.ts';
import { ownedOrFree } from '#domain/leads/policy.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const RestoreLeadInput = z.strictObject({ leadId: z.uuid() });
export type RestoreLeadInput = z.input<typeof RestoreLeadInput>;

/**
 * Undoes the deletion of a lead, also of one that was deleted as spam; one that is there changes nothing. `contact.deleted`
 * when its person is deleted: they come back first. What was merged into another lead comes back by undoing the merge.
 */
export async function restoreLead(ctx: Context, input: RestoreLeadInput): Promise<LeadView> {
  requirePermission(ctx, 'leads.write');
  const { leadId } = parseInput(RestoreLeadInput, input);
  await inTransaction(ctx, async (tx) => {
    const lead = await tx.db.lead.findFirst({
      where: { AND: [{ id: leadId, mergedIntoId: null }, ownedOrFree(ctx)] },
      include: { contact: { select: { deletedAt: true } } },
    });
    if (!lead) throw notFound('lead');
    if (!lead.deletedAt) return;
    if (lead.contact.deletedAt) {
      throw new AppError('conflict', 'contact.deleted', 'The person of this lead is deleted; restore them first.');
    }
    const { count } = await tx.db.lead.updateMany({
      where: { id: leadId, version: lead.version },
      data: { deletedAt: null, spamAt: null, version: { increment: 1 } },
    });
    if (count === 0)
      throw new AppError('stale', 'lead.changedMeanwhile', 'This lead was changed meanwhile; look again.');
    tx.activity({ kind: 'lead.restored', leadId, contactId: lead.contactId });
    tx.audit({ action: 'lead.restored', subjectType: 'lead', subjectId: leadId });
    tx.event('lead.changed', leadId, { fields: ['deletedAt'] });
  });
  return readWrittenLead(ctx, leadId);
}
