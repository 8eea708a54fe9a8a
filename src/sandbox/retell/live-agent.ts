import type { CallAnalysis, CallRecord } from './call-record.ts';
import type { Language } from './dialogues/dialogue.ts';

export type AgentReply = { text: string; endsCall: boolean };

type Rule = { hears: RegExp; says: string; endsCall?: true };

const RULES: Record<Language, readonly Rule[]> = {
  ru: [
    {
      hears: /не звоните|удалите|отпишите|прекратите звонить/i,
      says: 'Хорошо, отмечу, чтобы вам больше не звонили. Извините за беспокойство.',
      endsCall: true,
    },
    { hears: /до свидания|всего доброго|^пока[.!]*$/i, says: 'Спасибо за разговор, до свидания!', endsCall: true },
    {
      hears: /робот|живой|автоответчик|вы кто/i,
      says: 'Я ИИ-ассистент, разговор записывается. Могу попросить человека перезвонить вам.',
    },
    {
      hears: /дорого|цена|стоит|сколько|скидк/i,
      says: 'Точную цену пришлю письменно вместе с составом. Что для вас важнее: цена или срок?',
    },
    { hears: /перезвон|позже|неудобно|занят|за рулём|за рулем/i, says: 'Понимаю. Когда вам перезвонить?' },
    {
      hears: /не интересн|не надо|не нужно/i,
      says: 'Понимаю. Подскажите, что не подошло? Это поможет нам стать лучше.',
    },
    { hears: /менеджер|человек|оператор/i, says: 'Передам менеджеру, он свяжется с вами сегодня. Что ему передать?' },
  ],
  en: [
    {
      hears: /stop calling|do not call|don't call|remove me|take me off/i,
      says: 'Of course, I will note that you should not be called again. Sorry to bother you.',
      endsCall: true,
    },
    { hears: /\bbye\b|goodbye|talk later/i, says: 'Thank you for your time, goodbye!', endsCall: true },
    {
      hears: /robot|\bhuman\b.*\?|real person|\bai\b|who are you/i,
      says: 'I am an AI assistant and this call is recorded. I can ask a person to call you back.',
    },
    {
      hears: /expensive|price|cost|how much|discount/i,
      says: 'I will send the exact price in writing. What matters more to you, price or timing?',
    },
    { hears: /call (me )?back|later|busy|driving|not a good/i, says: 'I understand. When should I call you back?' },
    {
      hears: /not interested|no need|don't need/i,
      says: 'I understand. What was it that did not fit? It would help us.',
    },
    {
      hears: /manager|operator|a person/i,
      says: 'I will ask the manager to contact you today. What should I pass on?',
    },
  ],
};
const CLOSING: Record<Language, string> = {
  ru: 'Спасибо, я всё записала и передам менеджеру. Хорошего дня!',
  en: 'Thank you, I have noted everything and will pass it on. Have a good day!',
};
const GLAD =
  /спасибо|отлично|интересно|хорошо|давайте|подойд|согласен|great|perfect|thanks|thank you|sure|works|interested in|love/gi;
const UPSET =
  /не звоните|дорого|раздража|ужас|недовол|не интересн|плохо|надоел|terrible|angry|expensive|not interested|stop calling|awful|annoy/gi;

/** What the AI agent says next to a person who types: an answer to a known turn of phrase, else the next scripted line. */
export function replyToClient(record: CallRecord, heard: string): AgentReply {
  const { language, liveLines } = record.plan;
  const rule = RULES[language].find((candidate) => candidate.hears.test(heard) && !hasSaid(record, candidate.says));
  if (rule) return { text: rule.says, endsCall: rule.endsCall ?? false };
  const next = liveLines.slice(1).find((line) => !hasSaid(record, line));
  if (next !== undefined) return { text: next, endsCall: liveLines.at(-1) === next };
  return { text: CLOSING[language], endsCall: true };
}

/** Words the agent opens a live call with. */
export function openingLine(record: CallRecord): string {
  return record.plan.liveLines[0] ?? CLOSING[record.plan.language];
}

/** Judges a typed call by the words of the client. */
export function analyzeLiveCall(record: CallRecord): CallAnalysis {
  const said = record.turns.filter((turn) => turn.speaker === 'user').map((turn) => turn.text);
  const heard = said.join(' ');
  const balance = count(heard, GLAD) - 2 * count(heard, UPSET);
  const sentiment = said.length === 0 ? 'Unknown' : balance > 0 ? 'Positive' : balance < 0 ? 'Negative' : 'Neutral';
  const isRussian = record.plan.language === 'ru';
  const summary =
    said.length === 0
      ? isRussian
        ? 'Клиент взял трубку, но ничего не сказал.'
        : 'The client picked up but said nothing.'
      : `${isRussian ? 'Клиент сказал' : 'The client said'}: ${said.map((text) => `«${text}»`).join(', ')}`;
  return {
    call_summary: summary,
    in_voicemail: false,
    user_sentiment: sentiment,
    call_successful: balance > 0,
    custom_analysis_data: {},
  };
}

function hasSaid(record: CallRecord, text: string): boolean {
  return record.turns.some((turn) => turn.speaker === 'agent' && turn.text === text);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
