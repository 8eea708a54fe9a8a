import { z } from 'zod';
import type { CallRequestView } from '#domain/call-requests/call-request-view.ts';
import { cancelCallRequest } from '#domain/call-requests/cancel-call-request.ts';
import { getCallRequest } from '#domain/call-requests/get-call-request.ts';
import { defineButton } from '#bot/buttons.ts';
import type { KeyboardMaker } from '#bot/buttons.ts';
import type { MemberContext, Reader } from '#bot/context.ts';
import { showMoment } from '#bot/dates.ts';
import { field } from '#bot/fields.ts';
import { lines } from '#bot/formatting.ts';
import { startForm } from '#bot/forms/form.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { showScreen } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';
import { editButton } from '#bot/call-requests/approval.card.ts';
import { permissionLine, requestLines, statusLine } from '#bot/call-requests/request-summary.ts';
import { openCallButton } from '#bot/calls/call.card.ts';

/** The request as its requester follows it. */
export function renderCallRequest(request: CallRequestView, reader: Reader, keyboard: KeyboardMaker): Screen {
  const { callRequests: texts } = reader.texts;
  const isPending = request.status === 'pending';
  const text = lines(
    texts.title,
    '',
    requestLines(request, reader),
    '',
    statusLine(request, reader),
    isPending ? field(texts.deadline, showMoment(request.deadlineAt, reader)) : null,
    isPending && !request.permission.allowed ? permissionLine(request.permission, reader) : null,
  );
  const buttons = keyboard();
  const input = { callRequestId: request.id };
  if (isPending) buttons.button(texts.edit, editButton, input);
  if (isPending || (request.status === 'approved' && !request.callId))
    buttons.button(texts.cancelRequest, cancelButton, input);
  if (request.callId) buttons.button(texts.openCall, openCallButton, { callId: request.callId });
  if (['rejected', 'expired', 'cancelled'].includes(request.status)) buttons.button(texts.again, againButton, input);
  return { text, keyboard: buttons.markup() };
}

const RequestInput = z.strictObject({ callRequestId: z.uuid() });

async function redraw(ctx: MemberContext, callRequestId: string): Promise<void> {
  await showScreen(ctx, renderCallRequest(await getCallRequest(ctx.operation, { callRequestId }), ctx, ctx.keyboard));
}

export const showRequestButton = defineButton(
  'callRequests.show',
  RequestInput,
  membersOnly(async (ctx, { callRequestId }) => {
    const screen = renderCallRequest(await getCallRequest(ctx.operation, { callRequestId }), ctx, ctx.keyboard);
    await showScreen(ctx, withWayBack(screen, ctx, { label: ctx.texts.actions.back, place: 'requests' }));
  }),
);

export const cancelButton = defineButton(
  'callRequests.cancel',
  RequestInput,
  membersOnly(async (ctx, input) => {
    const { callRequests: texts, actions } = ctx.texts;
    const request = await getCallRequest(ctx.operation, input);
    if (request.status !== 'pending' && request.status !== 'approved') return redraw(ctx, input.callRequestId);
    const keyboard = ctx
      .keyboard()
      .button(actions.back, showRequestButton, input)
      .button(texts.yesCancel, cancelNowButton, input);
    await showScreen(ctx, {
      text: lines(texts.confirmCancel, '', requestLines(request, ctx)),
      keyboard: keyboard.markup(),
    });
  }),
);

export const cancelNowButton = defineButton(
  'callRequests.cancelNow',
  RequestInput,
  membersOnly(async (ctx, input) => {
    const request = await getCallRequest(ctx.operation, input);
    if (request.status !== 'cancelled') await cancelCallRequest(ctx.operation, input);
    await redraw(ctx, input.callRequestId);
  }),
);

export const againButton = defineButton(
  'callRequests.again',
  RequestInput,
  membersOnly(async (ctx, input) => {
    const { lead, goal, agent, phone } = await getCallRequest(ctx.operation, input);
    await startForm(ctx, 'newCallRequest', { leadId: lead.id, goal, agentId: agent.id, phoneNumber: phone }, 'window');
  }),
);

export const callRequestButtons = [showRequestButton, cancelButton, cancelNowButton, againButton];
