import { z } from 'zod';
import { formatPhone } from '#platform/phone-number.ts';
import { listCallRequests } from '#domain/call-requests/list-call-requests.ts';
import { callAgain } from '#domain/calls/call-again.ts';
import { getCall } from '#domain/calls/get-call.ts';
import { resolveNeedsPerson } from '#domain/calls/resolve-needs-person.ts';
import { findConversationForLead } from '#domain/conversations/find-conversation-for-lead.ts';
import type { Context } from '#domain/context.ts';
import { requestDraft } from '#domain/drafts/request-draft.ts';
import { completeTask } from '#domain/tasks/complete-task.ts';
import { createTasksFromCall } from '#domain/tasks/create-tasks-from-call.ts';
import { defineButton } from '#bot/buttons.ts';
import type { KeyboardMaker } from '#bot/buttons.ts';
import type { MemberContext, Reader } from '#bot/context.ts';
import { field } from '#bot/fields.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { say, sendScreen, showScreen } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';
import { analysisLines } from '#bot/calls/call-analysis.ts';
import { noSurroundings, readSurroundings } from '#bot/calls/call-surroundings.ts';
import { openTasks } from '#bot/calls/call-tasks.ts';
import { needsPersonLines, wayOut } from '#bot/calls/needs-person.ts';
import { nextTryLines } from '#bot/calls/next-try.ts';
import { recordingButton } from '#bot/calls/recording.ts';
import { transcriptButton } from '#bot/calls/transcript.ts';
import { openLeadButton } from '#bot/leads/lead.card.ts';

export type CallView = Awaited<ReturnType<typeof getCall>>;

/** Statuses in which nothing more happens by itself. */
const settled: ReadonlySet<string> = new Set(['ended', 'not_connected', 'failed', 'cancelled']);

/** One call from the queue to its result, on one card. */
export function renderCall(call: CallView, reader: Reader, keyboard: KeyboardMaker, around = noSurroundings): Screen {
  const { calls } = reader.texts;
  const input = { callId: call.id };
  const isOver = settled.has(call.status);
  const text = lines(
    calls.title(nameOf(call, reader)),
    html`<b>${calls.statuses[call.status]}</b>${call.attempts.length > 1 ? ` · ${calls.attempts(call.attempts.length)}` : ''}`,
    field(reader.texts.callRequests.phone, call.phone ? formatPhone(call.phone) : null),
    field(calls.outcome, isOver && call.outcome ? (calls.outcomes[call.outcome] ?? call.outcome) : null),
    field(calls.duration, isOver && call.durationSec ? calls.durationText(call.durationSec) : null),
    field(calls.cost, isOver && call.costCents ? reader.texts.callRequests.money(call.costCents) : null),
    nextTryLines(call, around, reader),
    needsPersonLines(call, around, reader),
    analysisLines(call, reader, around.tasks),
  );
  const buttons = keyboard();
  if (call.status === 'needs_person') {
    const way = wayOut(call, around);
    if (way === 'dialAgain') buttons.button(calls.dialAgain, resolveButton, { ...input, dialAgain: true });
    if (way === 'askAgain') buttons.button(calls.askAgain, againButton, input);
    buttons.button(calls.closeCall, resolveButton, { ...input, dialAgain: false }).row();
  }
  if (around.mayMakeTasks) {
    const steps = call.lead ? (call.analysis?.actionItems.length ?? 0) : 0;
    if (isOver && steps > 0 && around.tasks.length === 0)
      buttons.button(calls.makeTasks(steps), makeTasksButton, input).row();
    for (const task of openTasks(around.tasks))
      buttons.button(calls.taskDone(shorten(task.title, 40)), taskDoneButton, { ...input, taskId: task.id }).row();
  }
  if (call.transcript.length > 0) buttons.button(calls.transcript, transcriptButton, { ...input, page: 0 });
  if (call.recording) buttons.button(calls.recording, recordingButton, input);
  buttons.row();
  if (isOver && call.callRequestId) buttons.button(calls.again, againButton, input);
  if (isOver && call.analysis && call.lead) buttons.button(calls.followUp, followUpButton, input);
  buttons.row();
  if (call.lead) buttons.button(calls.lead, openLeadButton, { leadId: call.lead.id });
  return { text, keyboard: buttons.markup() };
}

/** Who was called, as far as it is known. */
export function nameOf(call: CallView, reader: Reader): string {
  return call.lead?.name ?? call.clientName ?? (call.phone ? formatPhone(call.phone) : reader.texts.calls.someone);
}

/** The call's card as the actor may see it. */
export async function drawCall(ctx: Context, callId: string, reader: Reader, keyboard: KeyboardMaker): Promise<Screen> {
  const call = await getCall(ctx, { callId });
  return renderCall(call, reader, keyboard, await readSurroundings(ctx, call));
}

const CallInput = z.strictObject({ callId: z.uuid() });

async function redraw(ctx: MemberContext, callId: string): Promise<void> {
  await showScreen(ctx, await drawCall(ctx.operation, callId, ctx, ctx.keyboard));
}

export const showCallButton = defineButton(
  'calls.show',
  CallInput,
  membersOnly((ctx, { callId }) => redraw(ctx, callId)),
);

/** The same below: the request's card stays where it is. */
export const openCallButton = defineButton(
  'calls.open',
  CallInput,
  membersOnly(async (ctx, { callId }) => {
    await sendScreen(ctx, await drawCall(ctx.operation, callId, ctx, ctx.keyboard));
  }),
);

export const againButton = defineButton(
  'calls.again',
  CallInput,
  membersOnly(async (ctx, input) => {
    const call = await getCall(ctx.operation, input);
    // A second tap, or a colleague's: one request that waits is enough.
    const waiting = call.lead
      ? await listCallRequests(ctx.operation, { leadId: call.lead.id, status: 'pending', limit: 1 })
      : null;
    if (waiting && waiting.items.length > 0) return say(ctx, ctx.texts.calls.alreadyRequested);
    await callAgain(ctx.operation, input);
    // What is asked for anew need not stand before a person as well.
    if (call.status === 'needs_person') {
      await resolveNeedsPerson(ctx.operation, { ...input, decision: 'close' });
      await redraw(ctx, call.id);
    }
    await say(ctx, ctx.texts.calls.againRequested);
  }),
);

export const followUpButton = defineButton(
  'calls.followUp',
  CallInput,
  membersOnly(async (ctx, { callId }) => {
    const call = await getCall(ctx.operation, { callId });
    const conversation = call.lead ? await findConversationForLead(ctx.operation, { leadId: call.lead.id }) : null;
    if (!conversation) return say(ctx, ctx.texts.calls.noConversation);
    await requestDraft(ctx.operation, { conversationId: conversation.id, callId });
    await say(ctx, ctx.texts.calls.draftRequested);
  }),
);

export const resolveButton = defineButton(
  'calls.resolve',
  z.strictObject({ callId: z.uuid(), dialAgain: z.boolean() }),
  membersOnly(async (ctx, { callId, dialAgain }) => {
    const call = await getCall(ctx.operation, { callId });
    if (call.status === 'needs_person')
      await resolveNeedsPerson(ctx.operation, { callId, decision: dialAgain ? 'dialAgain' : 'close' });
    await redraw(ctx, callId);
  }),
);

export const makeTasksButton = defineButton(
  'calls.makeTasks',
  CallInput,
  membersOnly(async (ctx, input) => {
    await createTasksFromCall(ctx.operation, input);
    await redraw(ctx, input.callId);
  }),
);

export const taskDoneButton = defineButton(
  'calls.taskDone',
  z.strictObject({ callId: z.uuid(), taskId: z.uuid() }),
  membersOnly(async (ctx, { callId, taskId }) => {
    await completeTask(ctx.operation, { taskId });
    await redraw(ctx, callId);
  }),
);

export const callButtons = [
  showCallButton,
  openCallButton,
  againButton,
  followUpButton,
  resolveButton,
  makeTasksButton,
  taskDoneButton,
];
