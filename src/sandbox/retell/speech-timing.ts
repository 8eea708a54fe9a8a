import type { Speaker, Turn } from './call-record.ts';

const CHARACTERS_PER_SEC = 15;
const SHORTEST_TURN_SEC = 0.6;

export type SpokenLine = { speaker: Speaker; text: string; pauseSec?: number };

/** Estimated seconds that a person needs to say the text. */
export function speechDurationSec(text: string): number {
  return round(Math.max(SHORTEST_TURN_SEC, text.length / CHARACTERS_PER_SEC));
}

/** Lays lines on the time axis; a negative pause makes a speaker cut in before the other has finished. */
export function timeLines(lines: readonly SpokenLine[]): Turn[] {
  const turns: Turn[] = [];
  let cursorSec = 0.4;
  lines.forEach((line, index) => {
    const pauseSec = index === 0 ? 0 : (line.pauseSec ?? 0.35 + (line.text.length % 5) * 0.15);
    const startSec = round(Math.max(0, cursorSec + pauseSec));
    const endSec = round(startSec + speechDurationSec(line.text));
    turns.push({ speaker: line.speaker, text: line.text, startSec, endSec });
    cursorSec = Math.max(cursorSec, endSec);
  });
  return turns;
}

/** Splits a turn into words with seconds spread by length, as approximate as the real service's own. */
export function timeWords(turn: Turn): { word: string; start: number; end: number }[] {
  const words = turn.text.split(/\s+/).filter((word) => word !== '');
  const total = words.reduce((sum, word) => sum + word.length + 1, 0);
  let cursorSec = turn.startSec;
  return words.map((word) => {
    const start = cursorSec;
    cursorSec += ((turn.endSec - turn.startSec) * (word.length + 1)) / total;
    return { word, start: round(start), end: round(cursorSec) };
  });
}

export function lengthSec(turns: readonly Turn[]): number {
  return turns.reduce((longest, turn) => Math.max(longest, turn.endSec), 0);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
