import { z } from 'zod';
import { requireCompany } from '#domain/companies/policy.ts';
import { requireContact } from '#domain/contacts/policy.ts';
import type { Context } from '#domain/context.ts';
import { requireDeal } from '#domain/deals/policy.ts';
import { requireLead } from '#domain/leads/policy.ts';
import { invalidInput } from '#domain/parse-input.ts';
import type { TenantDb } from '#platform/database/tenant.ts';

/** The record that a task or a note is about; one at most, as a lead and a deal name their people themselves. */
export const subjectFields = {
  leadId: z.uuid().nullish(),
  contactId: z.uuid().nullish(),
  companyId: z.uuid().nullish(),
  dealId: z.uuid().nullish(),
};

export interface Subject {
  leadId: string | null;
  contactId: string | null;
  companyId: string | null;
  dealId: string | null;
}

const none: Subject = { leadId: null, contactId: null, companyId: null, dealId: null };

/**
 * The one record that is named, if the actor may see it, and the records in whose timelines it is told; null when none is
 * named. `input.invalid` when there are two, the record's `notFound` when it is not there or not theirs to see.
 */
export async function requireSubject(
  ctx: Context,
  db: TenantDb,
  given: { [Key in keyof Subject]?: string | null | undefined },
): Promise<{ subject: Subject; timeline: Subject } | null> {
  const { leadId, contactId, companyId, dealId } = given;
  const [, second] = (['leadId', 'contactId', 'companyId', 'dealId'] as const).filter((key) => given[key]);
  if (second !== undefined) throw invalidInput([{ field: second, problem: 'name one record only' }]);
  if (leadId) {
    const lead = await requireLead(ctx, db, leadId);
    return { subject: { ...none, leadId }, timeline: { ...none, leadId, contactId: lead.contactId } };
  }
  if (dealId) {
    const deal = await requireDeal(ctx, db, dealId);
    const { contactId: personId, companyId: firmId } = deal;
    return { subject: { ...none, dealId }, timeline: { ...none, dealId, contactId: personId, companyId: firmId } };
  }
  if (contactId) await requireContact(ctx, db, contactId);
  else if (companyId) await requireCompany(ctx, db, companyId);
  else return null;
  const subject = { ...none, contactId: contactId ?? null, companyId: companyId ?? null };
  return { subject, timeline: subject };
}
