import { z } from 'zod';
import { businessDomain } from '#domain/companies/business-domain.ts';
import { CompanyName, Domain, TaxId } from '#domain/companies/company-fields.ts';
import { findCompanyLike, findOrCreateCompany } from '#domain/companies/find-or-create-company.ts';
import { requireCompany } from '#domain/companies/policy.ts';
import type { Context } from '#domain/context.ts';
import { CustomValues } from '#domain/custom-fields/custom-values.ts';
import { sortOutCustomFields, validateCustomFields } from '#domain/custom-fields/validate-custom-fields.ts';
import { AmountCents, Currency, Day, DealName } from '#domain/deals/deal-fields.ts';
import { insertDeal } from '#domain/deals/insert-deal.ts';
import { LeadNote } from '#domain/leads/lead-fields.ts';
import { moveLeadInto } from '#domain/leads/move-lead-stage.ts';
import { requireLead } from '#domain/leads/policy.ts';
import { leadChangedMeanwhile } from '#domain/leads/update-lead.ts';
import { inTransactionOnce } from '#domain/lost-race.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { requireStageFields } from '#domain/pipelines/stage-rules.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { LeadModel } from '#prisma/generated/models/Lead.ts';

const NewCompany = z.strictObject({ name: CompanyName, taxId: TaxId.nullish(), domain: Domain.nullish() });

export const ConvertLeadInput = z.strictObject({
  leadId: z.uuid(),
  /** Without it no deal is made. Its name and person are the lead's unless it says otherwise. */
  deal: z
    .strictObject({
      name: DealName.optional(),
      amountCents: AmountCents.nullish(),
      currency: Currency.optional(),
      pipelineId: z.uuid().nullish(),
      stageId: z.uuid().nullish(),
      expectedCloseOn: Day.nullish(),
      note: LeadNote.nullish(),
      customFields: CustomValues.optional(),
    })
    .nullish(),
  /** Null: none. Absent: the one that the person's card and e-mail address point to. */
  company: z.union([z.strictObject({ companyId: z.uuid() }), NewCompany]).nullish(),
  version: z.int().optional(),
});
export type ConvertLeadInput = z.input<typeof ConvertLeadInput>;
type Data = z.output<typeof ConvertLeadInput>;

const Result = z.object({ contactId: z.uuid(), companyId: z.uuid().nullable(), dealId: z.uuid().nullable() });
/** What a lead became. */
export type ConvertedLead = z.output<typeof Result>;

/**
 * Makes of a lead what it has become: its person stays the contact, the company is an existing one where there is one, the
 * deal gets the lead's owner, own fields, open tasks and notes, and the lead goes to the first won stage of its pipeline.
 * Converted again, also at the same time, it answers as the first time and changes nothing. `lead.changedMeanwhile` when
 * `version` is old, `stage.fieldsMissing` when a stage asks for more first.
 */
export async function convertLead(ctx: Context, input: ConvertLeadInput): Promise<ConvertedLead> {
  requirePermission(ctx, 'leads.write');
  requirePermission(ctx, 'contacts.write');
  const data = parseInput(ConvertLeadInput, input);
  const lead = await requireLead(ctx, ctx.db, data.leadId);
  const likeId = await likelyCompany(ctx, lead, data);
  return inTransactionOnce(ctx, async (tx) => {
    const present = await requireLead(ctx, tx.db, data.leadId);
    if (!(await claim(tx, present, data.version))) return firstResult(tx, data.leadId);
    const claimed = await requireLead(ctx, tx.db, data.leadId);
    const companyId = await companyOf(tx, claimed, data, likeId);
    const dealId = data.deal ? await makeDeal(tx, claimed, companyId, data.deal) : null;
    await moveToWon(tx, claimed);
    const result: ConvertedLead = { contactId: claimed.contactId, companyId, dealId };
    tx.activity({ kind: 'lead.converted', leadId: claimed.id, ...result, data: { ...result } });
    tx.audit({ action: 'lead.converted', subjectType: 'lead', subjectId: claimed.id, data: { ...result } });
    tx.event('lead.converted', claimed.id, result);
    return result;
  });
}

/** Whether this conversion is the one that counts; a parallel one waits here until the first is done. */
async function claim(tx: Transaction, lead: LeadModel, version: number | undefined): Promise<boolean> {
  if (lead.convertedAt !== null) return false;
  const now = tx.ctx.clock.now();
  const { count } = await tx.db.lead.updateMany({
    where: { id: lead.id, convertedAt: null, deletedAt: null, version: version ?? lead.version },
    data: { convertedAt: now, takenAt: lead.takenAt ?? now, version: { increment: 1 } },
  });
  if (count === 1) return true;
  const other = await tx.db.lead.findFirst({
    where: { id: lead.id, convertedAt: { not: null } },
    select: { id: true },
  });
  if (!other) throw leadChangedMeanwhile();
  return false;
}

async function firstResult(tx: Transaction, leadId: string): Promise<ConvertedLead> {
  const entry = await tx.db.activity.findFirstOrThrow({
    where: { leadId, kind: 'lead.converted' },
    orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }],
    select: { data: true },
  });
  return Result.parse(entry.data);
}

/** The company whose name is alike, looked for before the transaction because that is read of what is committed. */
async function likelyCompany(ctx: Context, lead: LeadModel, { company }: Data): Promise<string | null> {
  if (company === null || lead.convertedAt !== null) return null;
  if (company && 'companyId' in company) return null;
  const name = company?.name ?? (await contactOf(ctx, lead.contactId)).companyName;
  return name === null ? null : findCompanyLike(ctx, name);
}

function contactOf({ db }: Pick<Transaction, 'db'>, contactId: string) {
  return db.contact.findFirstOrThrow({
    where: { id: contactId },
    select: { companyId: true, companyName: true, emails: { select: { email: true }, orderBy: { createdAt: 'asc' } } },
  });
}

async function companyOf(tx: Transaction, lead: LeadModel, data: Data, likeId: string | null): Promise<string | null> {
  const { company } = data;
  const contact = await contactOf(tx, lead.contactId);
  if (company === null) return null;
  if (company === undefined && contact.companyId !== null) return contact.companyId;
  const named = company && 'name' in company ? company : null;
  const domains = contact.emails.flatMap(({ email }) => businessDomain(email) ?? []);
  const companyId =
    company && 'companyId' in company
      ? (await requireCompany(tx.ctx, tx.db, company.companyId)).id
      : (
          await findOrCreateCompany(tx, {
            name: named?.name ?? contact.companyName,
            taxId: named?.taxId ?? null,
            domains: [...new Set([...(named?.domain ? [named.domain] : []), ...domains])],
            ownerId: ownerOf(tx, lead),
            likeId,
          })
        ).companyId;
  if (companyId === null || companyId === contact.companyId) return companyId;
  await tx.db.contact.updateMany({
    where: { id: lead.contactId },
    data: {
      companyId,
      ...(named && contact.companyName === null ? { companyName: named.name } : {}),
      version: { increment: 1 },
    },
  });
  tx.activity({ kind: 'contact.updated', contactId: lead.contactId, companyId, data: { fields: ['companyId'] } });
  tx.event('contact.changed', lead.contactId, { fields: ['companyId'] });
  return companyId;
}

async function makeDeal(
  tx: Transaction,
  lead: LeadModel,
  companyId: string | null,
  deal: NonNullable<Data['deal']>,
): Promise<string> {
  const { customFields: given, ...facts } = deal;
  const { values: carried } = await sortOutCustomFields(tx, 'deal', Object(lead.customFields));
  const customFields = await validateCustomFields(tx, 'deal', given ?? {}, { partial: true, present: carried });
  const { contactId } = lead;
  const subject = {
    record: 'deal',
    contactId,
    companyId,
    amountCents: deal.amountCents ?? null,
    customFields,
  } as const;
  const dealId = await insertDeal(
    tx,
    {
      ...onlyGiven(facts),
      name: deal.name ?? lead.name,
      pipelineId: deal.pipelineId ?? (deal.stageId ? null : lead.pipelineId),
      contactId,
      companyId,
      leadId: lead.id,
      ownerId: ownerOf(tx, lead),
      source: lead.source,
      customFields,
    },
    async (stage) => {
      if (deal.stageId) await requireStageFields(tx, stage, subject);
    },
  );
  const ofLead = { leadId: lead.id, dealId: null, deletedAt: null };
  await tx.db.task.updateMany({ where: { ...ofLead, doneAt: null }, data: { dealId } });
  await tx.db.note.updateMany({ where: ofLead, data: { dealId } });
  return dealId;
}

async function moveToWon(tx: Transaction, lead: LeadModel): Promise<void> {
  const won = await tx.db.stage.findFirst({
    where: { pipelineId: lead.pipelineId, kind: 'won', deletedAt: null },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  });
  const present = await tx.db.stage.findFirst({ where: { id: lead.stageId }, select: { kind: true } });
  if (won && present?.kind !== 'won') await moveLeadInto(tx, lead, won, null);
}

/** A lead that nobody owns is taken by who converts it. */
function ownerOf({ ctx }: Transaction, lead: LeadModel): string | null {
  return lead.ownerId ?? (ctx.actor.kind === 'user' && ctx.actor.role !== 'analyst' ? ctx.actor.id : null);
}
