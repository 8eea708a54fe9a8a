import type { CallJudgement } from '#domain/ports/llm.ts';
import type { Commitment } from '#integrations/offline-ai/call/commitments.ts';
import type { Objection } from '#integrations/offline-ai/call/objections.ts';
import { judges } from '#integrations/offline-ai/call/scorecard-judges.ts';
import type { Sentence } from '#integrations/offline-ai/text/sentences.ts';
import { normalize } from '#integrations/offline-ai/text/words.ts';

type Judgement = CallJudgement['scorecard'][number];

/** Judgements on the criteria that patterns can tell, each proven by a sentence that was really said; the rest is left out. */
export function fillScorecard(
  criteria: readonly { id: string; name: string }[],
  found: { sentences: readonly Sentence[]; commitments: readonly Commitment[]; objections: readonly Objection[] },
  language: 'ru' | 'en',
): Judgement[] {
  const facts = { ...found, ours: found.sentences.filter(({ speaker }) => speaker === 'B') };
  return criteria.flatMap(({ id, name }): Judgement[] => {
    const asked = normalize(`${id.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[._/-]/g, ' ')} ${name}`);
    const verdict = judges.find(({ answers }) => answers.test(asked))?.judge(facts);
    if (!verdict) return [];
    const { score, proof } = verdict;
    return [{ criterion: id, score, comment: verdict[language], speaker: proof.speaker, quote: proof.text }];
  });
}
