import { formatPhone, parsePhone } from '#platform/phone-number.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import type { CreateLeadInput } from '#domain/leads/create-lead.ts';
import { getOrganization } from '#domain/organizations/get-organization.ts';
import type { MemberContext } from '#bot/context.ts';
import { field } from '#bot/fields.ts';
import { html, lines, quote } from '#bot/formatting.ts';
import type { FormValues } from '#bot/forms/form-drafts.ts';
import type { Form, FormStep, TypedAnswer } from '#bot/forms/form.ts';
import { runForm } from '#bot/forms/run-form.ts';

/** What the form gathered as the operation's input; empty answers are left out. */
export function newLeadInput(values: FormValues): CreateLeadInput {
  const { name = '', phone, email, telegramUsername, companyName, note } = values;
  return {
    name,
    source: 'bot',
    ...(phone ? { phone } : {}),
    ...(email ? { email } : {}),
    ...(telegramUsername ? { telegramUsername } : {}),
    ...(companyName ? { companyName } : {}),
    ...(note ? { note } : {}),
  };
}

function upTo(max: number) {
  return async (ctx: MemberContext, text: string): Promise<TypedAnswer> =>
    text.length <= max ? { value: text } : { problem: ctx.texts.leads.tooLong(max) };
}

const steps: FormStep[] = [
  { key: 'name', ask: async (ctx) => ({ text: ctx.texts.leads.askName, options: [], typed: true }), read: upTo(120) },
  {
    key: 'phone',
    ask: async (ctx, values) => ({
      text: ctx.texts.leads.askPhone(values['name'] ?? ''),
      options: skip(ctx),
      typed: true,
    }),
    async read(ctx, text) {
      const parsed = parsePhone(text, (await getOrganization(ctx.asSystem)).defaultCountry);
      return parsed ? { value: parsed.e164 } : { problem: html`${ctx.texts.errors.reasons['phone.invalid']({})}` };
    },
  },
  {
    key: 'companyName',
    ask: async (ctx) => ({ text: ctx.texts.leads.askCompany, options: skip(ctx), typed: true }),
    read: upTo(200),
  },
  {
    key: 'note',
    ask: async (ctx) => ({ text: ctx.texts.leads.askNoteStep, options: skip(ctx), typed: true }),
    read: upTo(1000),
  },
];

function skip(ctx: MemberContext) {
  return [{ label: ctx.texts.actions.skip, value: '' }];
}

export const newLeadForm: Form = {
  id: 'newLead',
  steps,
  async review(ctx, values) {
    const { leads } = ctx.texts;
    return {
      text: lines(
        leads.reviewTitle,
        '',
        html`${leads.name}: <b>${values['name'] ?? ''}</b>`,
        field(leads.phone, values['phone'] ? formatPhone(values['phone']) : null),
        field(leads.email, values['email']),
        field(leads.telegram, values['telegramUsername'] ? `@${values['telegramUsername']}` : null),
        field(leads.company, values['companyName']),
        values['note'] ? quote(values['note']) : null,
      ),
      confirm: leads.create,
      edits: [
        { label: leads.name, step: 'name' },
        { label: leads.phone, step: 'phone' },
        { label: leads.company, step: 'companyName' },
        { label: leads.note, step: 'note' },
      ],
    };
  },
  async finish(ctx, values, nonce) {
    await createLead(ctx.operation, { ...newLeadInput(values), externalSource: 'bot', externalId: nonce });
    return { text: html`${ctx.texts.leads.created}` };
  },
};

export const newLeadConversation = runForm(newLeadForm);
export const newLeadSource = import.meta.url;
