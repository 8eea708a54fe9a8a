import { getCallRequest } from '#domain/call-requests/get-call-request.ts';
import { getCall } from '#domain/calls/get-call.ts';
import type { Context } from '#domain/context.ts';
import { getDraft } from '#domain/drafts/get-draft.ts';
import { getMerge } from '#domain/merges/get-merge.ts';
import type { CardKind, CardToDraw } from '#domain/ports/messenger.ts';
import { readChannelAlerts, readFold, readNoticeOfCard } from '#domain/notices/list-notices.ts';
import { listReportChannels } from '#domain/settings/list-report-channels.ts';
import { readDayOfCard } from '#domain/tasks/begin-day.ts';
import { getTaskOfCard } from '#domain/tasks/get-task.ts';
import type { KeyboardMaker } from '#bot/buttons.ts';
import { renderApproval } from '#bot/call-requests/approval.card.ts';
import { renderCallRequest } from '#bot/call-requests/call-request.card.ts';
import { drawCall } from '#bot/calls/call.card.ts';
import type { Reader } from '#bot/context.ts';
import { readMessageInThread, renderMessage } from '#bot/conversations/message.card.ts';
import { renderDraft } from '#bot/drafts/draft.card.ts';
import { drawLeadCard } from '#bot/duplicates/lead-or-survivor.ts';
import { renderMerge } from '#bot/duplicates/merge.card.ts';
import { renderReportTest } from '#bot/reports/report-test.card.ts';
import { foldedLines, renderAlerts, renderFold, renderNotice } from '#bot/notices/notice.card.ts';
import { renderCallReport } from '#bot/reports/call-report.card.ts';
import { html } from '#bot/formatting.ts';
import type { Screen } from '#bot/screen.ts';
import { renderDay } from '#bot/tasks/day.card.ts';
import { renderTask } from '#bot/tasks/task.card.ts';

interface Drawing {
  ctx: Context;
  card: CardToDraw;
  reader: Reader;
  keyboard: KeyboardMaker;
  live: { text: string } | undefined;
  /** The link that opens the bot with this payload. */
  linkOf: (payload: string) => string;
}

/** What each kind of card shows: the record as it stands now, drawn by the record's own area. */
const screens: Record<CardKind, (drawing: Drawing) => Promise<Screen>> = {
  lead: async (drawing) => drawLeadCard(drawing.ctx, drawing.card.subjectId, drawing.reader, drawing.keyboard),
  approval: async ({ ctx, card, reader, keyboard }) =>
    renderApproval(await getCallRequest(ctx, { callRequestId: card.subjectId }), reader, keyboard),
  callRequest: async ({ ctx, card, reader, keyboard }) =>
    renderCallRequest(await getCallRequest(ctx, { callRequestId: card.subjectId }), reader, keyboard),
  call: async ({ ctx, card, reader, keyboard }) => drawCall(ctx, card.subjectId, reader, keyboard),
  async callReport({ ctx, card, reader }) {
    const channel = (await listReportChannels(ctx)).find(({ chatId }) => chatId === String(card.chatId));
    return renderCallReport(await getCall(ctx, { callId: card.subjectId }), reader, channel?.personalData ?? false);
  },
  reportTest: async ({ ctx, reader }) => renderReportTest(ctx.clock.now(), reader),
  draft: async ({ ctx, card, reader, keyboard, live }) =>
    renderDraft(await getDraft(ctx, { draftId: card.subjectId }), reader, keyboard, live),
  message: async ({ ctx, card, reader, keyboard }) =>
    renderMessage(await readMessageInThread(ctx, card.subjectId), reader, keyboard, ctx.clock.now()),
  // What a client sent is copied as it is: see media-card.ts.
  media: async () => ({ text: html`` }),
  async day({ ctx, card, reader, keyboard }) {
    const shown = await readDayOfCard(ctx, { noticeId: card.subjectId });
    return shown ? renderDay(shown, reader, keyboard) : { text: html`${reader.texts.tasks.day.nothing}` };
  },
  task: async ({ ctx, card, reader, keyboard }) =>
    renderTask(await getTaskOfCard(ctx, { taskId: card.subjectId }), reader, keyboard, ctx.clock.now()),
  async notice({ ctx, card, reader, keyboard }) {
    const notice = await readNoticeOfCard(ctx, { noticeId: card.subjectId });
    return notice ? renderNotice(notice, reader, keyboard) : { text: html`${reader.texts.notices.done}` };
  },
  noticeFold: async ({ ctx, card, reader, keyboard }) =>
    renderFold(await readFold(ctx, { headId: card.subjectId, most: foldedLines }), reader, keyboard),
  alerts: async ({ ctx, card, reader, keyboard, linkOf }) =>
    renderAlerts(await readChannelAlerts(ctx, { headId: card.subjectId, most: foldedLines }), reader, keyboard, linkOf),
  merge: async ({ ctx, card, reader, keyboard }) =>
    renderMerge(await getMerge(ctx, { mergeId: card.subjectId }), reader, keyboard),
};

/** The card's record as a message. */
export function drawScreen(drawing: Drawing): Promise<Screen> {
  return screens[drawing.card.kind](drawing);
}
