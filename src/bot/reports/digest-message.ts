import { DateTime } from 'luxon';
import { drawBarChart } from '#platform/chart/draw-bar-chart.ts';
import type { DigestToSend } from '#domain/ports/messenger.ts';
import { captionLimit, fitHtml, html, lines } from '#bot/formatting.ts';
import type { Html } from '#bot/formatting.ts';
import { textsFor } from '#bot/texts/texts.ts';

/** The words under a digest's chart: its numbers, each with its change against the period before. */
export function digestCaption(digest: DigestToSend): string {
  const { digests: texts } = textsFor(digest.language);
  const { now, before, top } = digest.numbers;
  const from = DateTime.fromISO(digest.slot, { zone: digest.timeZone }).setLocale(digest.language);
  const show = (day: DateTime) => day.toFormat('d MMMM');
  const title =
    digest.period === 'day'
      ? texts.dayTitle(digest.organizationName, show(from))
      : texts.weekTitle(digest.organizationName, show(from), show(from.plus({ days: 6 })));
  const isEmpty = now.newLeads + now.taken + now.won + now.lost + now.calls + now.approved + now.rejected === 0;
  const row = (name: string, value: number, earlier: number): Html =>
    html`${name}: <b>${value}</b>${change(value, earlier)}`;
  const calls = html`${texts.calls}: <b>${now.calls}</b>${change(now.calls, before.calls)} · ${texts.answered} ${now.answered} · ${texts.missed} ${now.missed}`;
  const minutes = now.replyMinutes === null ? null : Math.max(1, Math.round(now.replyMinutes));
  return fitHtml(
    lines(
      title,
      '',
      isEmpty && texts.nothing,
      !isEmpty && row(texts.newLeads, now.newLeads, before.newLeads),
      !isEmpty && row(texts.taken, now.taken, before.taken),
      now.won + before.won > 0 && row(texts.won, now.won, before.won),
      now.lost + before.lost > 0 && row(texts.lost, now.lost, before.lost),
      now.calls + before.calls > 0 && calls,
      now.positive + now.negative > 0 && html`${texts.mood}: 🙂 ${now.positive} · 🙁 ${now.negative}`,
      now.approved + now.rejected > 0 &&
        html`${texts.approvals}: ${texts.approved} ${now.approved} · ${texts.rejected} ${now.rejected}`,
      minutes !== null && html`${texts.reply}: <b>${texts.minutes(minutes)}</b>`,
      top && html`${texts.top}: <b>${top.name}</b>, ${texts.topCalls(top.calls)}`,
      digest.period === 'week' && now.interrupts > 0 && `\n${texts.interrupts(now.interrupts, now.acted)}`,
    ),
    captionLimit,
  );
}

function change(value: number, earlier: number): string {
  if (value === earlier) return '';
  return value > earlier ? ` (+${value - earlier})` : ` (−${earlier - value})`;
}

/** The days around the digest as a picture: new leads and calls. */
export function drawDigestChart(digest: DigestToSend): Promise<Buffer> {
  const { digests: texts } = textsFor(digest.language);
  const { days } = digest.numbers;
  return drawBarChart({
    title: digest.organizationName.slice(0, 60),
    groups: days.map(({ day }) => DateTime.fromISO(day).toFormat('dd.MM')),
    series: [
      { name: texts.chartLeads, values: days.map(({ leads }) => leads) },
      { name: texts.chartCalls, values: days.map(({ calls }) => calls) },
    ],
    isDark: digest.darkCharts,
  });
}
