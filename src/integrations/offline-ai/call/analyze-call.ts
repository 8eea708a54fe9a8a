import type { AnalyzeCallInput, CallJudgement } from '#domain/ports/llm.ts';
import { toActionItems } from '#integrations/offline-ai/call/action-items.ts';
import { findCommitments } from '#integrations/offline-ai/call/commitments.ts';
import { findIntent } from '#integrations/offline-ai/call/intent.ts';
import { findObjections, objectionLabel } from '#integrations/offline-ai/call/objections.ts';
import { fillScorecard } from '#integrations/offline-ai/call/scorecard.ts';
import { summarize } from '#integrations/offline-ai/call/summary.ts';
import { findTopics } from '#integrations/offline-ai/call/topics.ts';
import { judgeSentiment } from '#integrations/offline-ai/sentiment/judge-sentiment.ts';
import { detectLanguage } from '#integrations/offline-ai/text/language.ts';
import { sentencesOf } from '#integrations/offline-ai/text/sentences.ts';
import { normalize, phrase, raw } from '#integrations/offline-ai/text/words.ts';

/** What a machine says in the client's place is no wish, objection or mood of theirs. */
const answeringMachine = phrase(
  raw`
    абонент\S*|после (?:звукового )?сигнала|автоответчик\S*|голосов\S+ (?:почт|ящик)\S*|
    оставьте (?:\S+ )?сообщение|не может ответить|leave (?:a|your) message|after the (?:tone|beep)|voice ?mail|
    (?:is|are) not available|at the tone|cannot take your call|can't (?:take your call|come to the phone)
  `,
);

/** What patterns, counts and a word list can tell about a call; where they are unsure they stay neutral or silent. */
export function analyzeOffline({ segments, goal, criteria, language }: AnalyzeCallInput): CallJudgement {
  const sentences = sentencesOf(segments);
  const goalText = normalize(goal ?? '');
  const spoken = sentences.filter(({ speaker, normalized }) => speaker === 'B' || !answeringMachine.test(normalized));
  const commitments = findCommitments(spoken);
  const objections = findObjections(spoken);
  const mood = judgeSentiment(spoken);
  return {
    sentiment: mood.sentiment,
    sentimentScore: mood.score,
    language: detectLanguage(segments.map(({ text }) => text).join('\n'), language),
    intent: findIntent(spoken, commitments, objections, language),
    topics: findTopics(spoken, goalText, language),
    summary: summarize(sentences, goalText, { commitments, objections }, language),
    actionItems: toActionItems(commitments, language),
    objections: objections.map(({ kind, sentence }) => ({
      text: objectionLabel(kind, language),
      quote: sentence.text,
    })),
    scorecard: fillScorecard(criteria, { sentences, commitments, objections }, language),
  };
}
