import { getCallRequest } from '#domain/call-requests/get-call-request.ts';
import { getDraft } from '#domain/drafts/get-draft.ts';
import { followMergedLead } from '#domain/merges/follow-merged-lead.ts';
import { getTask } from '#domain/tasks/get-task.ts';
import { renderCallRequest } from '#bot/call-requests/call-request.card.ts';
import { drawCall } from '#bot/calls/call.card.ts';
import type { MemberContext } from '#bot/context.ts';
import { readThread } from '#bot/conversations/thread.ts';
import { renderDraft } from '#bot/drafts/draft.card.ts';
import { drawLeadCard } from '#bot/duplicates/lead-or-survivor.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { showScreen } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';
import { drawCompany } from '#bot/search/company.card.ts';
import { drawContact } from '#bot/search/contact.card.ts';
import { drawDeal } from '#bot/search/deal.card.ts';
import { setOpenRecord } from '#bot/search/record-button.ts';
import type { LinkedKind, RecordRef } from '#bot/search/record-link.ts';
import { renderTask } from '#bot/tasks/task.card.ts';

const cards: Record<LinkedKind, (ctx: MemberContext, id: string) => Promise<Screen>> = {
  lead: async (ctx, leadId) =>
    drawLeadCard(ctx.operation, await followMergedLead(ctx.operation, { leadId }), ctx, ctx.keyboard),
  contact: drawContact,
  company: drawCompany,
  deal: drawDeal,
  call: (ctx, callId) => drawCall(ctx.operation, callId, ctx, ctx.keyboard),
  conversation: readThread,
  callRequest: async (ctx, callRequestId) =>
    renderCallRequest(await getCallRequest(ctx.operation, { callRequestId }), ctx, ctx.keyboard),
  task: async (ctx, taskId) => renderTask(await getTask(ctx.operation, { taskId }), ctx, ctx.keyboard),
  draft: async (ctx, draftId) => renderDraft(await getDraft(ctx.operation, { draftId }), ctx, ctx.keyboard, undefined),
};

/** A record's card, for members who may see it. */
export function drawRecord(ctx: MemberContext, { kind, id }: RecordRef): Promise<Screen> {
  return cards[kind](ctx, id);
}

/** Shows a record's card in place of the tapped message, or below; `fromSearch` adds the way back to the results. */
export async function openRecord(ctx: MemberContext, { kind, id }: RecordRef, fromSearch = false): Promise<void> {
  const back = fromSearch ? ({ label: ctx.texts.search.toResults, place: 'search' } as const) : undefined;
  await showScreen(ctx, withWayBack(await cards[kind](ctx, id), ctx, back));
}

setOpenRecord((ctx, record) => openRecord(ctx, record, true));
