import type { Commitment } from '#integrations/offline-ai/call/commitments.ts';
import type { Objection } from '#integrations/offline-ai/call/objections.ts';
import { namesTime } from '#integrations/offline-ai/text/dates.ts';
import type { Sentence } from '#integrations/offline-ai/text/sentences.ts';
import { contentStems, isContentWord, normalize, phrase, stem, raw } from '#integrations/offline-ai/text/words.ts';

const mostWords = 120;
const mostSentences = 7;

const names = {
  ru: { A: 'Клиент', B: 'Менеджер', nobody: 'Разговора не получилось: никто ничего не сказал.' },
  en: { A: 'Client', B: 'Manager', nobody: 'There was no conversation: nobody said anything.' },
} as const;

const courtesy = phrase(
  raw`
    здравствуйте|добрый (?:день|вечер)|доброе утро|алло|до свидания|всего (?:доброго|хорошего)|hello|
    good (?:morning|afternoon|evening)|goodbye|bye|have a (?:good|nice|great) day|меня зовут|my name is|
    удобно (?:сейчас )?(?:говорить|разговаривать)|is (?:now|this) (?:a good time|okay)|разговор записывается|
    call is (?:being )?recorded|(?:ии|виртуальный|голосовой)[- ]?ассистент|ai assistant|virtual assistant
  `,
);
const money = /\d|тысяч|миллион|процент|рубл|доллар|евро|thousand|million|percent|dollar|euro/u;

/**
 * The call in at most 120 words: its most telling sentences as they were said, in order. What carries information, touches
 * the goal, promises, objects, names a time or a sum, or closes the talk is preferred; what repeats is left out.
 */
export function summarize(
  sentences: readonly Sentence[],
  goal: string,
  found: { commitments: readonly Commitment[]; objections: readonly Objection[] },
  language: 'ru' | 'en',
): string {
  if (sentences.length === 0) return names[language].nobody;
  const chosen = choose(sentences, goal, found);
  const lines: string[] = [];
  let speaker: Sentence['speaker'] | null = null;
  for (const sentence of chosen) {
    const text = /[.!?…]$/.test(sentence.text) ? sentence.text : `${sentence.text}.`;
    lines.push(sentence.speaker === speaker ? text : `${names[language][sentence.speaker]}: ${text}`);
    speaker = sentence.speaker;
  }
  return lines.join(' ');
}

function choose(
  sentences: readonly Sentence[],
  goal: string,
  { commitments, objections }: { commitments: readonly Commitment[]; objections: readonly Objection[] },
): Sentence[] {
  const important = new Set<Sentence>([...commitments, ...objections].map(({ sentence }) => sentence));
  const stems = sentences.map(({ words }) => new Set(words.filter(isContentWord).map(stem)));
  const frequency = new Map<string, number>();
  for (const set of stems) for (const word of set) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const goalStems = new Set(contentStems(goal));

  const candidates = sentences.map((sentence, index) => {
    const own = stems[index] ?? new Set<string>();
    const information = [...own].reduce((sum, word) => sum + Math.log2(1 + (frequency.get(word) ?? 0)), 0);
    let score = information / Math.sqrt(4 + sentence.words.length);
    score += 0.8 * [...own].filter((word) => goalStems.has(word)).length;
    if (important.has(sentence)) score += 2;
    if (namesTime(sentence.normalized)) score += 0.8;
    if (money.test(sentence.normalized)) score += 0.8;
    if (sentence.speaker === 'A') score += 0.6;
    if (sentence.isQuestion) score *= sentence.speaker === 'A' ? 0.9 : 0.5;
    const place = index / Math.max(1, sentences.length - 1);
    if (place > 0.6) score += 0.5;
    if (courtesy.test(sentence.normalized)) score -= 1.5;
    if (own.size < 2) score -= 1.5;
    return { sentence, index, own, score };
  });

  const chosen: typeof candidates = [];
  let wordsLeft = mostWords;
  let waiting = candidates;
  while (chosen.length < mostSentences && waiting.length > 0) {
    const ranked = waiting
      .map((candidate) => ({
        candidate,
        gain: candidate.score - 2.5 * Math.max(0, ...chosen.map((other) => overlap(candidate.own, other.own))),
      }))
      .toSorted((a, b) => b.gain - a.gain || a.candidate.index - b.candidate.index);
    const best = ranked[0];
    if (!best || (best.gain <= 0 && chosen.length > 0)) break;
    waiting = waiting.filter((candidate) => candidate !== best.candidate);
    // One word more for the name of the speaker.
    const length = normalize(best.candidate.sentence.text).split(' ').length + 1;
    if (length > wordsLeft) continue;
    chosen.push(best.candidate);
    wordsLeft -= length;
  }
  return chosen.toSorted((a, b) => a.index - b.index).map(({ sentence }) => sentence);
}

/** Share of the smaller set that both have. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const smaller = Math.min(a.size, b.size);
  return smaller === 0 ? 0 : [...a].filter((word) => b.has(word)).length / smaller;
}
