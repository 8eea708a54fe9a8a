import type { Utterance } from './conversation-reader.ts';

export type Judgement = {
  language: 'ru' | 'en';
  sentiment: 'positive' | 'neutral' | 'negative';
  /** Share of the best possible, 0 to 1. */
  score: number;
};

const GOOD =
  /спасибо|отлично|интересно|хорошо|подойд|согласен|удобно|давайте|great|perfect|thank|works|really like|wonderful|sure/gi;
const BAD =
  /не звоните|раздража|ужас|недовол|не интересн|подвёл|пропал|жалоб|сколько можно|terrible|vanished|not interested|awful|stop calling|upset|how many times|let us down/gi;

/** Evidence words per kind of finding; the first kind whose name fits a field decides which utterances are quoted there. */
const KINDS: readonly { field: RegExp; heard: RegExp }[] = [
  {
    field: /objection|concern|возраж/i,
    heard: /дорог|дешевле|посоветоваться|сомнева|не интересн|expensive|cheaper|doubt|partner|not interested/i,
  },
  {
    field: /promise|commit|next|action|step|task|follow|обещ/i,
    heard: /пришл|отправ|перезвон|позвон|записыв|уточн|send|email|call (you|me)? ?(back|tomorrow)|book|confirm/i,
  },
  { field: /question|вопрос/i, heard: /\?/ },
  {
    field: /complain|risk|issue|problem|жалоб/i,
    heard: /недовол|раздраж|ужас|обещал|пропал|terrible|vanished|promised|third call/i,
  },
  {
    field: /price|budget|money|бюджет/i,
    heard: /бюджет|миллион|цен|дорог|скидк|budget|thousand|price|discount|expensive/i,
  },
  {
    field: /disclos|greet|consent|привет/i,
    heard: /ии-ассистент|записывается|здравствуйте|ai assistant|recorded|hello/i,
  },
  { field: /opt_?out|do_?not_?call|dnc/i, heard: /не звоните|удалите|stop calling|take my number/i },
];

/** Judges by keywords, so that the same prompt always gets the same judgement. */
export function judgeConversation(prompt: string, utterances: readonly Utterance[]): Judgement {
  const heard = utterances.length > 0 ? utterances.map((utterance) => utterance.text).join(' ') : prompt;
  const cyrillic = heard.match(/[а-яё]/gi)?.length ?? 0;
  const latin = heard.match(/[a-z]/gi)?.length ?? 0;
  const good = heard.match(GOOD)?.length ?? 0;
  const bad = heard.match(BAD)?.length ?? 0;
  const sentiment = bad >= 2 || bad > good ? 'negative' : good >= 3 && good > 2 * bad ? 'positive' : 'neutral';
  const score = { positive: 0.85, neutral: 0.6, negative: 0.25 }[sentiment];
  return { language: cyrillic > latin / 3 ? 'ru' : 'en', sentiment, score };
}

/** Utterances that support a finding of the kind that a field name speaks of; null when the name says nothing. */
export function evidenceFor(fieldName: string, utterances: readonly Utterance[]): Utterance[] | null {
  const kind = KINDS.find(({ field }) => field.test(fieldName));
  return kind ? utterances.filter((utterance) => kind.heard.test(utterance.text)) : null;
}
