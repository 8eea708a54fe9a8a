import { z } from 'zod';
import { requireContact } from '#domain/contacts/policy.ts';
import type { Context } from '#domain/context.ts';
import { onOneLine } from '#domain/emails/email-fields.ts';
import { findGivenName } from '#domain/leads/first-names.ts';
import { requireLead } from '#domain/leads/policy.ts';
import { invalidInput, parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { getTemplate } from '#domain/templates/get-template.ts';
import { customKeyOf, fillIn } from '#domain/templates/template-fields.ts';
import type { TemplateField } from '#domain/templates/template-fields.ts';
import type { TemplateView } from '#domain/templates/template-view.ts';

export const RenderTemplateInput = z.strictObject({
  templateId: z.uuid(),
  leadId: z.uuid().nullish(),
  contactId: z.uuid().nullish(),
});
export type RenderTemplateInput = z.input<typeof RenderTemplateInput>;

/** A template with the values of one record. */
export interface RenderedTemplate {
  subject: string | null;
  text: string;
  /** Fields that have no value for this record and were left empty: whoever sends it has to look. */
  missing: string[];
}

const CustomValues = z.record(z.string(), z.unknown());

/** The template's text for a lead or contact that the actor may see, with a list of the fields that stayed empty. */
export async function renderTemplate(ctx: Context, input: RenderTemplateInput): Promise<RenderedTemplate> {
  requirePermission(ctx, 'leads.read');
  const { templateId, leadId, contactId } = parseInput(RenderTemplateInput, input);
  if (!leadId && !contactId) throw invalidInput([{ field: 'leadId', problem: 'a lead or a contact is needed' }]);
  const template = await getTemplate(ctx, { templateId });
  const values = await valuesFor(ctx, template, leadId ?? null, contactId ?? null);
  const missing: string[] = [];
  const valueOf = (field: string): string => {
    const value = values(field);
    if (value === null && !missing.includes(field)) missing.push(field);
    return value ?? '';
  };
  return {
    subject: template.subject === null ? null : onOneLine(fillIn(template.subject, valueOf)),
    text: fillIn(template.text, valueOf).trim(),
    missing,
  };
}

async function valuesFor(
  ctx: Context,
  template: TemplateView,
  leadId: string | null,
  contactId: string | null,
): Promise<(field: string) => string | null> {
  const lead = leadId === null ? null : await requireLead(ctx, ctx.db, leadId);
  if (lead && contactId !== null && contactId !== lead.contactId)
    throw invalidInput([{ field: 'contactId', problem: 'is not the contact of this lead; leave it out' }]);
  // The contact of a lead that one sees is seen with it.
  const contact = lead
    ? await ctx.db.contact.findFirstOrThrow({ where: { id: lead.contactId } })
    : await requireContact(ctx, ctx.db, contactId ?? '');
  const organization = template.fields.includes('organization')
    ? await ctx.db.organization.findFirst({ select: { name: true } })
    : null;
  const ownerId = lead?.ownerId ?? contact.ownerId;
  const owner =
    ctx.actor.kind !== 'user' && ownerId !== null && template.fields.includes('manager')
      ? await ctx.db.user.findFirst({ where: { id: ownerId }, select: { name: true } })
      : null;
  const plain: Record<TemplateField, string | null> = {
    name: contact.name,
    firstName: firstNameOf(contact.name),
    company: contact.companyName,
    manager: ctx.actor.kind === 'user' ? ctx.actor.name : (owner?.name ?? null),
    organization: organization?.name ?? null,
  };
  const custom = CustomValues.safeParse(lead?.customFields).data ?? {};
  return (field) => {
    const key = customKeyOf(field);
    if (key !== null) return Object.hasOwn(custom, key) ? textOf(custom[key]) : null;
    return Object.hasOwn(plain, field) ? emptyToNull(plain[field as TemplateField]) : null;
  };
}

/** The given name among the words, wherever it stands; else the first word. */
function firstNameOf(name: string): string | null {
  const words = name.trim().split(/\s+/);
  return emptyToNull(words.find((word) => findGivenName(word) !== null) ?? words[0] ?? null);
}

function textOf(value: unknown): string | null {
  if (Array.isArray(value)) return emptyToNull(value.map((item) => String(item)).join(', '));
  if (typeof value === 'string') return emptyToNull(value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

function emptyToNull(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text;
}
