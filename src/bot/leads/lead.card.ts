import { z } from 'zod';
import { formatPhone } from '#platform/phone-number.ts';
import { addNote } from '#domain/leads/add-note.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { moveLeadStage } from '#domain/leads/move-lead-stage.ts';
import { followMergedLead } from '#domain/merges/follow-merged-lead.ts';
import { listPipelines } from '#domain/pipelines/list-pipelines.ts';
import { findConversationForLead } from '#domain/conversations/find-conversation-for-lead.ts';
import { requestDraft } from '#domain/drafts/request-draft.ts';
import { defineButton } from '#bot/buttons.ts';
import type { KeyboardMaker } from '#bot/buttons.ts';
import type { BotContext, MemberContext, Reader } from '#bot/context.ts';
import { withPossibleDuplicate } from '#bot/duplicates/possible-duplicate.ts';
import { field } from '#bot/fields.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { html, lines, quote, shorten } from '#bot/formatting.ts';
import { startForm } from '#bot/forms/form.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { askByReply, definePrompt } from '#bot/prompts.ts';
import { say, sendScreen, showScreen } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';
import { newTaskButton } from '#bot/tasks/new-task.ts';
import { showLeadHistory } from '#bot/leads/lead-history.ts';

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
    field(leads.owner, lead.owner?.name ?? reader.texts.actions.nobody),
    contact.doNotCall && leads.doNotCall,
    contact.unreachable && leads.unreachable,
    lead.note ? quote(lead.note) : null,
    lead.closedAt ? null : nextStepOf(lead, reader),
  );
  const buttons = keyboard();
  if (!lead.closedAt) buttons.button(leads.call, callButton, input);
  if (contact.telegramUserId) buttons.button(leads.reply, draftButton, input);
  buttons.row().button(leads.addNote, noteButton, input).button(leads.move, stagesButton, input).row();
  buttons.button(reader.texts.tasks.addShort, newTaskButton, input).button(leads.history, historyButton, input);
  // Whoever writes here is announced by the card of their message, and who is added by hand needs no announcement.
  return { text, keyboard: buttons.markup(), isQuiet: ['telegram', 'manual', 'bot'].includes(lead.source) };
}

/** What its owner would do now. */
function nextStepOf({ contact }: LeadView, reader: Reader): string {
  const { nextSteps } = reader.texts.leads;
  const writes = contact.telegramUserId !== null && !contact.unreachable;
  if (contact.doNotCall) return writes ? nextSteps.reply : nextSteps.wait;
  if (writes) return contact.phones.length > 0 ? nextSteps.reply : nextSteps.askPhone;
  return contact.phones.length > 0 ? nextSteps.call : nextSteps.addPhone;
}

/** Shows the lead in place of the tapped message, or below, with the way back to the list. */
export async function showLead(ctx: BotContext, leadId: string): Promise<void> {
  const screen = await drawForReader(ctx, leadId);
  await showScreen(ctx, withWayBack(screen, ctx, { label: ctx.texts.leads.toList, place: 'leads' }));
}

/** The lead, or what it was merged into, with what the reader may know of its duplicates. */
async function drawForReader(ctx: BotContext, asked: string): Promise<Screen> {
  const leadId = await followMergedLead(ctx.operation, { leadId: asked });
  const lead = await getLead(ctx.operation, { leadId });
  const { operation, keyboard } = ctx;
  return withPossibleDuplicate(renderLead(lead, ctx, keyboard), lead, { ctx: operation, reader: ctx, keyboard });
}

const LeadInput = z.strictObject({ leadId: z.uuid() });
const StageInput = z.strictObject({ leadId: z.uuid(), stageId: z.uuid() });

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

export const stagesButton = defineButton('leads.stages', LeadInput, membersOnly(chooseStage));

async function chooseStage(ctx: MemberContext, { leadId }: { leadId: string }): Promise<void> {
  const [lead, pipelines] = await Promise.all([getLead(ctx.operation, { leadId }), listPipelines(ctx.operation)]);
  const stages = pipelines.find((pipeline) => pipeline.id === lead.pipeline.id)?.stages ?? [];
  const keyboard = ctx.keyboard();
  stages.forEach((stage, index) => {
    keyboard.button(`${stage.id === lead.stage.id ? '• ' : ''}${shorten(stage.name, 30)}`, moveButton, {
      leadId,
      stageId: stage.id,
    });
    if (index % 2 === 1) keyboard.row();
  });
  keyboard.row().button(ctx.texts.actions.back, showLeadButton, { leadId });
  await showScreen(ctx, { text: ctx.texts.leads.chooseStage(lead.name), keyboard: keyboard.markup() });
}

export const moveButton = defineButton('leads.move', StageInput, membersOnly(moveTo));

async function moveTo(ctx: MemberContext, { leadId, stageId }: z.output<typeof StageInput>): Promise<void> {
  const pipelines = await listPipelines(ctx.operation);
  const stage = pipelines.flatMap((pipeline) => pipeline.stages).find((candidate) => candidate.id === stageId);
  if (stage?.kind === 'lost') {
    const lead = await getLead(ctx.operation, { leadId });
    await askByReply(
      ctx,
      lostReasonPrompt,
      { leadId, stageId },
      ctx.texts.leads.askLostReason(lead.name),
      ctx.texts.leads.reasonPlaceholder,
    );
    return;
  }
  await moveLeadStage(ctx.operation, { leadId, stageId });
  await showLead(ctx, leadId);
}

export const lostReasonPrompt = definePrompt('leads.lostReason', StageInput, async (ctx, input, reason) => {
  await moveLeadStage(ctx.operation, { ...input, reason: reason.slice(0, 500) });
  await showLead(ctx, input.leadId);
});

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
  stagesButton,
  moveButton,
  noteButton,
  draftButton,
];
export const leadPrompts = [lostReasonPrompt, notePrompt];
