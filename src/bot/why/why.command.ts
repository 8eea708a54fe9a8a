import { InputFile } from 'grammy';
import { z } from 'zod';
import { formatPhone, parsePhone } from '#platform/phone-number.ts';
import type { CallPermission, CallReason } from '#domain/call-permission/call-permission.ts';
import { exportCallEvidence } from '#domain/call-permission/export-call-evidence.ts';
import { mayWeCall } from '#domain/call-permission/may-we-call.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { getOrganization } from '#domain/organizations/get-organization.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext, Reader } from '#bot/context.ts';
import { showMoment, showTime } from '#bot/dates.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import type { Html } from '#bot/formatting.ts';
import { backToLeadButton } from '#bot/leads/lead-triage.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { askByReply, definePrompt } from '#bot/prompts.ts';
import { say, showScreen } from '#bot/screen.ts';

/** `/why +7…` tells whether the number may be called now and why; without one it asks for it. */
export async function why(ctx: MemberContext): Promise<void> {
  const text = typeof ctx.match === 'string' ? ctx.match.trim() : '';
  if (text === '') return askByReply(ctx, numberPrompt, {}, ctx.texts.why.ask, ctx.texts.why.placeholder);
  await showNumber(ctx, text);
}

async function showNumber(ctx: MemberContext, typed: string): Promise<void> {
  const { defaultCountry } = await getOrganization(ctx.operation);
  const phone = parsePhone(typed, defaultCountry);
  if (!phone) return say(ctx, ctx.texts.why.notANumber);
  const permission = await mayWeCall(ctx.operation, { phone: phone.e164 });
  const keyboard = ctx.keyboard().button(ctx.texts.why.export, exportNumberButton, { phone: phone.e164 });
  await showScreen(
    ctx,
    withWayBack({ text: answerLines(permission, formatPhone(phone.e164), ctx), keyboard: keyboard.markup() }, ctx),
  );
}

/** "May we call?" on a lead's card. */
export const whyLeadButton = defineButton(
  'why.lead',
  z.strictObject({ leadId: z.uuid() }),
  membersOnly(async (ctx, { leadId }) => {
    const lead = await getLead(ctx.operation, { leadId });
    const permission = await mayWeCall(ctx.operation, { contactId: lead.contact.id });
    const { why: texts, leads } = ctx.texts;
    const keyboard = ctx.keyboard().button(texts.export, exportLeadButton, { leadId }).row();
    keyboard.button(leads.open, backToLeadButton, { leadId });
    const phone = lead.contact.phones[0];
    const whom = phone ? `${lead.name} · ${formatPhone(phone)}` : lead.name;
    await showScreen(ctx, withWayBack({ text: answerLines(permission, whom, ctx), keyboard: keyboard.markup() }, ctx));
  }),
);

/** The answer, then every rule with what it stands on, the refusing ones first. */
function answerLines(permission: CallPermission, whom: string, reader: Reader): Html {
  const { why: texts } = reader.texts;
  return lines(
    html`<b>${permission.allowed ? texts.allowed : texts.denied}</b>`,
    shorten(whom, 160),
    permission.nextAllowedAt && !permission.allowed
      ? texts.allowedFrom(showMoment(permission.nextAllowedAt, reader))
      : null,
    '',
    ...permission.reasons.map((reason) => ruleLine(reason, reader)),
  );
}

function ruleLine(reason: CallReason, reader: Reader): Html {
  const { why: texts, callRequests } = reader.texts;
  const { evidence } = reason;
  const proof = evidence
    ? texts.proof(texts.evidence[evidence.kind], evidence.at ? showTime(new Date(evidence.at), reader) : null)
    : null;
  return lines(
    reason.allowed
      ? html`✅ ${texts.rules[reason.rule]}`
      : html`🚫 <b>${texts.rules[reason.rule]}</b>: ${callRequests.rules[reason.rule](reason.params)}`,
    proof ? html`   ↳ <i>${proof}</i>` : null,
  );
}

const exportLeadButton = defineButton(
  'why.exportLead',
  z.strictObject({ leadId: z.uuid() }),
  membersOnly(async (ctx, { leadId }) => {
    const lead = await getLead(ctx.operation, { leadId });
    await sendEvidence(ctx, { contactId: lead.contact.id });
  }),
);

const exportNumberButton = defineButton(
  'why.exportNumber',
  z.strictObject({ phone: z.string().regex(/^\+\d{7,15}$/) }),
  membersOnly((ctx, { phone }) => sendEvidence(ctx, { phone })),
);

async function sendEvidence(ctx: MemberContext, about: { contactId?: string; phone?: string }): Promise<void> {
  const { fileName, bytes } = await exportCallEvidence(ctx.operation, about);
  await ctx.replyWithDocument(new InputFile(bytes, fileName), { caption: ctx.texts.why.exported });
}

const numberPrompt = definePrompt('why.number', z.strictObject({}), (ctx, _input, text) => showNumber(ctx, text));

export const whyButtons = [whyLeadButton, exportLeadButton, exportNumberButton];
export const whyPrompts = [numberPrompt];
