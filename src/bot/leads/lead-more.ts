import { z } from 'zod';
import { convertLead } from '#domain/leads/convert-lead.ts';
import { deleteLead } from '#domain/leads/delete-lead.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { restoreLead } from '#domain/leads/restore-lead.ts';
import { updateLead } from '#domain/leads/update-lead.ts';
import { actorHas } from '#domain/permissions.ts';
import { auditButton } from '#bot/audit/audit-list.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { html, lines } from '#bot/formatting.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { askByReply, definePrompt } from '#bot/prompts.ts';
import { showScreen } from '#bot/screen.ts';
import { readDealLine } from '#bot/leads/read-deal-line.ts';
import { assignButton, backToLeadButton, spamButton } from '#bot/leads/lead-triage.ts';
import { showLead } from '#bot/leads/show-lead.ts';
import { whyLeadButton } from '#bot/why/why.command.ts';

const LeadInput = z.strictObject({ leadId: z.uuid() });
const editable = ['name', 'phone', 'email', 'companyName', 'note'] as const;
const EditInput = z.strictObject({ leadId: z.uuid(), field: z.enum(editable) });
type EditInput = z.output<typeof EditInput>;

/** What is done with a lead less often than every day. */
export const moreButton = defineButton('leads.more', LeadInput, membersOnly(showMore));

async function showMore(ctx: MemberContext, { leadId }: { leadId: string }): Promise<void> {
  const lead = await getLead(ctx.operation, { leadId });
  const { leads, actions } = ctx.texts;
  const input = { leadId };
  const keyboard = ctx.keyboard();
  if (!lead.convertedAt) keyboard.button(leads.convert, convertButton, input);
  keyboard.button(leads.assign, assignButton, input).row();
  keyboard.button(leads.change, editButton, input).button(leads.putAside, spamButton, input).row();
  keyboard.button(ctx.texts.why.button, whyLeadButton, input).button(leads.remove, askDeleteButton, input).row();
  if (actorHas(ctx.operation.actor, 'audit.read'))
    keyboard.button(ctx.texts.audit.button, auditButton, { subjectId: leadId }).row();
  keyboard.button(actions.back, backToLeadButton, input);
  await showScreen(ctx, { text: leads.moreTitle(lead.name), keyboard: keyboard.markup() });
}

export const convertButton = defineButton(
  'leads.convert',
  LeadInput,
  membersOnly(async (ctx, { leadId }) => {
    const lead = await getLead(ctx.operation, { leadId });
    const { leads, actions } = ctx.texts;
    const keyboard = ctx
      .keyboard()
      .button(leads.convertWithDeal, dealButton, { leadId })
      .row()
      .button(leads.convertWithoutDeal, convertPlainButton, { leadId })
      .row()
      .button(actions.back, backToLeadButton, { leadId });
    await showScreen(ctx, {
      text: leads.convertTitle(lead.contact.name, lead.contact.companyName),
      keyboard: keyboard.markup(),
    });
  }),
);

export const convertPlainButton = defineButton(
  'leads.convertPlain',
  LeadInput,
  membersOnly((ctx, { leadId }) => convert(ctx, leadId, undefined)),
);

export const dealButton = defineButton(
  'leads.convertDeal',
  LeadInput,
  membersOnly(async (ctx, { leadId }) => {
    const lead = await getLead(ctx.operation, { leadId });
    await askByReply(ctx, dealPrompt, { leadId }, ctx.texts.leads.askDeal(lead.name), ctx.texts.leads.dealPlaceholder);
  }),
);

export const dealPrompt = definePrompt('leads.deal', LeadInput, (ctx, { leadId }, text) =>
  convert(ctx, leadId, readDealLine(text)),
);

async function convert(ctx: MemberContext, leadId: string, deal: ReturnType<typeof readDealLine> | undefined) {
  const result = await convertLead(ctx.operation, { leadId, ...(deal ? { deal } : {}) });
  const { leads } = ctx.texts;
  await showScreen(ctx, {
    text: lines(
      html`${leads.converted}`,
      result.companyId ? leads.convertedCompany : null,
      result.dealId ? leads.convertedDeal : null,
    ),
    keyboard: ctx.keyboard().button(leads.open, backToLeadButton, { leadId }).markup(),
  });
}

export const editButton = defineButton(
  'leads.change',
  LeadInput,
  membersOnly(async (ctx, { leadId }) => {
    const lead = await getLead(ctx.operation, { leadId });
    const keyboard = ctx.keyboard();
    editable.forEach((field, index) => {
      keyboard.button(labelOf(ctx, field), editFieldButton, { leadId, field });
      if (index % 2 === 1) keyboard.row();
    });
    keyboard.row().button(ctx.texts.actions.back, backToLeadButton, { leadId });
    await showScreen(ctx, { text: ctx.texts.leads.changeTitle(lead.name), keyboard: keyboard.markup() });
  }),
);

function labelOf(ctx: MemberContext, field: EditInput['field']): string {
  const { leads } = ctx.texts;
  const labels = {
    name: leads.name,
    phone: leads.phone,
    email: leads.email,
    companyName: leads.company,
    note: leads.note,
  };
  return labels[field];
}

export const editFieldButton = defineButton(
  'leads.changeField',
  EditInput,
  membersOnly(async (ctx, input) => {
    const lead = await getLead(ctx.operation, { leadId: input.leadId });
    const label = labelOf(ctx, input.field);
    await askByReply(ctx, editPrompt, input, ctx.texts.leads.askField(lead.name, label), label);
  }),
);

export const editPrompt = definePrompt('leads.change', EditInput, async (ctx, { leadId, field }, text) => {
  await updateLead(ctx.operation, { leadId, [field]: text });
  await showLead(ctx, leadId);
});

export const askDeleteButton = defineButton(
  'leads.askDelete',
  LeadInput,
  membersOnly(async (ctx, { leadId }) => {
    const lead = await getLead(ctx.operation, { leadId });
    const { leads, actions } = ctx.texts;
    const keyboard = ctx
      .keyboard()
      .button(actions.back, backToLeadButton, { leadId })
      .button(leads.removeNow, deleteButton, { leadId });
    await showScreen(ctx, { text: leads.askRemove(lead.name), keyboard: keyboard.markup() });
  }),
);

export const deleteButton = defineButton(
  'leads.delete',
  LeadInput,
  membersOnly(async (ctx, { leadId }) => {
    const lead = await getLead(ctx.operation, { leadId });
    await deleteLead(ctx.operation, { leadId });
    await showScreen(ctx, {
      text: ctx.texts.leads.removed(lead.name),
      keyboard: ctx.keyboard().button(ctx.texts.leads.putBack, restoreButton, { leadId }).markup(),
    });
  }),
);

export const restoreButton = defineButton(
  'leads.restore',
  LeadInput,
  membersOnly(async (ctx, { leadId }) => {
    await restoreLead(ctx.operation, { leadId });
    await showLead(ctx, leadId);
  }),
);

export const moreButtons = [
  moreButton,
  convertButton,
  convertPlainButton,
  dealButton,
  editButton,
  editFieldButton,
  askDeleteButton,
  deleteButton,
  restoreButton,
];
export const morePrompts = [dealPrompt, editPrompt];
