import { missingInDisclosure } from '#domain/agents/disclosure.ts';
import type { Spoken } from '#domain/calls/metrics.ts';
import { normalizeSpeech, turnsOf } from '#domain/calls/quotes.ts';

const firstTurns = 3;
const wantedShare = 0.7;

/**
 * Whether our side began by saying that an AI calls and that the call is recorded: most words of the script's disclosure,
 * or both notices in other words, in its first three turns. False when nothing of ours was heard.
 */
export function saidDisclosure(disclosure: string, segments: readonly Spoken[]): boolean {
  const beginning = turnsOf(segments, 'B').slice(0, firstTurns).join(' ');
  const heard = new Set(normalizeSpeech(beginning).split(' '));
  const wanted = [...new Set(normalizeSpeech(disclosure).split(' '))].filter((word) => word.length > 2);
  const found = wanted.filter((word) => heard.has(word)).length;
  const isWordForWord = wanted.length > 0 && found / wanted.length >= wantedShare;
  return isWordForWord || missingInDisclosure(beginning).length === 0;
}
