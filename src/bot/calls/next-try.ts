import { uncountedOutcomes } from '#domain/calls/call-outcome.ts';
import type { CallView } from '#domain/calls/call-view.ts';
import type { CallSurroundings } from '#bot/calls/call-surroundings.ts';
import type { Reader } from '#bot/context.ts';
import { showMoment, showTime } from '#bot/dates.ts';
import { field } from '#bot/fields.ts';
import { html, lines } from '#bot/formatting.ts';
import type { Html } from '#bot/formatting.ts';

/** When a waiting call is dialled, by the client's clock, and which try that is; null when nothing is waited for. */
export function nextTryLines(call: CallView, { request }: CallSurroundings, reader: Reader): Html | null {
  if (call.status !== 'queued' || !call.nextAttemptAt) return null;
  const { calls } = reader.texts;
  const free: ReadonlySet<string> = uncountedOutcomes;
  const reached = call.attempts.filter(({ state }) => state !== 'not_placed');
  const counted = reached.filter(({ outcome }) => outcome === null || !free.has(outcome));
  const when = whenText(call.nextAttemptAt, zoneOf(request), reader);
  const [last] = reached.toReversed();
  if (!last) return html`${calls.willCall(when)}`;
  return lines(
    field(calls.lastTry, last.outcome ? (calls.outcomes[last.outcome] ?? last.outcome) : null),
    calls.nextTry(counted.length + 1, request?.maxAttempts ?? null, when),
  );
}

/** The zone whose hours decide about the call, as "may we call?" knows it. */
function zoneOf(request: CallSurroundings['request']): string | null {
  const zone = request?.permission.reasons.find(({ rule }) => rule === 'time.callingHours')?.params['zone'];
  return typeof zone === 'string' ? zone : null;
}

function whenText(at: Date, zone: string | null, reader: Reader): string {
  const { calls } = reader.texts;
  if (zone === null) return showMoment(at, reader);
  const client = { language: reader.language, timeZone: zone };
  const isSameClock = showTime(at, client) === showTime(at, reader);
  return calls.clientsTime(showMoment(at, client), isSameClock ? null : showMoment(at, reader));
}
