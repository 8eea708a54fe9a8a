import { families } from '#integrations/offline-ai/call/topic-families.ts';
import type { Family } from '#integrations/offline-ai/call/topic-families.ts';
import type { Sentence } from '#integrations/offline-ai/text/sentences.ts';
import { isContentWord, stem } from '#integrations/offline-ai/text/words.ts';

const mostTopics = 5;
const ourShare = 0.55;

/** What the call was about: known subjects first, then words that keep coming back. At most five, most spoken of first. */
export function findTopics(sentences: readonly Sentence[], goal: string, language: 'ru' | 'en'): string[] {
  const scored = families
    .map((topic) => ({ name: topic[language], score: scoreFamily(topic, sentences, goal) }))
    .filter(({ score }) => score >= 0.9);
  const known = scored.toSorted((a, b) => b.score - a.score).map(({ name }) => name);
  const frequent = frequentWords(sentences).slice(0, Math.max(2, mostTopics - known.length));
  // A word that is said all the time is a subject even when five others were touched.
  const room = frequent.length > 0 && known.length >= mostTopics ? mostTopics - 1 : mostTopics;
  return [...known.slice(0, room), ...frequent].slice(0, mostTopics);
}

function scoreFamily({ pattern }: Family, sentences: readonly Sentence[], goal: string): number {
  let score = goal !== '' && pattern.test(goal) ? 0.4 : 0;
  for (const { speaker, normalized } of sentences) {
    if (pattern.test(normalized)) score += speaker === 'A' ? 1 : ourShare;
  }
  return score;
}

/** Words in their commonest form that were said at least three times, by at least one form that looks like a noun. */
function frequentWords(sentences: readonly Sentence[]): string[] {
  const forms = new Map<string, Map<string, number>>();
  for (const { words } of sentences) {
    for (const word of words) {
      if (
        word.length < 5 ||
        !isContentWord(word) ||
        everywhere.has(stem(word)) ||
        !looksLikeNoun(word) ||
        families.some(({ pattern }) => pattern.test(word))
      )
        continue;
      const counts = forms.get(stem(word)) ?? new Map<string, number>();
      counts.set(word, (counts.get(word) ?? 0) + 1);
      forms.set(stem(word), counts);
    }
  }
  return [...forms.values()]
    .map((counts) => {
      const [common] = [...counts].toSorted((a, b) => b[1] - a[1] || a[0].length - b[0].length);
      return { word: common?.[0] ?? '', count: [...counts.values()].reduce((sum, count) => sum + count, 0) };
    })
    .filter(({ count }) => count >= 3)
    .toSorted((a, b) => b.count - a.count)
    .map(({ word }) => word);
}

/** Words of every sales call: they tell nothing about this one. */
const everywhere = new Set(
  'разговор вопрос компания менеджер клиент номер телефон заявка информация человек время звонок работа минута день неделя месяц год рубль тысяча миллион процент вариант ответ question company manager client customer number phone request information person people minute month week call thing work dollar thousand million percent option answer moment'
    .split(' ')
    .map(stem),
);

function looksLikeNoun(word: string): boolean {
  if (/[а-я]/.test(word)) {
    return !/(?:ться|тись|ть|ешь|ишь|ете|ите|ают|яют|уют|ют|ает|яет|ует|ит|ет|ил|ал|ла|ли|ло|лся|лась|ым|ий|ый|ая|ое|ые|ого|ему|ому|ую|но|ко|аю|яю|им|ем|йте|нибудь)$/.test(
      word,
    );
  }
  return !/(?:ing|ed|ly|n't|'s|'re|'ll|'ve|ful|ous|ive)$/.test(word);
}
