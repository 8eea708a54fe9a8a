import { formatPhone } from '#platform/phone-number.ts';
import type { getCall } from '#domain/calls/get-call.ts';
import type { Reader } from '#bot/context.ts';
import { summaryLines } from '#bot/calls/call-analysis.ts';
import { field } from '#bot/fields.ts';
import { lines } from '#bot/formatting.ts';
import type { Screen } from '#bot/screen.ts';

type CallView = Awaited<ReturnType<typeof getCall>>;

/**
 * A finished call for a team's channel. Without `personalData` it names no client and quotes nothing that was said: the
 * summary and next steps may hold names, so they stay out as well.
 */
export function renderCallReport(call: CallView, reader: Reader, personalData: boolean): Screen {
  const { calls, callRequests } = reader.texts;
  const { analysis } = call;
  return {
    text: lines(
      calls.reportTitle,
      personalData ? field(callRequests.lead, call.lead?.name ?? call.clientName) : null,
      personalData && call.phone ? field(callRequests.phone, formatPhone(call.phone)) : null,
      field(calls.manager, call.managerName),
      field(calls.outcome, call.outcome ? (calls.outcomes[call.outcome] ?? call.outcome) : calls.statuses[call.status]),
      field(calls.duration, call.durationSec ? calls.durationText(call.durationSec) : null),
      field(calls.sentiment, analysis ? (calls.sentiments[analysis.sentiment ?? ''] ?? null) : null),
      field(calls.topics, analysis?.topics.join(', ')),
      ...(personalData && analysis ? summaryLines(analysis, reader) : []),
    ),
    keyboard: { inline_keyboard: [] },
  };
}
