import { scorecardCriteria } from '#domain/calls/scorecard-criteria.ts';
import type { getCall } from '#domain/calls/get-call.ts';
import type { TaskView } from '#domain/tasks/task-view.ts';
import { taskLines } from '#bot/calls/call-tasks.ts';
import type { Reader } from '#bot/context.ts';
import { field } from '#bot/fields.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import type { Html } from '#bot/formatting.ts';

type CallView = Awaited<ReturnType<typeof getCall>>;

const shownCriteria = 6;

/**
 * What was understood of the conversation, each judgement with the words it stands on, and the tasks made of its
 * next steps; null while there is nothing to say.
 */
export function analysisLines(call: CallView, reader: Reader, tasks: TaskView[] = []): Html | null {
  const { calls } = reader.texts;
  const { analysis } = call;
  if (!analysis) {
    if (call.analysisStatus === 'pending') return lines('', calls.analyzing);
    return call.analysisStatus === 'failed' ? lines('', calls.analysisFailed) : null;
  }
  return lines(
    '',
    field(calls.sentiment, calls.sentiments[analysis.sentiment ?? ''] ?? null),
    field(calls.topics, analysis.topics.join(', ')),
    ...(tasks.length > 0
      ? [...summarySection(analysis, reader), taskLines(tasks, reader)]
      : summaryLines(analysis, reader)),
    ...section(
      calls.objections,
      analysis.objections.slice(0, 4).map((item) => html`• ${shorten(item.text, 160)}${cited(item.quote)}`),
    ),
    ...scorecardLines(analysis, reader),
    analysis.disclosureSaid === false && lines('', calls.noDisclosure),
    analysis.engine === 'offline' ? lines('', html`<i>${calls.offlineEngine}</i>`) : null,
  );
}

/** The summary and the next steps, for the call's card and for the report about it. */
export function summaryLines(analysis: NonNullable<CallView['analysis']>, reader: Reader): Html[] {
  const { calls } = reader.texts;
  return [
    ...summarySection(analysis, reader),
    ...section(
      calls.nextSteps,
      analysis.actionItems.slice(0, 6).map((item) => html`• ${shorten(item, 200)}`),
    ),
  ];
}

function summarySection({ summary }: NonNullable<CallView['analysis']>, reader: Reader): Html[] {
  return section(reader.texts.calls.summary, summary ? [html`${shorten(summary, 900)}`] : []);
}

/** What the conversation was judged by, folded: the mean is enough for most days. */
function scorecardLines({ scorecard }: NonNullable<CallView['analysis']>, reader: Reader): Html[] {
  if (scorecard.length === 0) return [];
  const { calls } = reader.texts;
  const mean = scorecard.reduce((sum, item) => sum + item.score, 0) / scorecard.length;
  const rows = scorecard.slice(0, shownCriteria).map(({ criterion, score, quote: words }) => {
    const name = scorecardCriteria[reader.language].find(({ id }) => id === criterion)?.name ?? criterion;
    return html`${name}: <b>${score}/10</b>${cited(words)}`;
  });
  return [lines('', html`<b>${calls.scorecard(mean)}</b>`, html`<blockquote expandable>${rows}</blockquote>`)];
}

/** A heading with its lines, set off by an empty line; nothing when there are none. */
function section(title: string, rows: Html[]): Html[] {
  return rows.length > 0 ? [lines('', html`<b>${title}</b>`, ...rows)] : [];
}

function cited(words: string | null | undefined): Html | null {
  return words ? html` — <i>«${shorten(words, 160)}»</i>` : null;
}
