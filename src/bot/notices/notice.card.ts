import { z } from 'zod';
import type { AlertLine, NoticeView } from '#domain/notices/list-notices.ts';
import { readNoticeOfCard } from '#domain/notices/list-notices.ts';
import { muteNotice } from '#domain/notices/mutes.ts';
import { actOnNotice } from '#domain/notices/settle-notices.ts';
import { defineButton } from '#bot/buttons.ts';
import type { KeyboardMaker } from '#bot/buttons.ts';
import type { MemberContext, Reader } from '#bot/context.ts';
import { showTime } from '#bot/dates.ts';
import { field } from '#bot/fields.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import type { Html } from '#bot/formatting.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { say, sendScreen, showScreen } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';
import { drawRecord } from '#bot/search/open-record.ts';
import { linkedKinds, startPayload } from '#bot/search/record-link.ts';

/** Each notice of a fold has a button up to here; lines are shown of a few more. */
export const foldedButtons = 8;
export const foldedLines = 20;

/** A notice as a message of its own; settled ones say by whom and have nothing to do any more but open. */
export function renderNotice(notice: NoticeView, reader: Reader, keyboard: KeyboardMaker): Screen {
  const { notices } = reader.texts;
  const input = { noticeId: notice.id };
  const buttons = keyboard();
  const isOver = notice.resolvedAt !== null || notice.actedAt !== null;
  if (canOpen(notice)) buttons.button(notices.open, openButton, input);
  if (!isOver) buttons.button(notices.done, doneButton, input).row().button(notices.mute, muteButton, input);
  return {
    text: lines(
      html`<b>${notices.titles[notice.kind] ?? notice.kind}</b>`,
      ...factsOf(notice, reader),
      endOf(notice, reader),
    ),
    keyboard: buttons.markup(),
    ...(notice.severity === 'info' ? { isQuiet: true } : {}),
  };
}

/** What went over the day's cap: one quiet message, each line with a button that opens it. */
export function renderFold(
  fold: { items: NoticeView[]; total: number },
  reader: Reader,
  keyboard: KeyboardMaker,
): Screen {
  const { notices } = reader.texts;
  const buttons = keyboard();
  fold.items.slice(0, foldedButtons).forEach((notice, index) => {
    const label = `${index + 1}. ${shorten(notice.client ?? notices.kinds[notice.kind], 36)}`;
    buttons.button(label, canOpen(notice) ? openButton : doneButton, { noticeId: notice.id }).row();
  });
  const rest = fold.total - fold.items.length;
  return {
    text: lines(
      notices.foldTitle(fold.total),
      '',
      ...fold.items.map((notice, index) => foldLine(notice, index, reader)),
      rest > 0 && notices.foldRest(rest),
    ),
    keyboard: buttons.markup(),
    isQuiet: true,
  };
}

/** The alerts of an hour in a report channel; each opens in the bot, for members who may see it. */
export function renderAlerts(
  alerts: { items: AlertLine[]; total: number },
  reader: Reader,
  keyboard: KeyboardMaker,
  linkOf: (payload: string) => string,
): Screen {
  const { notices } = reader.texts;
  const buttons = keyboard();
  const rows = alerts.items.map((alert) => {
    const title = notices.titles[alert.kind] ?? alert.kind;
    const about = [alert.client, alert.member, ...dataOf(alert, reader)].filter((part) => part !== null);
    const link = linkPayload(alert);
    const head = link === null ? html`<b>${title}</b>` : html`<a href="${linkOf(link)}"><b>${title}</b></a>`;
    return about.length === 0 ? head : html`${head}\n${about.map((part) => shorten(part, 80)).join(' · ')}`;
  });
  const rest = alerts.total - alerts.items.length;
  const first = alerts.items.length === 1 ? alerts.items[0] : undefined;
  const payload = first ? linkPayload(first) : null;
  if (payload !== null) buttons.url(notices.open, linkOf(payload));
  return {
    text: lines(...rows, rest > 0 && notices.alertsRest(rest)),
    keyboard: buttons.markup(),
    ...(alerts.items.some(({ severity }) => severity === 'critical') ? {} : { isQuiet: true }),
  };
}

function linkPayload({ subjectType, subjectId }: Pick<AlertLine, 'subjectType' | 'subjectId'>): string | null {
  const kind = linkedKinds.find((known) => known === subjectType);
  return kind === undefined || subjectId === null ? null : startPayload({ kind, id: subjectId });
}

const canOpen = (notice: NoticeView) => linkPayload(notice) !== null;

function factsOf(notice: NoticeView, reader: Reader): (Html | string | null | undefined | false)[] {
  const { notices } = reader.texts;
  return [
    field(notices.client, notice.client && shorten(notice.client, 120)),
    field(notices.member, notice.member),
    ...dataOf(notice, reader),
    notice.kind === 'channels.lost' && notices.lostHint,
    notice.kind === 'channels.topicGone' && notices.topicHint,
  ];
}

function dataOf({ data }: Pick<NoticeView, 'data'>, { texts: { notices } }: Reader): string[] {
  return [
    ...(data.title === undefined ? [] : [`${notices.channel}: ${data.title}`]),
    ...(data.queue === undefined ? [] : [`${notices.service}: ${notices.queues[data.queue] ?? data.queue}`]),
    ...(data.count === undefined ? [] : [notices.failures(data.count)]),
  ];
}

function endOf(notice: NoticeView, reader: Reader): string | null {
  const { notices } = reader.texts;
  if (notice.resolvedAt) return `\n${notices.resolved(notice.resolvedBy, showTime(notice.resolvedAt, reader))}`;
  return notice.actedAt ? `\n${notices.acted(showTime(notice.actedAt, reader))}` : null;
}

function foldLine(notice: NoticeView, index: number, reader: Reader): Html {
  const { notices } = reader.texts;
  const about = [notice.client, ...dataOf(notice, reader)].filter((part) => part !== null).join(' · ');
  const mark = notice.resolvedAt || notice.actedAt ? '✅ ' : '';
  return html`${index + 1}. ${mark}${notices.titles[notice.kind] ?? notice.kind}${about === '' ? '' : `: ${shorten(about, 80)}`}`;
}

const NoticeInput = z.strictObject({ noticeId: z.uuid() });

async function readOwn(ctx: MemberContext, noticeId: string): Promise<NoticeView | null> {
  return readNoticeOfCard(ctx.operation, { noticeId });
}

async function redraw(ctx: MemberContext, noticeId: string): Promise<void> {
  const notice = await readOwn(ctx, noticeId);
  if (notice?.status === 'sent') await showScreen(ctx, renderNotice(notice, ctx, ctx.keyboard));
}

/** Opens the record below, so that the notice stays where it is and says that it was seen. */
const openButton = defineButton(
  'notices.open',
  NoticeInput,
  membersOnly(async (ctx, { noticeId }) => {
    await actOnNotice(ctx.operation, { noticeId });
    const notice = await readOwn(ctx, noticeId);
    const kind = linkedKinds.find((known) => known === notice?.subjectType);
    if (kind && notice?.subjectId) await sendScreen(ctx, await drawRecord(ctx, { kind, id: notice.subjectId }));
  }),
);

const doneButton = defineButton(
  'notices.done',
  NoticeInput,
  membersOnly(async (ctx, { noticeId }) => {
    await actOnNotice(ctx.operation, { noticeId });
    await redraw(ctx, noticeId);
  }),
);

const muteButton = defineButton(
  'notices.mute',
  NoticeInput,
  membersOnly(async (ctx, { noticeId }) => {
    const notice = await readOwn(ctx, noticeId);
    if (!notice) return;
    const { notices } = ctx.texts;
    const keyboard = ctx
      .keyboard()
      .button(shorten(notices.muteKind(notices.kinds[notice.kind]), 60), muteWhatButton, { noticeId, what: 'kind' })
      .row();
    if (notice.subjectId) keyboard.button(notices.muteRecord, muteWhatButton, { noticeId, what: 'record' }).row();
    keyboard.button(notices.muteDay, muteWhatButton, { noticeId, what: 'day' }).row();
    keyboard.button(notices.back, backButton, { noticeId });
    const { text } = renderNotice(notice, ctx, ctx.keyboard);
    await showScreen(ctx, { text: lines(text, '', notices.muteTitle), keyboard: keyboard.markup() });
  }),
);

const muteWhatButton = defineButton(
  'notices.muteWhat',
  z.strictObject({ noticeId: z.uuid(), what: z.enum(['kind', 'record', 'day']) }),
  membersOnly(async (ctx, { noticeId, what }) => {
    await muteNotice(ctx.operation, { noticeId, what });
    await redraw(ctx, noticeId);
    await say(ctx, ctx.texts.notices.muted);
  }),
);

const backButton = defineButton(
  'notices.back',
  NoticeInput,
  membersOnly((ctx, { noticeId }) => redraw(ctx, noticeId)),
);

export const noticeButtons = [openButton, doneButton, muteButton, muteWhatButton, backButton];
