import { z } from 'zod';
import { formatPhone, parsePhone } from '#platform/phone-number.ts';
import { createLead } from '#domain/leads/create-lead.ts';
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
import { say, sendScreen, showScreen } from '#bot/screen.ts';
import { looksLikeLead, readLeadLine } from '#bot/leads/lead-line.ts';
import { newLeadInput } from '#bot/leads/new-lead.conversation.ts';

const emptyInput = z.strictObject({ messageId: z.int() });
const formName = (messageId: number) => `quickLead:${messageId}`;

/** A line or a contact from a member becomes a proposed lead; whether the text was about a person. */
export async function proposeLead(ctx: BotContext): Promise<boolean> {
  const message = ctx.message;
  if (!message || ctx.chat?.type !== 'private' || !isMember(ctx) || !actorHas(ctx.operation.actor, 'leads.write'))
    return false;
  const values = await readMessage(ctx);
  if (!values) return false;
  await saveForm(ctx.operation, ctx.member.id, formName(message.message_id), { values, step: null });
  const { leads, actions } = ctx.texts;
  const input = { messageId: message.message_id };
  await sendScreen(ctx, {
    text: lines(
      leads.parsedTitle,
      '',
      html`${leads.name}: <b>${values['name']}</b>`,
      field(leads.phone, values['phone'] ? formatPhone(values['phone']) : null),
      field(leads.email, values['email']),
      field(leads.telegram, values['telegramUsername'] ? `@${values['telegramUsername']}` : null),
      field(leads.note, values['note']),
    ),
    keyboard: ctx
      .keyboard()
      .button(leads.create, createButton, input)
      .row()
      .button(leads.edit, editButton, input)
      .button(actions.cancel, cancelButton, input)
      .markup(),
  });
  return true;
}

async function readMessage(ctx: MemberContext): Promise<FormValues | null> {
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
  const text = message?.text;
  if (!text) return null;
  const line = readLeadLine(text, defaultCountry);
  const origin = message.forward_origin;
  const author = origin?.type === 'user' ? origin.sender_user : null;
  if (author || origin?.type === 'hidden_user') {
    const name = author
      ? [author.first_name, author.last_name].filter(Boolean).join(' ')
      : origin?.type === 'hidden_user'
        ? origin.sender_user_name
        : '';
    return given({
      ...line,
      name,
      telegramUsername: author?.username ?? line.telegramUsername,
      note: text.slice(0, 1000),
    });
  }
  return looksLikeLead(line, text) ? given({ ...line }) : null;
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
    await startForm(ctx, 'newLead', form.values, 'review');
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

export const quickLeadButtons = [createButton, editButton, cancelButton];
