import type { ProviderSegment } from '#domain/ports/telephony.ts';
import type { WireCall, WireUtterance } from '#integrations/retell/wire.ts';

/** Spoken text whose times the provider left out is taken to run at this pace. */
const msPerCharacter = 65;

const speakerByRole: ReadonlyMap<string, ProviderSegment['speaker']> = new Map([
  ['user', 'A'],
  ['agent', 'B'],
  ['transfer_target', 'B'],
]);

/** The call's spoken turns in order; null when Retell sent no transcript at all. */
export function segmentsOf(call: WireCall): ProviderSegment[] | null {
  if (call.transcript_object != null) return timeTurns(call.transcript_object);
  if (call.transcript != null) return timeTurns(readPlainTranscript(call.transcript));
  return null;
}

function timeTurns(utterances: readonly WireUtterance[]): ProviderSegment[] {
  const segments: ProviderSegment[] = [];
  let clockMs = 0;
  for (const { role, content, words } of utterances) {
    const speaker = speakerByRole.get(role);
    const text = (content ?? (words ?? []).map(({ word }) => word ?? '').join(' ')).trim();
    if (!speaker || text === '') continue;
    const startMs = toMs(words?.at(0)?.start) ?? clockMs;
    const spokenUntilMs = toMs(words?.at(-1)?.end) ?? startMs + text.length * msPerCharacter;
    const endMs = Math.max(startMs, spokenUntilMs);
    segments.push({ speaker, startMs, endMs, text });
    clockMs = Math.max(clockMs, endMs);
  }
  return segments;
}

/** `Agent: …` and `User: …` lines; a line without a known speaker goes on with the one before. */
function readPlainTranscript(transcript: string): WireUtterance[] {
  const turns: { role: string; content: string }[] = [];
  for (const line of transcript.split('\n')) {
    const match = /^(Agent|User|Transfer Target):\s?(.*)$/.exec(line);
    const last = turns.at(-1);
    if (match) turns.push({ role: (match[1] ?? '').toLowerCase().replace(' ', '_'), content: match[2] ?? '' });
    else if (last) last.content += ` ${line}`;
  }
  return turns;
}

function toMs(seconds: number | null | undefined): number | undefined {
  return seconds == null || !Number.isFinite(seconds) || seconds < 0 ? undefined : Math.round(seconds * 1000);
}
