import type { Spoken } from '#domain/calls/metrics.ts';

/** A text's words in lower case, without punctuation, with ё as е; the form in which quotes are compared. */
export function normalizeSpeech(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const fewestCharacters = 3;

/** Whether a speaker really said this: the quote's words, in order, whole and within one of the speaker's turns. */
export function isQuoted(quote: string, speaker: 'A' | 'B', segments: readonly Spoken[]): boolean {
  const wanted = normalizeSpeech(quote);
  if (wanted.length < fewestCharacters) return false;
  return turnsOf(segments, speaker).some((turn) => ` ${normalizeSpeech(turn)} `.includes(` ${wanted} `));
}

/** What a speaker said without the other in between, one text per turn. */
export function turnsOf(segments: readonly Spoken[], speaker: 'A' | 'B'): string[] {
  const turns: { speaker: 'A' | 'B'; text: string }[] = [];
  for (const segment of segments.toSorted((a, b) => a.startMs - b.startMs)) {
    const current = turns.at(-1);
    if (current?.speaker === segment.speaker) current.text += ` ${segment.text}`;
    else turns.push({ speaker: segment.speaker, text: segment.text });
  }
  return turns.filter((turn) => turn.speaker === speaker).map((turn) => turn.text);
}
