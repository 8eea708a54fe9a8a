import type { CallJudgement } from '#domain/ports/llm.ts';
import type { Commitment } from '#integrations/offline-ai/call/commitments.ts';
import type { Objection } from '#integrations/offline-ai/call/objections.ts';
import type { Sentence } from '#integrations/offline-ai/text/sentences.ts';
import { namesTime } from '#integrations/offline-ai/text/dates.ts';
import { normalize, phrase } from '#integrations/offline-ai/text/words.ts';

type Judgement = CallJudgement['scorecard'][number];

interface Facts {
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

const greeting = phrase(
  'здравствуй(?:те)?|добрый (?:день|вечер)|доброе утро|доброго (?:дня|вечера|утра)|приветствую|привет|hello|hi|hey|good (?:morning|afternoon|evening|day)',
);
const introduction = phrase(
  "меня зовут|это \\S+ из|я \\S+ из|беспокоит|звоню (?:вам )?из|компани[яию]|представля\\S+|ассистент\\S*|менеджер\\S*|my name is|this is|i'm calling from|calling from|i am \\S+ from|assistant|on behalf of",
);
const aboutRecording = phrase(
  '(?:разговор|звонок|беседа)\\S* (?:\\S+ )?(?:записыва\\S+|записан\\S*|запис\\S+)|ведется запись|запись (?:разговора|звонка)|call (?:is|may be|will be|might be) (?:\\S+ )?(?:recorded|monitored)|(?:being|is) recorded|recording this|recorded line',
);
const aboutMachine = phrase(
  '(?:ии|виртуальн\\S+|голосов\\S+|цифров\\S+|электронн\\S+|искусственн\\S+|умн\\S+)[- ](?:ассистент|помощник|агент|интеллект|робот)\\S*|ии-\\S+|робот\\S*|нейросет\\S*|(?:ai|virtual|digital|automated|artificial) (?:\\S+ )?(?:assistant|agent|intelligence|system)|ai|robot|bot',
);
const openQuestion = phrase(
  'как(?:ой|ая|ое|ие|ого|ую|им|их)|что|кто|сколько|зачем|почему|для (?:чего|кого)|где|как|расскажите|опишите|уточните|чем|на что|what|which|who|why|how|where|tell me|describe|walk me through',
);
const logistics = phrase(
  'когда (?:вам )?(?:перезвонить|позвонить|удобно)|удобно (?:сейчас|ли)|как (?:ваши )?дела|слышно|как к вам обращаться|how are you|can you hear|is (?:now|this) a (?:good|bad) time|when (?:should|can|would) (?:i|we) call',
);
const acknowledging = phrase(
  "понимаю|понял[аи]?|согласен|согласна|конечно|вы правы|справедлив\\S*|действительно|слышу вас|хороший вопрос|бывает|сочувств\\S+|жаль|прошу прощения|извин\\S+|understand|i see|i hear you|fair (?:point|enough)|makes sense|you're right|of course|absolutely|good (?:point|question)|appreciate|sorry|apologi[sz]e",
);
const thanking = phrase('спасибо|благодар\\S+|пожалуйста|будьте добры|thank(?:s| you)|please|appreciate');
const apology = phrase(
  'извин\\S+|прошу прощения|простите|мне жаль|сожале\\S+|сочувств\\S+|понимаю вас|понимаю ваш\\S*|sorry|apologi[sz]e|i understand|that must|sympathi\\S+',
);
const farewell = phrase(
  'до свидания|до встречи|до связи|всего (?:доброго|хорошего)|хорошего (?:дня|вечера)|спасибо за (?:разговор|время|звонок|уделенное)|goodbye|bye|see you|have a (?:good|nice|great|lovely)|take care|thank you for your time|talk (?:soon|then)|drive safely|хорошей дороги',
);
const offering = phrase(
  "предлага\\S+|можем предложить|могу предложить|у нас (?:есть|в|действует|сейчас)|входит|включ(?:ает|ено|ены)|преимуществ\\S*|вы получ\\S+|позвол(?:яет|ит)|подойдет вам|гаранти\\S+|бесплатн\\S+|скидк\\S+|we (?:offer|have|provide|can offer|include)|i can offer|includes?|included|you(?:'ll| will| can) get|benefits?|allows? you|free of charge|warranty|guarantee",
);
const purpose = phrase(
  "звоню (?:вам )?(?:по|потому|чтобы|насчет|уточнить)|по (?:поводу|вопросу|вашей заявке)|вы (?:оставляли|оставили|интересовались|обращались|запрашивали|просили)|хо(?:чу|тел[аи]?) (?:бы )?(?:уточнить|предложить|обсудить|рассказать|узнать)|calling (?:about|because|regarding|to)|reason (?:for|i'm)|in regards? to|you (?:asked|requested|left|were interested|signed up|inquired)|follow(?:ing)? up|wanted to",
);
/** «Верно?», "is that right?": asks for a nod, not for a need. */
const confirmation = phrase(
  'верно|правильно|так ведь|да ведь|подойдет|хорошо|договорились|(?:is )?(?:that|it|this) (?:right|correct|okay|ok|work)|right|correct|хотите,? чтобы|would you like (?:me|us|the|a|someone)',
);
const rude = phrase(
  "заткни\\S*|идиот\\S*|дура[кч]\\S*|тупой|тупая|отстань\\S*|мне все равно|мне без разницы|ваши проблемы|это не мои проблемы|не моя проблема|сами виноваты|shut up|stupid|idiot|not my problem|i don't care|your problem",
);

const judges: readonly Judge[] = [
  {
    answers: phrase('greet\\S*|opening|приветств\\S*|introduc\\S*|представ\\S*|начал[ао] разговора|hello'),
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
      'disclos\\S*|compliance|recording notice|recorded|раскрыт\\S*|предупре\\S*|уведомл\\S*|информирован\\S*|ии|ai|запис[ьи] разговора|consent',
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
    answers: phrase('objection\\S*|возражени\\S*|сомнени\\S*|concerns?|answers?|answered|ответ\\S*'),
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
      'need\\S*|discover\\S*|qualif\\S*|question\\S*|потребност\\S*|выявлен\\S*|квалифик\\S*|вопрос\\S*|probing',
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
      'next|steps?|follow-?up|commitment\\S*|agreement\\S*|следующ\\S*|шаг\\S*|договорен\\S*|closing|закрыти\\S*',
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
    answers: phrase(
      'manners?|polite\\S*|courte\\S*|tone|professional\\S*|respect\\S*|вежлив\\S*|тон|уважени\\S*|этик\\S*',
    ),
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
    answers: phrase('empath\\S*|active listening|listening|эмпати\\S*|сочувств\\S*|слушани\\S*|внимани\\S*'),
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
      'present\\S*|offer\\S*|value|pitch|product\\S*|предложени\\S*|презентац\\S*|ценност\\S*|выгод\\S*|продукт\\S*',
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
    answers: phrase('purpose|reason|agenda|цель|причин\\S*|повод'),
    judge({ ours }) {
      const proof = ours.slice(0, 8).find(({ normalized }) => purpose.test(normalized));
      return proof ? { score: 9, ru: 'Цель звонка названа.', en: 'The reason for the call was given.', proof } : null;
    },
  },
  {
    answers: phrase('farewell|goodbye|ending|wrap-?up|прощани\\S*|заверш\\S*|окончани\\S*'),
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
