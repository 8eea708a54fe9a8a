import { z } from 'zod';
import { formatPhone } from '#platform/phone-number.ts';
import { addNote } from '#domain/leads/add-note.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { followMergedLead } from '#domain/merges/follow-merged-lead.ts';
import { findConversationForLead } from '#domain/conversations/find-conversation-for-lead.ts';
import { requestDraft } from '#domain/drafts/request-draft.ts';
import { defineButton } from '#bot/buttons.ts';
import type { KeyboardMaker } from '#bot/buttons.ts';
import type { BotContext, Reader } from '#bot/context.ts';
import { withPossibleDuplicate } from '#bot/duplicates/possible-duplicate.ts';
import { field } from '#bot/fields.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { html, lines, quote, shorten } from '#bot/formatting.ts';
import { startForm } from '#bot/forms/form.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { askByReply, definePrompt } from '#bot/prompts.ts';
import { say, sendScreen, showScreen } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';
import { writeDueShort } from '#bot/tasks/due-words.ts';
import { newTaskButton } from '#bot/tasks/new-task.ts';
import { showLeadHistory } from '#bot/leads/lead-history.ts';
import { moreButton, moreButtons, morePrompts } from '#bot/leads/lead-more.ts';
import { stageButtons, stagePrompts, stagesButton } from '#bot/leads/lead-stage.ts';
import { addTriageRow, bringBackButton, triageButtons, waitsForOwner } from '#bot/leads/lead-triage.ts';
import { setLeadScreen, showLead } from '#bot/leads/show-lead.ts';

type LeadView = Awaited<ReturnType<typeof getLead>>;

/** The lead as its owner sees it. */
export function renderLead(lead: LeadView, reader: Reader, keyboard: KeyboardMaker): Screen {
  const { leads } = reader.texts;
  const { contact } = lead;
  const input = { leadId: lead.id };
  const text = lines(
    html`👤 <b>${shorten(lead.name, 120)}</b>`,
    lead.closedAt
      ? leads.closed(lead.stage.kind, lead.closeReason)
      : field(leads.stage, `${lead.stage.name} · ${lead.pipeline.name}`),
    field(leads.phone, contact.phones.map(formatPhone).join(', ') || leads.phoneUnknown),
    field(leads.email, contact.emails.join(', ')),
    field(leads.telegram, contact.telegramUsername ? `@${contact.telegramUsername}` : null),
    field(leads.source, leads.sources[lead.source] ?? lead.source),
    field(leads.owner, ownerOf(lead, reader)),
    field(leads.nextTask, lead.nextTask ? nextTaskOf(lead.nextTask, reader) : null),
    contact.doNotCall && leads.doNotCall,
    contact.unreachable && leads.unreachable,
    lead.note ? quote(lead.note) : null,
    lead.spamAt ? leads.isSpam : null,
    lead.closedAt || lead.spamAt ? null : nextStepOf(lead, reader),
  );
  const buttons = keyboard();
  if (lead.spamAt) {
    buttons.button(leads.bringBack, bringBackButton, input).button(leads.history, historyButton, input);
    return { text, keyboard: buttons.markup(), isQuiet: true };
  }
  if (waitsForOwner(lead)) addTriageRow(buttons, lead, reader);
  if (!lead.closedAt) buttons.button(leads.call, callButton, input);
  if (contact.telegramUserId) buttons.button(leads.reply, draftButton, input);
  buttons.row().button(leads.addNote, noteButton, input).button(leads.move, stagesButton, input).row();
  buttons.button(reader.texts.tasks.addShort, newTaskButton, input).button(leads.history, historyButton, input);
  buttons.row().button(leads.more, moreButton, input);
  // Whoever writes here is announced by the card of their message, and who is added by hand needs no announcement.
  return { text, keyboard: buttons.markup(), isQuiet: ['telegram', 'manual', 'bot'].includes(lead.source) };
}

function ownerOf(lead: LeadView, reader: Reader): string {
  const { actions, leads } = reader.texts;
  if (!lead.owner) return actions.nobody;
  return waitsForOwner(lead) ? leads.notTakenBy(lead.owner.name) : lead.owner.name;
}

function nextTaskOf(task: NonNullable<LeadView['nextTask']>, reader: Reader): string {
  const due = task.dueAt ? writeDueShort({ at: task.dueAt, hasTime: true }, reader, new Date()) : null;
  return [shorten(task.title, 80), due].filter(Boolean).join(' · ');
}

/** What its owner would do now. */
function nextStepOf({ contact }: LeadView, reader: Reader): string {
  const { nextSteps } = reader.texts.leads;
  const writes = contact.telegramUserId !== null && !contact.unreachable;
  if (contact.doNotCall) return writes ? nextSteps.reply : nextSteps.wait;
  if (writes) return contact.phones.length > 0 ? nextSteps.reply : nextSteps.askPhone;
  return contact.phones.length > 0 ? nextSteps.call : nextSteps.addPhone;
}

setLeadScreen(async (ctx, leadId) => {
  const screen = await drawForReader(ctx, leadId);
  await showScreen(ctx, withWayBack(screen, ctx, { label: ctx.texts.leads.toList, place: 'leads' }));
});

/** The lead, or what it was merged into, with what the reader may know of its duplicates. */
async function drawForReader(ctx: BotContext, asked: string): Promise<Screen> {
  const leadId = await followMergedLead(ctx.operation, { leadId: asked });
  const lead = await getLead(ctx.operation, { leadId });
  const { operation, keyboard } = ctx;
  return withPossibleDuplicate(renderLead(lead, ctx, keyboard), lead, { ctx: operation, reader: ctx, keyboard });
}

const LeadInput = z.strictObject({ leadId: z.uuid() });

export const showLeadButton = defineButton(
  'leads.show',
  LeadInput,
  membersOnly((ctx, { leadId }) => showLead(ctx, leadId)),
);

/** For cards that stay where they are: the lead comes below. */
export const openLeadButton = defineButton(
  'leads.open',
  LeadInput,
  membersOnly(async (ctx, { leadId }) => {
    await sendScreen(ctx, await drawForReader(ctx, leadId));
  }),
);

export const historyButton = defineButton(
  'leads.history',
  LeadInput,
  membersOnly((ctx, { leadId }) =>
    showLeadHistory(ctx, leadId, ctx.keyboard().button(ctx.texts.actions.back, showLeadButton, { leadId }).markup()),
  ),
);

export const callButton = defineButton(
  'leads.call',
  LeadInput,
  membersOnly((ctx, { leadId }) => startForm(ctx, 'newCallRequest', { leadId })),
);

export const noteButton = defineButton(
  'leads.note',
  LeadInput,
  membersOnly(async (ctx, { leadId }) => {
    const lead = await getLead(ctx.operation, { leadId });
    await askByReply(ctx, notePrompt, { leadId }, ctx.texts.leads.askNote(lead.name), ctx.texts.leads.notePlaceholder);
  }),
);

export const notePrompt = definePrompt('leads.note', LeadInput, async (ctx, { leadId }, text) => {
  await addNote(ctx.operation, { leadId, text });
  await say(
    ctx,
    ctx.texts.leads.noteSaved,
    ctx.keyboard().button(ctx.texts.leads.open, showLeadButton, { leadId }).markup(),
  );
});

export const draftButton = defineButton(
  'leads.draft',
  LeadInput,
  membersOnly(async (ctx, { leadId }) => {
    const conversation = await findConversationForLead(ctx.operation, { leadId });
    if (!conversation) return say(ctx, ctx.texts.calls.noConversation);
    await requestDraft(ctx.operation, { conversationId: conversation.id });
  }),
);

export const leadButtons = [
  showLeadButton,
  openLeadButton,
  historyButton,
  callButton,
  noteButton,
  draftButton,
  ...stageButtons,
  ...triageButtons,
  ...moreButtons,
];
export const leadPrompts = [notePrompt, ...stagePrompts, ...morePrompts];
