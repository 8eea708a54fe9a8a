import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { requireLead } from '#domain/leads/policy.ts';
import { writeLead } from '#domain/leads/update-lead.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const DeleteLeadInput = z.strictObject({ leadId: z.uuid(), version: z.int().optional() });
export type DeleteLeadInput = z.input<typeof DeleteLeadInput>;

/** Takes a lead out of all lists; its person, calls and timeline stay. */
export async function deleteLead(ctx: Context, input: DeleteLeadInput): Promise<void> {
  requirePermission(ctx, 'leads.write');
  const { leadId, version } = parseInput(DeleteLeadInput, input);
  await inTransaction(ctx, async (tx) => {
    const lead = await requireLead(ctx, tx.db, leadId);
    await writeLead(tx, lead, version, { deletedAt: ctx.clock.now() });
    tx.audit({ action: 'lead.deleted', subjectType: 'lead', subjectId: leadId });
    tx.activity({ kind: 'lead.deleted', leadId, contactId: lead.contactId });
    tx.event('lead.deleted', leadId, {});
  });
}
