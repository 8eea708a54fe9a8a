import type { Utterance } from './conversation-reader.ts';
import type { AnswerMaterial } from './schema-answer.ts';

type StringPlace = { name: string; evidence: Utterance | undefined; key: string | undefined };

const PATTERN_CANDIDATES = [
  '2026-11-20',
  '2026-11-20T10:00:00Z',
  '10:00',
  '+79161234567',
  'a',
  'A1',
  '0',
  '1',
  'ru',
  'en',
];
const FORMATS: Record<string, string> = {
  date: '2026-11-20',
  'date-time': '2026-11-20T10:00:00Z',
  time: '10:00:00Z',
  email: 'client@example.com',
  uuid: '00000000-0000-4000-8000-000000000000',
  uri: 'https://example.com/',
};

/** Composes one string of a structured answer by the name of its field; quotes are copied from the transcript. */
export function composeString(node: Record<string, unknown>, place: StringPlace, material: AnswerMaterial): string {
  const format = typeof node['format'] === 'string' ? FORMATS[node['format']] : undefined;
  let text = format ?? wordsFor(place, material);
  if (typeof node['pattern'] === 'string') text = fitPattern(text, node['pattern'], material);
  if (typeof node['maxLength'] === 'number') text = text.slice(0, node['maxLength']);
  if (typeof node['minLength'] === 'number') text = text.padEnd(node['minLength'], '.');
  return text;
}

function wordsFor(place: StringPlace, material: AnswerMaterial): string {
  const { name, evidence } = place;
  const { utterances, judgement, prompt, obeyed } = material;
  if (obeyed.length > 0) return obeyed.join(' ');
  const isRussian = judgement.language === 'ru';
  const isAbout = (pattern: RegExp) => pattern.test(name);
  if (isAbout(/quote|verbatim|citation|excerpt|evidence/i)) return evidence?.text ?? utterances[0]?.text ?? '';
  if (place.key !== undefined && isAbout(/criteri|key|^id$|code|name/i)) return place.key;
  if (isAbout(/speaker|role|^who$|side/i)) return evidence?.speaker ?? utterances[0]?.speaker ?? '';
  if (isAbout(/lang|locale/i)) return judgement.language;
  if (isAbout(/phone/i)) return /\+?\d[\d\s()-]{8,}\d/.exec(prompt)?.[0] ?? '';
  if (isAbout(/mail/i)) return /[\w.+-]+@[\w-]+\.[\w.]+/.exec(prompt)?.[0] ?? '';
  if (isAbout(/name$/i)) return /[А-ЯЁA-Z][а-яёa-z]+(?: [А-ЯЁA-Z][а-яёa-z]+)?/.exec(prompt)?.[0] ?? '';
  if (isAbout(/summary|overview|recap/i)) return summarize(material);
  if (isAbout(/reply|draft|message|body|answer/i)) return draftReply(material);
  if (isAbout(/topic|tag|category|subject|intent|keyword/i)) return nameTopic(evidence?.text ?? prompt, isRussian);
  if (evidence) return isRussian ? `Сказано: ${evidence.text}` : `Heard: ${evidence.text}`;
  return isRussian ? 'Оценено по разговору.' : 'Judged by the conversation.';
}

/** A two-sentence summary made of what was said. */
export function summarize({ utterances, judgement }: AnswerMaterial): string {
  const isRussian = judgement.language === 'ru';
  const mood = {
    positive: isRussian ? 'Разговор прошёл хорошо.' : 'The conversation went well.',
    neutral: isRussian ? 'Разговор прошёл ровно.' : 'The conversation was even.',
    negative: isRussian ? 'Клиент недоволен.' : 'The client is unhappy.',
  }[judgement.sentiment];
  const last = utterances.findLast((utterance) => utterance.text.length > 25);
  if (!last) return mood;
  return `${mood} ${isRussian ? 'Главное' : 'Key point'}: ${last.text}`;
}

/** A short reply to the client that refers to the last thing of substance said. */
export function draftReply({ utterances, judgement }: AnswerMaterial): string {
  const point = utterances.findLast((utterance) => utterance.text.length > 25)?.text;
  if (judgement.language === 'ru') {
    return `Здравствуйте! Спасибо за разговор.${point ? ` Вы говорили: «${point}»` : ''} Пришлю подробности сегодня и буду на связи.`;
  }
  return `Hello! Thank you for the conversation.${point ? ` You mentioned: "${point}"` : ''} I will send the details today and stay in touch.`;
}

function nameTopic(text: string, isRussian: boolean): string {
  const topics: readonly (readonly [RegExp, string, string])[] = [
    [/тест-?драйв|test drive/i, 'тест-драйв', 'test drive'],
    [/дорог|цен|скидк|бюджет|price|expensive|discount|budget/i, 'цена', 'price'],
    [/гарант|warranty/i, 'гарантия', 'warranty'],
    [/встреч|презентац|meeting|demo/i, 'встреча', 'meeting'],
    [/жалоб|недовол|раздраж|terrible|upset/i, 'жалоба', 'complaint'],
  ];
  const found = topics.find(([words]) => words.test(text));
  return found ? found[isRussian ? 1 : 2] : isRussian ? 'заявка' : 'request';
}

function fitPattern(text: string, pattern: string, material: AnswerMaterial): string {
  const rule = new RegExp(pattern, 'u');
  if (rule.test(text)) return text;
  return [...material.listedKeys, ...PATTERN_CANDIDATES].find((candidate) => rule.test(candidate)) ?? text;
}
