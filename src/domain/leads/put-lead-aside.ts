import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { readWrittenLead } from '#domain/leads/get-lead.ts';
import type { LeadView } from '#domain/leads/lead-view.ts';
import { requireLead } from '#domain/leads/policy.ts';
import { writeLead } from '#domain/leads/update-lead.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const PutLeadAsideInput = z.strictObject({ leadId: z.uuid(), version: z.int().optional() });
export type PutLeadAsideInput = z.input<typeof PutLeadAsideInput>;

/** How long spam can be brought back before it is deleted. */
export const spamKeptDays = 7;

/** Puts a lead aside as spam: it leaves all lists, and is deleted in seven days unless it is brought back. */
export async function putLeadAside(ctx: Context, input: PutLeadAsideInput): Promise<LeadView> {
  return setAside(ctx, input, true);
}

/** Takes a lead out of the spam again, as it was. */
export async function bringLeadBack(ctx: Context, input: PutLeadAsideInput): Promise<LeadView> {
  return setAside(ctx, input, false);
}

async function setAside(ctx: Context, input: PutLeadAsideInput, aside: boolean): Promise<LeadView> {
  requirePermission(ctx, 'leads.write');
  const { leadId, version } = parseInput(PutLeadAsideInput, input);
  await inTransaction(ctx, async (tx) => {
    const lead = await requireLead(ctx, tx.db, leadId);
    if ((lead.spamAt !== null) === aside) return;
    await writeLead(tx, lead, version, { spamAt: aside ? ctx.clock.now() : null });
    const kind = aside ? 'lead.putAside' : 'lead.broughtBack';
    tx.activity({ kind, leadId, contactId: lead.contactId });
    tx.audit({ action: kind, subjectType: 'lead', subjectId: leadId });
    if (aside) tx.event('lead.putAside', leadId, { why: 'spam' });
    else tx.event('lead.broughtBack', leadId, {});
  });
  return readWrittenLead(ctx, leadId);
}
