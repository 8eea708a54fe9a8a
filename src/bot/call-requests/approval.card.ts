import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { approveCallRequest } from '#domain/call-requests/approve-call-request.ts';
import type { CallRequestView } from '#domain/call-requests/call-request-view.ts';
import { getCallRequest } from '#domain/call-requests/get-call-request.ts';
import { rejectCallRequest } from '#domain/call-requests/reject-call-request.ts';
import { defineButton } from '#bot/buttons.ts';
import type { KeyboardMaker } from '#bot/buttons.ts';
import type { MemberContext, Reader } from '#bot/context.ts';
import { showMoment } from '#bot/dates.ts';
import { field } from '#bot/fields.ts';
import { lines } from '#bot/formatting.ts';
import { startForm } from '#bot/forms/form.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { askByReply, definePrompt } from '#bot/prompts.ts';
import { refusalText } from '#bot/refusals.ts';
import { say, showScreen } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';
import { editValues } from '#bot/call-requests/new-call-request.conversation.ts';
import { permissionLine, requestLines, scriptLines, statusLine } from '#bot/call-requests/request-summary.ts';

/** Of the hash that names what was shown, a button holds this much. */
const shownHashLength = 16;

/** The request as an approver sees it: with buttons while it waits, with the decision after. */
export function renderApproval(request: CallRequestView, reader: Reader, keyboard: KeyboardMaker): Screen {
  const { callRequests: texts } = reader.texts;
  const isPending = request.status === 'pending';
  const text = lines(
    isPending ? texts.approvalTitle : texts.title,
    isPending && request.escalatedAt ? texts.escalated : isPending && request.remindedAt ? texts.reminded : null,
    '',
    requestLines(request, reader),
    isNamedOtherwise(request) ? field(texts.contact, request.contact.name) : null,
    field(texts.company, request.companyName),
    isPending ? field(texts.deadline, showMoment(request.deadlineAt, reader)) : null,
    '',
    isPending ? permissionLine(request.permission, reader) : statusLine(request, reader),
    isPending ? scriptLines(request, reader) : null,
  );
  const buttons = keyboard();
  if (isPending) {
    const shown = { callRequestId: request.id, revision: request.revision };
    buttons
      .button(texts.approve, approveButton, { ...shown, hash: request.payloadHash.slice(0, shownHashLength) })
      .button(texts.reject, rejectButton, shown)
      .row()
      .button(texts.edit, editButton, { callRequestId: request.id });
  }
  return { text, keyboard: buttons.markup() };
}

/** The agent is told the person's name as well as the lead's; both are shown where they differ. */
function isNamedOtherwise(request: CallRequestView): boolean {
  return request.contact.name.trim() !== request.lead.name.trim();
}

const ShownInput = z.strictObject({ callRequestId: z.uuid(), revision: z.int() });
const ApproveInput = z.strictObject({ callRequestId: z.uuid(), revision: z.int(), hash: z.string() });

async function redraw(ctx: MemberContext, callRequestId: string): Promise<void> {
  await showScreen(ctx, renderApproval(await getCallRequest(ctx.operation, { callRequestId }), ctx, ctx.keyboard));
}

/** Carries a decision out and shows the card as it stands then; a refusal is said below the fresh card. */
async function decide(
  ctx: MemberContext,
  callRequestId: string,
  decision: () => Promise<CallRequestView>,
): Promise<void> {
  try {
    await showScreen(ctx, renderApproval(await decision(), ctx, ctx.keyboard));
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'internal' || error.code === 'unavailable') throw error;
    await redraw(ctx, callRequestId);
    await say(ctx, refusalText(error, ctx));
  }
}

export const approveButton = defineButton(
  'callRequests.approve',
  ApproveInput,
  membersOnly((ctx, { callRequestId, revision, hash }) =>
    decide(ctx, callRequestId, async () => {
      const present = await getCallRequest(ctx.operation, { callRequestId });
      // The button holds the head of the hash that was shown; another hash reaches the operation as "not what I saw".
      const payloadHash = present.payloadHash.startsWith(hash) ? present.payloadHash : '0'.repeat(64);
      return approveCallRequest(ctx.operation, { callRequestId, revision, payloadHash });
    }),
  ),
);

export const rejectButton = defineButton(
  'callRequests.reject',
  ShownInput,
  membersOnly(async (ctx, input) => {
    const { callRequests: texts, actions } = ctx.texts;
    const request = await getCallRequest(ctx.operation, { callRequestId: input.callRequestId });
    if (request.status !== 'pending') return redraw(ctx, input.callRequestId);
    const screen = renderApproval(request, ctx, ctx.keyboard);
    const keyboard = ctx
      .keyboard()
      .button(texts.withoutReason, rejectPlainlyButton, input)
      .row()
      .button(actions.back, showApprovalButton, { callRequestId: input.callRequestId });
    await showScreen(ctx, { ...screen, keyboard: keyboard.markup() });
    await askByReply(ctx, rejectReasonPrompt, input, texts.askReason(request.lead.name), texts.reasonPlaceholder);
  }),
);

export const rejectPlainlyButton = defineButton(
  'callRequests.rejectPlainly',
  ShownInput,
  membersOnly((ctx, input) =>
    decide(ctx, input.callRequestId, () =>
      rejectCallRequest(ctx.operation, { ...input, reason: ctx.texts.callRequests.noReasonGiven }),
    ),
  ),
);

export const rejectReasonPrompt = definePrompt('callRequests.rejectReason', ShownInput, (ctx, input, text) =>
  decide(ctx, input.callRequestId, () => rejectCallRequest(ctx.operation, { ...input, reason: text.slice(0, 1000) })),
);

export const editButton = defineButton(
  'callRequests.edit',
  z.strictObject({ callRequestId: z.uuid() }),
  membersOnly(async (ctx, { callRequestId }) => {
    const request = await getCallRequest(ctx.operation, { callRequestId });
    if (request.status !== 'pending') return redraw(ctx, callRequestId);
    await startForm(ctx, 'newCallRequest', editValues(request), 'review');
  }),
);

export const showApprovalButton = defineButton(
  'callRequests.showApproval',
  z.strictObject({ callRequestId: z.uuid() }),
  membersOnly(async (ctx, { callRequestId }) => {
    const screen = renderApproval(await getCallRequest(ctx.operation, { callRequestId }), ctx, ctx.keyboard);
    await showScreen(ctx, withWayBack(screen, ctx, { label: ctx.texts.actions.back, place: 'approvals' }));
  }),
);

export const approvalButtons = [approveButton, rejectButton, rejectPlainlyButton, editButton, showApprovalButton];
export const approvalPrompts = [rejectReasonPrompt];
