import { z } from 'zod';
import { CompanyName, EmailText, PhoneText, TelegramUsername, requirePhone } from '#domain/contacts/contact-fields.ts';
import type { Context } from '#domain/context.ts';
import { validateCustomFields } from '#domain/custom-fields/validate-custom-fields.ts';
import { readWrittenLead } from '#domain/leads/get-lead.ts';
import { insertLead } from '#domain/leads/insert-lead.ts';
import { CustomFields, LeadName, LeadNote, LeadSource } from '#domain/leads/lead-fields.ts';
import type { LeadView } from '#domain/leads/lead-view.ts';
import { requireAssignable } from '#domain/leads/pick-owner.ts';
import { inTransactionOnce } from '#domain/lost-race.ts';
import { followMergedLead } from '#domain/merges/follow-merged-lead.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import type { Transaction } from '#domain/transaction.ts';
import { TelegramId, UserLanguage } from '#domain/users/user-fields.ts';

export const CreateLeadInput = z.strictObject({
  name: LeadName,
  phone: PhoneText.nullish(),
  email: EmailText.nullish(),
  telegramUsername: TelegramUsername.nullish(),
  telegramUserId: TelegramId.nullish(),
  companyName: CompanyName.nullish(),
  language: UserLanguage.nullish(),
  source: LeadSource.nullish(),
  note: LeadNote.nullish(),
  pipelineId: z.uuid().nullish(),
  stageId: z.uuid().nullish(),
  ownerId: z.uuid().nullish(),
  customFields: CustomFields.nullish(),
  /** Who gave `externalId`; ids of different senders do not collide. */
  externalSource: z.string().trim().min(1).max(60).nullish(),
  /** The sender's own id: a lead that comes again with it answers as the first time and changes nothing. */
  externalId: z.string().trim().min(1).max(200).nullish(),
});
export type CreateLeadInput = z.input<typeof CreateLeadInput>;

/**
 * Makes a lead, for an exactly known contact or a new one, and gives it to an owner. `phone.invalid` when the phone is
 * none. Reads its answer after the commit: inside another transaction use `insertLead`.
 */
export async function createLead(ctx: Context, input: CreateLeadInput): Promise<LeadView> {
  requirePermission(ctx, 'leads.write');
  const data = parseInput(CreateLeadInput, input);
  const leadId = await inTransactionOnce(ctx, (tx) => findOrInsert(tx, data));
  return readWrittenLead(ctx, leadId);
}

async function findOrInsert(tx: Transaction, data: z.output<typeof CreateLeadInput>): Promise<string> {
  const external = data.externalId ? { source: data.externalSource ?? 'api', id: data.externalId } : null;
  if (external) {
    const first = await tx.db.lead.findFirst({
      where: { externalSource: external.source, externalId: external.id },
      select: { id: true },
    });
    if (first) return followMergedLead(tx.ctx, { leadId: first.id });
  }
  const { defaultCountry } = await tx.db.organization.findFirstOrThrow({ select: { defaultCountry: true } });
  const phone = data.phone ? requirePhone(data.phone, defaultCountry) : null;
  if (data.ownerId) await requireAssignable(tx, data.ownerId);
  // Whoever fills a form in is asked for required fields; a line or a shared contact in the chat is taken as it comes.
  const partial = tx.ctx.door !== 'api';
  const customFields = await validateCustomFields(tx, 'lead', data.customFields ?? {}, { partial });
  const { leadId } = await insertLead(tx, {
    name: data.name,
    person: {
      name: data.name,
      phones: phone ? [phone.e164] : [],
      extension: phone?.extension ?? null,
      emails: data.email ? [data.email] : [],
      telegramUserId: data.telegramUserId ? BigInt(data.telegramUserId) : null,
      telegramUsername: data.telegramUsername ?? null,
      companyName: data.companyName ?? null,
      language: data.language ?? null,
    },
    source: data.source ?? defaultSource(tx.ctx),
    note: data.note ?? null,
    pipelineId: data.pipelineId ?? null,
    stageId: data.stageId ?? null,
    ownerId: data.ownerId ?? null,
    customFields,
    external,
  });
  return leadId;
}

function defaultSource(ctx: Context): string {
  if (ctx.door === 'bot') return 'manual';
  return ctx.door === 'job' ? 'system' : ctx.door;
}
