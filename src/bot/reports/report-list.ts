import { z } from 'zod';
import { alertKinds } from '#domain/notices/notice-kinds.ts';
import { setChannelAlert } from '#domain/notices/mutes.ts';
import { notFound } from '#domain/not-found.ts';
import { disableReportChannel } from '#domain/settings/disable-report-channel.ts';
import { listReportChannels } from '#domain/settings/list-report-channels.ts';
import type { ReportChannelView } from '#domain/settings/report-channel-view.ts';
import { setReportChannel } from '#domain/settings/set-report-channel.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { showScreen } from '#bot/screen.ts';

const shownChannels = 20;
const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** The chats that get reports; for who may read the settings. */
export async function showReports(ctx: MemberContext): Promise<void> {
  const { reports } = ctx.texts;
  const channels = await listReportChannels(ctx.operation);
  const keyboard = ctx.keyboard();
  for (const { id, title } of channels.slice(0, shownChannels))
    keyboard.button(shorten(`📣 ${title}`, 48), channelButton, { channelId: id }).row();
  const text = lines(reports.listTitle, '', channels.length === 0 ? reports.listEmpty : reports.listHint);
  await showScreen(ctx, withWayBack({ text, keyboard: keyboard.markup() }, ctx));
}

async function requireChannel(ctx: MemberContext, channelId: string): Promise<ReportChannelView> {
  const channel = (await listReportChannels(ctx.operation)).find(({ id }) => id === channelId);
  if (!channel) throw notFound('reportChannel');
  return channel;
}

async function showChannel(ctx: MemberContext, channelId: string): Promise<void> {
  const channel = await requireChannel(ctx, channelId);
  const { reports, notices } = ctx.texts;
  const { dailyAtMinute: daily, weeklyOnDay, weeklyAtMinute, quietFromMinute, quietToMinute } = channel;
  const keyboard = ctx.keyboard();
  const change = (label: string, what: Change) => keyboard.button(label, changeButton, { channelId, what });
  change(reports.toggleDaily(daily !== null), 'daily');
  change(reports.toggleWeekly(weeklyOnDay !== null), 'weekly').row();
  change(reports.toggleQuiet(quietFromMinute !== null), 'quiet');
  change(channel.darkCharts ? reports.lightCharts : reports.darkCharts, 'dark').row();
  alertKinds.forEach((kind, index) => {
    const mark = channel.alerts.includes(kind) ? '🔔' : '🔕';
    keyboard.button(shorten(`${mark} ${notices.kinds[kind]}`, 48), alertButton, { channelId, index }).row();
  });
  keyboard.button(reports.pause, pauseButton, { channelId });
  const text = lines(
    html`<b>📣 ${channel.title}</b>`,
    '',
    daily === null ? reports.noDaily : reports.daily(clock(daily)),
    weeklyOnDay === null
      ? reports.noWeekly
      : reports.weekly(reports.weekdays[weeklyOnDay - 1] ?? '', clock(weeklyAtMinute)),
    quietFromMinute !== null && quietToMinute !== null && notices.quiet(clock(quietFromMinute), clock(quietToMinute)),
  );
  await showScreen(
    ctx,
    withWayBack({ text, keyboard: keyboard.markup() }, ctx, { label: notices.back, place: 'reports' }),
  );
}

const changes = ['daily', 'weekly', 'quiet', 'dark'] as const;
type Change = (typeof changes)[number];

/** What a tap turns on or off. */
function changed(channel: ReportChannelView, what: Change) {
  const isQuiet = channel.quietFromMinute !== null;
  switch (what) {
    case 'daily':
      return { dailyAtMinute: channel.dailyAtMinute === null ? 19 * 60 : null };
    case 'weekly':
      return { weeklyOnDay: channel.weeklyOnDay === null ? 1 : null };
    case 'quiet':
      return { quietFromMinute: isQuiet ? null : 22 * 60, quietToMinute: isQuiet ? null : 8 * 60 };
    case 'dark':
      return { darkCharts: !channel.darkCharts };
  }
}

const ChannelInput = z.strictObject({ channelId: z.uuid() });

const channelButton = defineButton(
  'reports.channel',
  ChannelInput,
  membersOnly((ctx, { channelId }) => showChannel(ctx, channelId)),
);

const changeButton = defineButton(
  'reports.change',
  z.strictObject({ channelId: z.uuid(), what: z.enum(changes) }),
  membersOnly(async (ctx, { channelId, what }) => {
    const channel = await requireChannel(ctx, channelId);
    const { chatId, title, language } = channel;
    await setReportChannel(ctx.operation, { chatId, title, language, ...changed(channel, what) });
    await showChannel(ctx, channelId);
  }),
);

const alertButton = defineButton(
  'reports.alert',
  // By its place in the list: a kind has a dot, which separates a button's values.
  z.strictObject({
    channelId: z.uuid(),
    index: z
      .int()
      .min(0)
      .max(alertKinds.length - 1),
  }),
  membersOnly(async (ctx, { channelId, index }) => {
    const kind = alertKinds[index];
    if (kind === undefined) return;
    const { alerts } = await requireChannel(ctx, channelId);
    await setChannelAlert(ctx.operation, { channelId, kind, muted: alerts.includes(kind) });
    await showChannel(ctx, channelId);
  }),
);

const pauseButton = defineButton(
  'reports.pause',
  ChannelInput,
  membersOnly(async (ctx, { channelId }) => {
    await disableReportChannel(ctx.operation, { reportChannelId: channelId });
    await showReports(ctx);
  }),
);

export const reportListButtons = [channelButton, changeButton, alertButton, pauseButton];
