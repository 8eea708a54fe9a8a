/** What a client's message asks us to stop. */
export interface OptOut {
  calls: boolean;
  messages: boolean;
  /** Not clear enough to act on alone (a time limit, a question, a condition): a person reads it on the timeline. */
  unsure: boolean;
}

const letterBefore = '(?<![\\p{L}\\p{N}])';
const letterAfter = '(?![\\p{L}\\p{N}])';

function pattern(...alternatives: string[]): RegExp {
  return new RegExp(`${letterBefore}(?:${alternatives.join('|')})${letterAfter}`, 'iu');
}

const filler =
  '(?:(?:мне|нам|меня|нас|больше|пожалуйста|плиз|никогда|сюда|вообще|тут|на\\s+этот\\s+номер|по\\s+телефону)\\s+)*';
const englishFiller = '(?:(?:ever|please|even|again|you|to)\\s+)*';
// "We don't call it that": somebody else does not call.
const notOthers = '(?<!\\b(?:we|they|he|she|i|people)\\s)';
const never = "(?:do\\s*n[o']?t|don[’'`]?t|do\\s+not|never|no\\s+longer|stop|quit|cease|no\\s+more)";

/** Whole messages that mean "stop everything". */
const wholeStop = pattern(
  'стоп',
  'stop(?:\\s*all)?',
  'unsubscribe(?:\\s+me)?',
  'отпис(?:аться|ываюсь|ка)',
  'отпишите(?:\\s+меня)?',
  'отмена\\s+подписки',
  'хватит',
  'отстаньте',
  'opt[\\s-]?out',
  'quit',
  'remove\\s+me',
  'leave\\s+me\\s+alone',
);

const calls = [
  pattern(
    `не\\s+(?:надо|нужно|стоит|смейте)?\\s*${filler}(?:пере|по)?зв[оа]н(?:ите|и|ить|ите-ка|ивайте|ивать)`,
    `(?:прекратите|хватит|перестаньте|прекращайте|завязывайте)\\s+${filler}(?:мне\\s+)?(?:названивать|(?:об|пере|по)?зв[оа]н(?:ить|ивать)|звонки)`,
    'больше\\s+никаких\\s+звонков',
    'не\\s+(?:хочу|желаю|хотим|желаем)\\s*,?\\s+(?:(?:больше|чтобы|что\\s*бы|мне|нам|вы|ваши|получать|никаких|эти|этих|ваших)\\s+)*(?:пере|по)?зв[оа]н(?:или|ить|ков|ки)',
    'без\\s+звонков',
    'запрещаю\\s+(?:мне\\s+)?звонить',
    '(?:уберите|удалите|исключите|вычеркните)\\s+(?:мой\\s+|меня\\s+из\\s+)(?:номер|телефон|базы|базу|списка|списков|обзвона)',
  ),
  pattern(
    `${notOthers}${never}\\s+${englishFiller}(?:call(?:ing)?|phon(?:e|ing)|ring(?:ing)?|dial(?:l?ing)?)(?:\\s+(?:me|us|this\\s+number|back|again|anymore|any\\s+more))*(?!\\s+(?:it|that|him|her|them))`,
    'no\\s+(?:more\\s+)?(?:phone\\s+)?calls',
    "(?:do\\s*n[o']?t|don'?t|do\\s+not|no\\s+longer)\\s+(?:want|wish|like)\\s+(?:you\\s+|anybody\\s+|anyone\\s+)?(?:to\\s+)?(?:be\\s+|get\\s+|receive\\s+)?(?:any\\s+|more\\s+|your\\s+)*(?:phone\\s+)?(?:call(?:s|ed|ing)?|phoned)",
    '(?:remove|delete|take)\\s+(?:me|my\\s+(?:phone\\s+)?number)\\s+(?:from|off)(?!\\s+(?:your\\s+|the\\s+|this\\s+)?(?:mailing|e-?mail|news|sms|text|distribution))',
    '(?:put|add)\\s+me\\s+(?:on|to)\\s+(?:your|the)\\s+do[\\s-]not[\\s-]call',
  ),
];

const messages = [
  pattern(
    `не\\s+(?:надо|нужно|стоит|смейте)?\\s*${filler}(?:пишите|писать|пиши|присылайте|присылать|шлите|слать|беспокойте|беспокоить|отправляйте|спамьте)`,
    `(?:прекратите|хватит|перестаньте|прекращайте)\\s+${filler}(?:мне\\s+)?(?:писать|присылать|слать|спамить|рассылку|рассылки|беспокоить)`,
    'отпис(?:аться|ываюсь|ать\\s+меня)',
    'отпишите',
    '(?:уберите|удалите|исключите|вычеркните)\\s+меня',
    'отзываю\\s+(?:своё\\s+|свое\\s+)?согласие',
  ),
  pattern(
    `${never}\\s+${englishFiller}(?:messag(?:e|ing)|text(?:ing)?|writ(?:e|ing)|contact(?:ing)?|spam(?:ming)?|bother(?:ing)?|email(?:ing)?)(?:\\s+(?:me|us))?`,
    'unsubscribe',
    'opt\\s+(?:me\\s+)?out',
    '(?:remove|take)\\s+me\\s+(?:from|off)',
    'i\\s+(?:withdraw|revoke)\\s+(?:my\\s+)?consent',
  ),
];

/** Both at once: "leave me alone", "delete my data". */
const everything = [
  pattern(
    'не\\s+(?:надо\\s+)?(?:меня\\s+|нас\\s+)?(?:больше\\s+)?(?:беспокойте|беспокоить|тревожьте)',
    'оставьте\\s+(?:меня|нас)\\s+в\\s+покое',
    'отстаньте',
    '(?:удалите|сотрите)\\s+(?:все\\s+)?(?:мои|меня)(?:\\s+\\p{L}+)?\\s*(?:данные|из\\s+базы)?',
    'отзываю\\s+(?:своё\\s+|свое\\s+)?согласие',
    'не\\s+связывайтесь',
  ),
  pattern(
    'leave\\s+(?:me|us)\\s+alone',
    `${never}\\s+${englishFiller}(?:contact(?:ing)?|bother(?:ing)?)(?:\\s+(?:me|us))?`,
    '(?:delete|erase)\\s+(?:all\\s+)?my\\s+(?:personal\\s+)?(?:data|details|information)',
    'i\\s+(?:withdraw|revoke)\\s+(?:my\\s+)?consent',
  ),
];

/** "not before ten", "today", "until Monday": asks for another time, not for an end. */
const timeLimit = pattern(
  'до\\s+\\d{1,2}',
  'после\\s+\\d{1,2}',
  'раньше',
  'позже',
  'сегодня',
  'завтра',
  'сейчас',
  'пока',
  'в\\s+выходные',
  'ночью',
  'утром',
  'вечером',
  'днём',
  'днем',
  'по\\s+(?:субботам|воскресеньям|выходным)',
  'до\\s+(?:понедельника|вторника|среды|четверга|пятницы|субботы|воскресенья|обеда|вечера|утра|завтра)',
  'на\\s+этой\\s+неделе',
  'until',
  'till',
  'before\\s+\\w+',
  'after\\s+\\w+',
  'today',
  'tonight',
  'tomorrow',
  'right\\s+now',
  'at\\s+the\\s+moment',
  'this\\s+week',
  'yet',
  'at\\s+night',
  'on\\s+(?:weekends|sundays?|saturdays?)',
  'in\\s+the\\s+(?:morning|evening)',
  'later',
  'так\\s+рано',
  'так\\s+поздно',
  'so\\s+(?:early|late)',
);
/** Complains that we do not call, or asks about it; or makes a condition of it. */
const aboutUs = pattern(
  'можно\\s+не',
  'можете\\s+не',
  'не\\s*обязательно',
  'почему',
  'отчего',
  'зачем',
  'чего',
  'если',
  'вы\\s+(?:мне\\s+|нам\\s+|так\\s+|больше\\s+|всё\\s+|все\\s+|никогда\\s+)*не',
  'why',
  'if',
  "you\\s+(?:never|don[’']?t|do\\s+not)",
  'не\\s+дозвонил\\p{L}*',
  'просил\\p{L}*\\s+не',
);

/**
 * What a client's message asks us to stop, in Russian or English; null when it asks for nothing of the kind. A wish that
 * names a time, or a complaint that we never call, is `unsure`: it is shown to a person and records nothing.
 */
export function readOptOut(text: string): OptOut | null {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[’`]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
  if (plain === '' || plain.length > 1_000) return null;
  const bare = plain.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '').replace(/^\/+/, '');
  if (wholeStop.exec(bare)?.[0] === bare) return { calls: true, messages: true, unsure: false };
  const both = everything.some((one) => one.test(plain));
  const noCalls = both || calls.some((one) => one.test(plain));
  const noMessages = both || messages.some((one) => one.test(plain));
  if (!noCalls && !noMessages) return null;
  const unsure = timeLimit.test(plain) || aboutUs.test(plain) || (plain.includes('?') && !/[.!]/.test(plain));
  return unsure
    ? { calls: false, messages: false, unsure: true }
    : { calls: noCalls, messages: noMessages, unsure: false };
}
