import type { SpokenSegment } from '#domain/ports/llm.ts';
import { normalize, wordsOf } from '#integrations/offline-ai/text/words.ts';

/** One sentence of the call, letter for letter, with what all readers of it need. */
export interface Sentence {
  speaker: SpokenSegment['speaker'];
  text: string;
  normalized: string;
  words: string[];
  isQuestion: boolean;
  /** Which turn it is part of, from 0. */
  turn: number;
}

const splitter = new Intl.Segmenter('ru', { granularity: 'sentence' });
/** Recognized speech often comes without full stops; pieces longer than this are cut between clauses. */
const longestWords = 32;

/** The sentences of a call in the order they were said. */
export function sentencesOf(segments: readonly SpokenSegment[]): Sentence[] {
  return segments.flatMap(({ speaker, text }, turn) =>
    splitText(text).map((piece) => toSentence(piece, speaker, turn)),
  );
}

/** The sentences of a text, each one letter for letter a part of it. */
export function splitText(text: string): string[] {
  return [...splitter.segment(text)]
    .map(({ segment }) => segment.trim())
    .filter((piece) => /[\p{L}\p{N}]/u.test(piece))
    .flatMap(cutLong);
}

function toSentence(text: string, speaker: SpokenSegment['speaker'], turn: number): Sentence {
  const normalized = normalize(text);
  return { speaker, text, normalized, words: wordsOf(normalized), isQuestion: isQuestion(text, normalized), turn };
}

const askingStart =
  /^(?:(?:а|и|ну|так|скажите|подскажите|and|so|well),? )*(?:сколько|какой|какая|какие|какое|какова|когда|где|куда|как|почему|зачем|кто|можно ли|есть ли|how|what|when|where|which|who|why|can you|could you|do you|does|is there|are there|will you)(?!\p{L})/u;

function isQuestion(text: string, normalized: string): boolean {
  if (/\?["»”)]*\s*[.!]*$/.test(text)) return true;
  // Without any punctuation the first word must tell.
  return !/[.!…]["»”)]*$/.test(text) && askingStart.test(normalized);
}

function cutLong(sentence: string): string[] {
  const words = [...sentence.matchAll(/\S+/g)];
  if (words.length <= longestWords) return [sentence];
  const middle = words.length / 2;
  const [cut] = words
    .map((match, index) => ({ at: match.index, distance: Math.abs(index - middle) + clausePenalty(words, index) }))
    .slice(4, -4)
    .toSorted((a, b) => a.distance - b.distance);
  if (!cut) return [sentence];
  return [...cutLong(sentence.slice(0, cut.at).trim()), ...cutLong(sentence.slice(cut.at).trim())];
}

function clausePenalty(words: readonly RegExpExecArray[], index: number): number {
  const before = words[index - 1]?.[0] ?? '';
  const word = normalize(words[index]?.[0] ?? '');
  if (/[;:—–,]$/.test(before)) return 0;
  return /^(но|а|и|поэтому|потому|если|чтобы|but|and|because|so|if)$/.test(word) ? 3 : 100;
}
