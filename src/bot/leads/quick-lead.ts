import { z } from 'zod';
import { formatPhone, parsePhone } from '#platform/phone-number.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { parseLeadLine } from '#domain/leads/parse-lead-line.ts';
import type { LeadLine } from '#domain/leads/parse-lead-line.ts';
import { getOrganization } from '#domain/organizations/get-organization.ts';
import { actorHas } from '#domain/permissions.ts';
import { defineButton } from '#bot/buttons.ts';
import type { BotContext, MemberContext } from '#bot/context.ts';
import { field } from '#bot/fields.ts';
import { html, lines } from '#bot/formatting.ts';
import { deleteForm, findForm, saveForm } from '#bot/forms/form-drafts.ts';
import type { FormValues } from '#bot/forms/form-drafts.ts';
import { startForm } from '#bot/forms/form.ts';
import { isMember, membersOnly } from '#bot/middleware/members-only.ts';
import { askByReply, definePrompt } from '#bot/prompts.ts';
import { say, sendScreen, showScreen } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';
import { newLeadInput } from '#bot/leads/new-lead.conversation.ts';

const emptyInput = z.strictObject({ messageId: z.int() });
/** Which of the values are guesses, beside them. */
const unsureKey = 'unsure';
const formName = (messageId: number) => `quickLead:${messageId}`;

/**
 * A line or a contact from a member becomes a proposed lead; whether the text was about a person. `asked` is a line that is
 * meant as a lead, however little it looks like one.
 */
export async function proposeLead(ctx: BotContext, asked?: string): Promise<boolean> {
  const message = ctx.message;
  if (!message || ctx.chat?.type !== 'private' || !isMember(ctx) || !actorHas(ctx.operation.actor, 'leads.write'))
    return false;
  const values = await readMessage(ctx, asked);
  if (!values) return false;
  await saveForm(ctx.operation, ctx.member.id, formName(message.message_id), { values, step: null });
  if (!values['name']) {
    const { leads } = ctx.texts;
    await askByReply(ctx, namePrompt, { messageId: message.message_id }, leads.askQuickName, leads.name);
    return true;
  }
  await sendScreen(ctx, proposal(ctx, message.message_id, values));
  return true;
}

/** What was read, with what is a guess marked, before anything is made of it. */
function proposal(ctx: MemberContext, messageId: number, values: FormValues): Screen {
  const { leads, actions } = ctx.texts;
  const input = { messageId };
  const unsure = (values[unsureKey] ?? '').split(',');
  const shown = (key: string, label: string, value: string | null | undefined) =>
    field(unsure.includes(key) ? `❓ ${label}` : label, value);
  return {
    text: lines(
      leads.parsedTitle,
      '',
      shown('name', leads.name, values['name']),
      shown('phone', leads.phone, values['phone'] ? formatPhone(values['phone']) : null),
      shown('email', leads.email, values['email']),
      shown('telegramUsername', leads.telegram, values['telegramUsername'] ? `@${values['telegramUsername']}` : null),
      shown('companyName', leads.company, values['companyName']),
      field(leads.note, values['note']),
      unsure[0] ? leads.unsure : null,
    ),
    keyboard: ctx
      .keyboard()
      .button(leads.create, createButton, input)
      .row()
      .button(leads.edit, editButton, input)
      .button(actions.cancel, cancelButton, input)
      .markup(),
  };
}

/** The line named nobody: who it is about is asked. */
export const namePrompt = definePrompt('leads.quickName', emptyInput, async (ctx, { messageId }, text) => {
  const form = await findForm(ctx.operation, ctx.member.id, formName(messageId));
  if (!form) return say(ctx, ctx.texts.leads.alreadyCreated);
  const values = { ...form.values, name: text.slice(0, 120) };
  await saveForm(ctx.operation, ctx.member.id, formName(messageId), { values, step: null });
  await sendScreen(ctx, proposal(ctx, messageId, values));
});

async function readMessage(ctx: MemberContext, asked?: string): Promise<FormValues | null> {
  const message = ctx.message;
  const { defaultCountry } = await getOrganization(ctx.asSystem);
  if (message?.contact) {
    const { contact } = message;
    const phone = parsePhone(
      contact.phone_number.startsWith('+') ? contact.phone_number : `+${contact.phone_number}`,
      defaultCountry,
    );
    return given({
      name: [contact.first_name, contact.last_name].filter(Boolean).join(' '),
      phone: phone?.e164 ?? null,
    });
  }
  const text = asked ?? message?.text;
  if (!message || !text) return null;
  const line = parseLeadLine(text, { defaultCountry, language: ctx.language });
  const origin = message.forward_origin;
  const author = origin?.type === 'user' ? origin.sender_user : null;
  if (author || origin?.type === 'hidden_user') {
    const name = author
      ? [author.first_name, author.last_name].filter(Boolean).join(' ')
      : origin?.type === 'hidden_user'
        ? origin.sender_user_name
        : '';
    // What somebody else wrote is kept as they wrote it, and of its guesses only what names a way to reach them.
    const { phone, email, telegramUsername } = line;
    return given({
      name,
      phone,
      email,
      telegramUsername: author?.username ?? telegramUsername,
      note: text.slice(0, 1000),
    });
  }
  return asked !== undefined || looksLikeLead(line, text) ? fieldsOf(line) : null;
}

function fieldsOf({ unsure, note, name, companyName, ...ways }: LeadLine): FormValues {
  return given({
    ...ways,
    name: name?.slice(0, 120) ?? null,
    companyName: companyName?.slice(0, 200) ?? null,
    note: note?.slice(0, 1000) ?? null,
    [unsureKey]: unsure.join(','),
  });
}

/** Whether a text is likely about a person: it says how to reach one, or is short and begins with a full name. */
function looksLikeLead(line: LeadLine, text: string): boolean {
  if (line.phone || line.email || line.telegramUsername) return true;
  if (line.name === null || text.includes('?') || text.length > 200) return false;
  return /^\p{Lu}[\p{L}'’-]+ \p{Lu}/u.test(text);
}

function given(fields: Record<string, string | null>): FormValues {
  return Object.fromEntries(Object.entries(fields).flatMap(([key, value]) => (value ? [[key, value]] : [])));
}

export const createButton = defineButton(
  'leads.quickCreate',
  emptyInput,
  membersOnly(async (ctx, { messageId }) => {
    const form = await findForm(ctx.operation, ctx.member.id, formName(messageId));
    if (!form) return say(ctx, ctx.texts.leads.alreadyCreated);
    // The source message names the lead: the same tap twice creates one.
    await createLead(ctx.operation, {
      ...newLeadInput(form.values),
      externalSource: 'bot',
      externalId: `${ctx.chatId}:${messageId}`,
    });
    await deleteForm(ctx.operation, ctx.member.id, formName(messageId));
    // Its card comes below, to whoever owns it.
    await showScreen(ctx, { text: html`${ctx.texts.leads.created}` });
  }),
);

export const editButton = defineButton(
  'leads.quickEdit',
  emptyInput,
  membersOnly(async (ctx, { messageId }) => {
    const form = await findForm(ctx.operation, ctx.member.id, formName(messageId));
    if (!form) return say(ctx, ctx.texts.leads.alreadyCreated);
    const { [unsureKey]: _unsure, ...values } = form.values;
    await startForm(ctx, 'newLead', values, 'review');
  }),
);

export const cancelButton = defineButton(
  'leads.quickCancel',
  emptyInput,
  membersOnly(async (ctx, { messageId }) => {
    const existed = await deleteForm(ctx.operation, ctx.member.id, formName(messageId));
    await showScreen(ctx, { text: html`${existed ? ctx.texts.actions.cancelled : ctx.texts.leads.alreadyCreated}` });
  }),
);

export const quickLeadPrompts = [namePrompt];
export const quickLeadButtons = [createButton, editButton, cancelButton];
