import type { Sentence } from '#integrations/offline-ai/text/sentences.ts';
import { scoreSentence } from '#integrations/offline-ai/sentiment/score-sentence.ts';

export interface Mood {
  sentiment: 'positive' | 'neutral' | 'negative';
  /** −1 … 1 */
  score: number;
}

/** Our side is polite by trade; it says little about the client. */
const ourShare = 0.1;
const feltFrom = 0.28;
/** «Хорошо, спасибо» in every turn is manners, however often; together faint signs weigh at most this. */
const faintBelow = 0.45;

/** The mood of the call, above all of the client; how it ends counts more than how it began. */
export function judgeSentiment(sentences: readonly Sentence[]): Mood {
  const lastTurn = sentences.at(-1)?.turn ?? 0;
  let clear = 0;
  let faint = 0;
  for (const { speaker, text, isQuestion, turn } of sentences) {
    const said = scoreSentence(text, isQuestion);
    const mood = said * (lastTurn === 0 ? 1 : 0.8 + (0.4 * turn) / lastTurn);
    if (speaker === 'B') faint += ourShare * mood;
    else if (Math.abs(said) < faintBelow) faint += mood;
    else clear += mood;
  }
  const total = clear + Math.max(-faintBelow, Math.min(faintBelow, faint));
  const score = Math.round((total / Math.sqrt(total * total + 3)) * 100) / 100;
  return { sentiment: score >= feltFrom ? 'positive' : score <= -feltFrom ? 'negative' : 'neutral', score };
}
