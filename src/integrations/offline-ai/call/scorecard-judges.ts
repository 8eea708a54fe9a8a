import type { Commitment } from '#integrations/offline-ai/call/commitments.ts';
import {
  aboutMachine,
  aboutRecording,
  acknowledging,
  apology,
  confirmation,
  farewell,
  greeting,
  introduction,
  logistics,
  offering,
  openQuestion,
  purpose,
  rude,
  thanking,
} from '#integrations/offline-ai/call/manager-phrases.ts';
import type { Objection } from '#integrations/offline-ai/call/objections.ts';
import { namesTime } from '#integrations/offline-ai/text/dates.ts';
import type { Sentence } from '#integrations/offline-ai/text/sentences.ts';
import { phrase, raw } from '#integrations/offline-ai/text/words.ts';

export interface Facts {
  sentences: readonly Sentence[];
  /** What our side said. */
  ours: readonly Sentence[];
  commitments: readonly Commitment[];
  objections: readonly Objection[];
}

interface Verdict {
  score: number;
  ru: string;
  en: string;
  proof: Sentence;
}

interface Judge {
  /** Which criteria it answers, by words of their id or name. */
  answers: RegExp;
  judge(facts: Facts): Verdict | null;
}

/** Who answers a criterion, the first that knows it. */
export const judges: readonly Judge[] = [
  {
    answers: phrase(raw`greet\S*|opening|приветств\S*|introduc\S*|представ\S*|начал[ао] разговора|hello`),
    judge({ ours }) {
      const opening = ours.slice(0, 4);
      const hello = opening.find(({ normalized }) => greeting.test(normalized));
      const name = opening.find(({ normalized }) => introduction.test(normalized));
      const proof = name ?? hello ?? ours[0];
      if (!proof) return null;
      if (hello && name)
        return { score: 10, ru: 'Поздоровались и представились.', en: 'Greeted and introduced themselves.', proof };
      if (hello)
        return {
          score: 6,
          ru: 'Поздоровались, но не представились.',
          en: 'Greeted, but did not introduce themselves.',
          proof,
        };
      if (name)
        return {
          score: 6,
          ru: 'Представились, но не поздоровались.',
          en: 'Introduced themselves without a greeting.',
          proof,
        };
      return {
        score: 1,
        ru: 'Разговор начался без приветствия и представления.',
        en: 'Started without a greeting or an introduction.',
        proof,
      };
    },
  },
  {
    answers: phrase(
      raw`
        disclos\S*|compliance|recording notice|recorded|раскрыт\S*|предупре\S*|уведомл\S*|информирован\S*|ии|ai|
        запис[ьи] разговора|consent
      `,
    ),
    judge({ ours }) {
      const machine = ours.find(({ normalized }) => aboutMachine.test(normalized));
      const recording = ours.find(({ normalized }) => aboutRecording.test(normalized));
      const proof = recording ?? machine ?? ours[0];
      if (!proof) return null;
      if (machine && recording)
        return {
          score: 10,
          ru: 'Сказано и об ИИ, и о записи.',
          en: 'Said both that it is an AI and that the call is recorded.',
          proof,
        };
      if (machine)
        return {
          score: 5,
          ru: 'Сказано об ИИ, но не о записи.',
          en: 'Said that it is an AI, but not that the call is recorded.',
          proof,
        };
      if (recording)
        return { score: 6, ru: 'Сказано о записи разговора.', en: 'Said that the call is recorded.', proof };
      return {
        score: 0,
        ru: 'Об ИИ и записи не предупредили.',
        en: 'Neither the AI nor the recording was mentioned.',
        proof,
      };
    },
  },
  {
    answers: phrase(raw`objection\S*|возражени\S*|сомнени\S*|concerns?|answers?|answered|ответ\S*`),
    judge({ sentences, objections }) {
      const asked = sentences.filter(
        ({ speaker, isQuestion, words }) => speaker === 'A' && isQuestion && words.length >= 3,
      );
      const isObjection = objections.length > 0;
      const raised = isObjection ? objections.map(({ sentence }) => sentence) : asked;
      const answers = raised.map((sentence) => answerTo(sentence, sentences)).filter((answer) => answer !== null);
      const [best] = answers.toSorted((a, b) => b.score - a.score);
      if (!best) return null;
      const mean = Math.round(answers.reduce((sum, { score }) => sum + score, 0) / raised.length);
      const { proof } = best;
      if (mean >= 6) {
        return isObjection
          ? {
              score: mean,
              ru: 'Возражение услышано, на него ответили по существу.',
              en: 'The objection was heard and answered to the point.',
              proof,
            }
          : { score: mean, ru: 'На вопрос клиента ответили.', en: "The client's question was answered.", proof };
      }
      return {
        score: mean,
        ru: 'Ответ слабый или не по существу.',
        en: 'The answer was weak or beside the point.',
        proof,
      };
    },
  },
  {
    answers: phrase(
      raw`need\S*|discover\S*|qualif\S*|question\S*|потребност\S*|выявлен\S*|квалифик\S*|вопрос\S*|probing`,
    ),
    judge({ ours }) {
      const asked = ours.filter(
        ({ isQuestion, normalized, words }) =>
          isQuestion &&
          words.length >= 3 &&
          !logistics.test(normalized) &&
          (!confirmation.test(normalized) || openQuestion.test(normalized)),
      );
      const open = asked.filter(({ normalized }) => openQuestion.test(normalized));
      const proof = open[0] ?? asked[0];
      if (!proof) return null;
      const score = Math.min(10, 2 + open.length * 3 + (asked.length - open.length));
      return open.length > 0
        ? {
            score,
            ru: `Открытых вопросов: ${open.length}, всего вопросов: ${asked.length}.`,
            en: `Open questions: ${open.length}, questions in all: ${asked.length}.`,
            proof,
          }
        : { score, ru: 'Только закрытые вопросы.', en: 'Closed questions only.', proof };
    },
  },
  {
    answers: phrase(
      raw`next|steps?|follow-?up|commitment\S*|agreement\S*|следующ\S*|шаг\S*|договорен\S*|closing|закрыти\S*`,
    ),
    judge({ ours, commitments }) {
      const firm = commitments.filter(
        ({ kind, sentence }) => (kind === 'us' || kind === 'agreed') && sentence.speaker === 'B',
      );
      const timed = firm.findLast(({ sentence }) => namesTime(sentence.normalized));
      if (timed)
        return {
          score: 10,
          ru: 'Следующий шаг назван вместе со сроком.',
          en: 'The next step was named with its time.',
          proof: timed.sentence,
        };
      const last = firm.at(-1);
      if (last)
        return {
          score: 7,
          ru: 'Следующий шаг назван без срока.',
          en: 'The next step was named without a time.',
          proof: last.sentence,
        };
      const proof = ours.at(-1);
      return proof
        ? { score: 2, ru: 'Разговор закончился без следующего шага.', en: 'The call ended without a next step.', proof }
        : null;
    },
  },
  {
    answers: phrase(raw`manners?|polite\S*|courte\S*|tone|professional\S*|respect\S*|вежлив\S*|тон|уважени\S*|этик\S*`),
    judge({ ours }) {
      const insult = ours.find(({ normalized }) => rude.test(normalized));
      if (insult) return { score: 1, ru: 'Прозвучала грубость.', en: 'Something rude was said.', proof: insult };
      const polite = ours.filter(({ normalized }) => thanking.test(normalized) || apology.test(normalized));
      const [proof] = polite;
      return proof
        ? { score: Math.min(10, 6 + polite.length), ru: 'Говорили вежливо.', en: 'Spoke politely.', proof }
        : null;
    },
  },
  {
    answers: phrase(raw`empath\S*|active listening|listening|эмпати\S*|сочувств\S*|слушани\S*|внимани\S*`),
    judge({ ours }) {
      const shown = ours.filter(({ normalized }) => apology.test(normalized) || acknowledging.test(normalized));
      const [proof] = shown;
      return proof
        ? {
            score: Math.min(10, 5 + shown.length * 2),
            ru: 'Показали, что слышат клиента.',
            en: 'Showed that the client is heard.',
            proof,
          }
        : null;
    },
  },
  {
    answers: phrase(
      raw`present\S*|offer\S*|value|pitch|product\S*|предложени\S*|презентац\S*|ценност\S*|выгод\S*|продукт\S*`,
    ),
    judge({ ours }) {
      const made = ours.filter((sentence) => offering.test(sentence.normalized) && sentence.words.length > 4);
      const [proof] = made.toSorted((a, b) => b.words.length - a.words.length);
      return proof
        ? {
            score: Math.min(10, 5 + made.length * 2),
            ru: 'Предложение названо.',
            en: 'The offer was presented.',
            proof,
          }
        : null;
    },
  },
  {
    answers: phrase(raw`purpose|reason|agenda|цель|причин\S*|повод`),
    judge({ ours }) {
      const proof = ours.slice(0, 8).find(({ normalized }) => purpose.test(normalized));
      return proof ? { score: 9, ru: 'Цель звонка названа.', en: 'The reason for the call was given.', proof } : null;
    },
  },
  {
    answers: phrase(raw`farewell|goodbye|ending|wrap-?up|прощани\S*|заверш\S*|окончани\S*`),
    judge({ ours }) {
      const proof = ours.slice(-3).find(({ normalized }) => farewell.test(normalized));
      if (proof) return { score: 9, ru: 'Попрощались.', en: 'Said goodbye.', proof };
      const last = ours.at(-1);
      return last
        ? { score: 3, ru: 'Разговор закончился без прощания.', en: 'Ended without a goodbye.', proof: last }
        : null;
    },
  },
];

/** How our next turn met an objection: acknowledged, then answered with something. */
function answerTo(objection: Sentence, sentences: readonly Sentence[]): { score: number; proof: Sentence } | null {
  const nextTurn = sentences.find(({ turn, speaker }) => turn > objection.turn && speaker === 'B')?.turn;
  const reply = sentences.filter(({ turn }) => turn === nextTurn);
  const substance = reply.filter(({ words, normalized }) => words.length > 5 && !farewell.test(normalized));
  const proof = substance[0] ?? reply[0];
  if (!proof) return null;
  const heard = reply.some(({ normalized }) => acknowledging.test(normalized)) ? 3 : 0;
  const argued = substance.length > 0 ? 3 : 0;
  const wentOn = reply.some(({ isQuestion, normalized }) => isQuestion || offering.test(normalized)) ? 2 : 0;
  return { score: 2 + heard + argued + wentOn, proof };
}
