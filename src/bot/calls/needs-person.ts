import { callRules } from '#domain/call-permission/call-permission.ts';
import type { CallView } from '#domain/calls/call-view.ts';
import { readNeedsPersonNote } from '#domain/calls/needs-person.ts';
import type { NeedsPersonReason } from '#domain/calls/needs-person.ts';
import type { CallSurroundings } from '#bot/calls/call-surroundings.ts';
import type { Reader } from '#bot/context.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import type { Html } from '#bot/formatting.ts';

/** Reasons after which dialling the same approved call again may succeed; after the others it needs another approval. */
const helpedByDialling: ReadonlySet<NeedsPersonReason> = new Set([
  'permissionDenied',
  'providerRefused',
  'notPlaced',
  'outcomeUnknown',
]);

/** What a person can do about a call that stands before them, beside closing it. */
export function wayOut(call: CallView, around: CallSurroundings): 'dialAgain' | 'askAgain' | null {
  if (call.status !== 'needs_person') return null;
  const note = readNeedsPersonNote(call.failureNote);
  if (around.isWindowOpen && (!note || helpedByDialling.has(note.reason))) return 'dialAgain';
  return call.callRequestId ? 'askAgain' : null;
}

/** Why a call stands before a person, in words, and what to do about it; null when it does not. */
export function needsPersonLines(call: CallView, around: CallSurroundings, reader: Reader): Html | null {
  if (call.status !== 'needs_person') return null;
  const { calls } = reader.texts;
  const note = readNeedsPersonNote(call.failureNote);
  const way = wayOut(call, around);
  return lines(
    '',
    ...(note ? reasonLines(note, around, reader) : []),
    note && helpedByDialling.has(note.reason) && !around.isWindowOpen ? calls.windowClosed : null,
    html`<i>${calls.waysOut[way ?? 'close']}</i>`,
  );
}

function reasonLines(
  { reason, detail }: { reason: NeedsPersonReason; detail: string },
  { request }: CallSurroundings,
  reader: Reader,
): Html[] {
  const { calls, callRequests } = reader.texts;
  const sentence = html`${calls.needsPersonReasons[reason]}`;
  if (reason === 'permissionDenied') {
    const refused = detail.split(', ');
    const rows = callRules
      .filter((rule) => refused.includes(rule))
      .map((rule) => {
        // The numbers in the sentence are today's; where the rule no longer refuses there are none to show.
        const present = request?.permission.reasons.find((known) => known.rule === rule && !known.allowed);
        return html`• ${callRequests.rules[rule](present?.params ?? {})}`;
      });
    return [sentence, ...rows];
  }
  if (detail === '' || reason === 'outcomeUnknown') return [sentence];
  return [sentence, html`<blockquote>${shorten(detail, 200)}</blockquote>`];
}
