import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { CompanyName, EmailText, PhoneText, TelegramUsername, requirePhone } from '#domain/contacts/contact-fields.ts';
import { identityTaken } from '#domain/contacts/create-contact.ts';
import { newId } from '#platform/ids.ts';
import { askAgainForNames } from '#domain/call-requests/ask-again.ts';
import type { Context } from '#domain/context.ts';
import { validateCustomFields } from '#domain/custom-fields/validate-custom-fields.ts';
import { readWrittenLead } from '#domain/leads/get-lead.ts';
import { handOverLead, takenAfterAssignment } from '#domain/leads/hand-over-lead.ts';
import { CustomFields, LeadName, LeadNote, LeadSource } from '#domain/leads/lead-fields.ts';
import type { LeadView } from '#domain/leads/lead-view.ts';
import { requireAssignable } from '#domain/leads/pick-owner.ts';
import { requireLead } from '#domain/leads/policy.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { LeadModel } from '#prisma/generated/models/Lead.ts';

export const UpdateLeadInput = z.strictObject({
  leadId: z.uuid(),
  name: LeadName.optional(),
  note: LeadNote.nullish(),
  source: LeadSource.optional(),
  /** Laid over what the lead has; null takes one away. */
  customFields: CustomFields.optional(),
  /** Null gives it to nobody; its conversations and open drafts go with it. */
  ownerId: z.uuid().nullish(),
  /** Of the lead's person: added to what they have. */
  phone: PhoneText.optional(),
  email: EmailText.optional(),
  telegramUsername: TelegramUsername.nullish(),
  companyName: CompanyName.nullish(),
  version: z.int().optional(),
});
export type UpdateLeadInput = z.input<typeof UpdateLeadInput>;

/**
 * Changes a lead and adds facts about its person; another owner gets it with what belongs to it. `lead.changedMeanwhile` when `version` is not the present one,
 * `contact.identityTaken` when the number or address is another contact's.
 */
export async function updateLead(ctx: Context, input: UpdateLeadInput): Promise<LeadView> {
  requirePermission(ctx, 'leads.write');
  const data = parseInput(UpdateLeadInput, input);
  await inTransaction(ctx, async (tx) => {
    const lead = await requireLead(ctx, tx.db, data.leadId);
    const { name, note, source, ownerId } = data;
    const customFields =
      data.customFields &&
      (await validateCustomFields(tx, 'lead', data.customFields, { partial: true, present: lead.customFields }));
    const isHandedOver = ownerId !== undefined && ownerId !== lead.ownerId;
    if (isHandedOver && ownerId !== null) await requireAssignable(tx, ownerId);
    await writeLead(tx, lead, data.version, {
      ...onlyGiven({ name, note, source, customFields, ownerId }),
      ...(isHandedOver ? { takenAt: takenAfterAssignment(ctx, lead.takenAt, ownerId) } : {}),
    });
    if (isHandedOver) await handOverLead(tx, lead, ownerId);
    await writePerson(tx, lead, data);
    await askAgainForNames(tx, { leadId: lead.id });
    await askAgainForNames(tx, { contactId: lead.contactId });
    const { leadId: _leadId, version: _version, ...given } = data;
    const fields = Object.keys(onlyGiven(given));
    tx.audit({ action: 'lead.updated', subjectType: 'lead', subjectId: lead.id, data: { fields } });
    tx.activity({ kind: 'lead.updated', leadId: lead.id, contactId: lead.contactId, data: { fields } });
    tx.event('lead.changed', lead.id, { fields });
  });
  return readWrittenLead(ctx, data.leadId);
}

/** Writes a lead's columns if it still is what was read, or what the caller saw; else `lead.changedMeanwhile`. */
export async function writeLead(
  tx: Transaction,
  lead: Pick<LeadModel, 'id' | 'version'>,
  version: number | undefined,
  data: Omit<Parameters<Transaction['db']['lead']['updateMany']>[0]['data'], 'version'>,
): Promise<void> {
  const { count } = await tx.db.lead.updateMany({
    where: { id: lead.id, version: version ?? lead.version, deletedAt: null },
    data: { ...data, version: { increment: 1 } },
  });
  if (count === 0) throw leadChangedMeanwhile();
}

/** The lead is no longer what the caller saw. */
export function leadChangedMeanwhile(): AppError {
  return new AppError('stale', 'lead.changedMeanwhile', 'This lead was changed meanwhile; look again.');
}

async function writePerson(tx: Transaction, lead: LeadModel, data: z.output<typeof UpdateLeadInput>): Promise<void> {
  const { contactId } = lead;
  const contact = await tx.db.contact.findFirstOrThrow({ where: { id: contactId }, select: { name: true } });
  // A lead mostly bears its person's name; a name corrected here is corrected there, a lead's title of its own is not.
  const name = contact.name === lead.name ? data.name : undefined;
  const changes = onlyGiven({ name, companyName: data.companyName, telegramUsername: data.telegramUsername });
  if (Object.keys(changes).length > 0) {
    await tx.db.contact.updateMany({ where: { id: contactId }, data: { ...changes, version: { increment: 1 } } });
  }
  if (data.phone) {
    const { defaultCountry } = await tx.db.organization.findFirstOrThrow({ select: { defaultCountry: true } });
    const { e164, country, extension } = requirePhone(data.phone, defaultCountry);
    await tx.db.contactPhone.createMany({
      data: [{ id: newId(), contactId, e164, country, extension }],
      skipDuplicates: true,
    });
    if (!(await tx.db.contactPhone.findFirst({ where: { contactId, e164 } }))) throw identityTaken();
  }
  if (data.email) {
    await tx.db.contactEmail.createMany({
      data: [{ id: newId(), contactId, email: data.email }],
      skipDuplicates: true,
    });
    if (!(await tx.db.contactEmail.findFirst({ where: { contactId, email: data.email } }))) throw identityTaken();
  }
}
