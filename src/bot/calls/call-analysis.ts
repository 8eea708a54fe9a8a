import type { getCall } from '#domain/calls/get-call.ts';
import type { Reader } from '#bot/context.ts';
import { field } from '#bot/fields.ts';
import { html, lines, quote, shorten } from '#bot/formatting.ts';
import type { Html } from '#bot/formatting.ts';

type CallView = Awaited<ReturnType<typeof getCall>>;

const shownCriteria = 6;

/** What was understood of the conversation, each judgement with the words it stands on; null while there is nothing to say. */
export function analysisLines(call: CallView, reader: Reader): Html | null {
  const { calls } = reader.texts;
  const { analysis } = call;
  if (!analysis) {
    if (call.analysisStatus === 'pending') return html` ${calls.analyzing}`;
    return call.analysisStatus === 'failed' ? html` ${calls.analysisFailed}` : null;
  }
  return lines(
    '',
    field(calls.sentiment, calls.sentiments[analysis.sentiment ?? ''] ?? null),
    field(calls.topics, analysis.topics.join(', ')),
    analysis.summary
      ? html` <b>${calls.summary}</b>
          ${shorten(analysis.summary, 900)}`
      : null,
    analysis.actionItems.length > 0
      ? html` <b>${calls.nextSteps}</b>
          ${analysis.actionItems.slice(0, 6).map((item) => html`• ${shorten(item, 200)}`)}`
      : null,
    analysis.objections.length > 0
      ? html` <b>${calls.objections}</b>
          ${analysis.objections.slice(0, 4).map((item) => html`• ${shorten(item.text, 160)}${cited(item.quote)}`)}`
      : null,
    analysis.scorecard.length > 0
      ? html` <b>${calls.scorecard}</b>
          ${analysis.scorecard.slice(0, shownCriteria).map((item) => html`• ${item.criterion}: <b>${item.score}/10</b>${cited(item.quote)}`)}`
      : null,
    analysis.disclosureSaid === false && calls.noDisclosure,
    analysis.engine === 'offline' ? html` <i>${calls.offlineEngine}</i>` : null,
  );
}

function cited(words: string | null | undefined): Html | null {
  return words ? html` ${quote(words, 160)}` : null;
}
