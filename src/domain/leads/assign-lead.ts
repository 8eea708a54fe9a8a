import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { readWrittenLead } from '#domain/leads/get-lead.ts';
import { handOverLead, takenAfterAssignment } from '#domain/leads/hand-over-lead.ts';
import type { LeadView } from '#domain/leads/lead-view.ts';
import { requireAssignable } from '#domain/leads/pick-owner.ts';
import { requireLead } from '#domain/leads/policy.ts';
import { writeLead } from '#domain/leads/update-lead.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

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
    await writeLead(tx, lead, data.version, {
      ownerId: data.ownerId,
      takenAt: takenAfterAssignment(ctx, lead.takenAt, data.ownerId),
    });
    await handOverLead(tx, lead, data.ownerId);
  });
  return readWrittenLead(ctx, data.leadId);
}
