import { namesTime } from '#integrations/offline-ai/text/dates.ts';
import type { Sentence } from '#integrations/offline-ai/text/sentences.ts';
import { phrase } from '#integrations/offline-ai/text/words.ts';

export interface Commitment {
  /** `us`: we promised. `client`: the client promised. `asked`: the client asked us. `agreed`: a time was fixed. `stop`: no more calls. */
  kind: 'us' | 'client' | 'asked' | 'agreed' | 'stop';
  acts: string[];
  sentence: Sentence;
}

interface Act {
  name: string;
  /** First person, future or present: who says it promises it. */
  promised: string;
  /** Imperative or request: who says it asks for it. */
  asked: string;
}

const acts: readonly Act[] = [
  {
    name: 'call',
    promised:
      'перезвон(?:ю|им)|позвон(?:ю|им)|набер(?:у|ем)|созвон(?:юсь|имся)|свяж(?:усь|емся)|call|phone|ring|reach out|get in touch|be in touch|contact|get back to|come back to|touch base|catch up|try you again|try again|speak|talk',
    asked:
      'перезвон(?:ите|и|ить)|позвон(?:ите|и|ить)|набер(?:ите|и)|свяжитесь|связаться|call|phone|ring|get back to|contact|reach',
  },
  {
    name: 'send',
    promised:
      'пришл(?:ю|ем)|присылаю|вышл(?:ю|ем)|отправ(?:лю|им|ляю|ляем)|перешл(?:ю|ем)|скин(?:у|ем)|сброш(?:у|ем)|кин(?:у|ем)|направ(?:лю|им)|продублиру(?:ю|ем)|напиш(?:у|ем)|send|e-?mail|forward|share|text|message|drop you|mail|write',
    asked:
      'пришл(?:ите|и)|присыла(?:йте|й)|прислать|вышл(?:ите|и)|выслать|отправ(?:ьте|ь|ите|ляйте|ить)|перешл(?:ите|и)|скин(?:ьте|ь|уть|ите)|скидыва(?:йте|й)|сброс(?:ьте|ить)|кин(?:ьте|ь)|напиш(?:ите|и)|направ(?:ьте|ить)|send|e-?mail|forward|share|text|message|write',
  },
  {
    name: 'prepare',
    promised:
      'подготов(?:лю|им)|состав(?:лю|им)|посчита(?:ю|ем)|рассчита(?:ю|ем)|просчита(?:ю|ем)|подбер(?:у|ем)|сформиру(?:ю|ем)|сдела(?:ю|ем)|оформ(?:лю|им)|выстав(?:лю|им)|выпиш(?:у|ем)|prepare|draft|put together|calculate|work out|set up|draw up|create|get .{0,20} ready|issue',
    asked:
      'подготов(?:ьте|ить)|состав(?:ьте|ить)|посчита(?:йте|ть)|рассчита(?:йте|ть)|просчита(?:йте|ть)|подбер(?:ите|и)|подобрать|сдела(?:йте|ть)|оформ(?:ите|ляйте|ить)|выстав(?:ьте|ляйте|ить)|выпиш(?:ите|и)|prepare|draft|put together|calculate|work out|set up|issue',
  },
  {
    name: 'find out',
    promised:
      'уточн(?:ю|им)|узна(?:ю|ем)|провер(?:ю|им)|выясн(?:ю|им)|разбер(?:усь|емся)|посмотр(?:ю|им) (?:по|наличие|в базе|что|есть ли)|спрош(?:у|ем)|передам|передадим|check|find out|look into|note|make a note|confirm|clarify|ask|verify|investigate|pass (?:it|this|that) on|see what|see if|double-check',
    asked:
      'уточн(?:ите|ить)|узна(?:йте|ть)|провер(?:ьте|ить)|выясн(?:ите|ить)|разбер(?:итесь|ись)|разобраться|переда(?:йте|ть)|check|find out|look into|confirm|clarify|verify|pass (?:it|this|that) on',
  },
  {
    name: 'meet',
    promised:
      'встре(?:чусь|тимся|тим)|встретим|приед(?:у|ем)|подъед(?:у|ем)|зай(?:ду|дем)|заед(?:у|ем)|подойд(?:у|ем)|буд(?:у|ем) у (?:вас|себя)|come (?:by|over|in)|stop by|visit|meet|drop by|see you|be there|show you',
    asked:
      'приез(?:жайте|жай)|приехать|подъез(?:жайте|жай)|заход(?:ите|и)|встретиться|встретимся|come (?:by|over|in)|stop by|visit|meet',
  },
  {
    name: 'book',
    promised:
      'запиш(?:у|ем)|записыва(?:ю|ем)|записал(?:а|и)?|заброниру(?:ю|ем)|бронирую|заброниров(?:ал|ала|али)|зарезервиру(?:ю|ем)|назнач(?:у|им)|постав(?:лю|им)|перенес(?:у|ем)|внес(?:у|ем)|book|schedule|reserve|put you down|arrange|reschedule|register|sign you up|pencil',
    asked:
      'запиш(?:ите|и)|записыва(?:йте|й)|записать(?:ся)?|заброниру(?:йте|й)|забронировать|назнач(?:ьте|айте|ить)|перенес(?:ите|и)|перенести|внес(?:ите|и)|book|schedule|reserve|put me down|arrange|reschedule|register|sign (?:me|us) up',
  },
  {
    name: 'deliver',
    promised:
      'привез(?:у|ем)|достав(?:лю|им)|отгруз(?:им|жу)|замен(?:ю|им)|почин(?:ю|им)|установ(?:лю|им)|исправ(?:лю|им)|верн(?:у|ем)|компенсиру(?:ю|ем)|подключ(?:у|им)|deliver|ship|replace|fix|install|refund|return|bring|repair|resolve|sort (?:it|this|that) out',
    asked:
      'привез(?:ите|и)|привезти|достав(?:ьте|ить)|замен(?:ите|ить)|почин(?:ите|ить)|установ(?:ите|ить)|исправ(?:ьте|ить)|верн(?:ите|уть)|компенсиру(?:йте)|подключ(?:ите|ить)|deliver|ship|replace|fix|install|refund|return|bring|repair|resolve|sort (?:it|this|that) out',
  },
  {
    name: 'pay',
    promised:
      'оплач(?:у|у сегодня|им)|оплат(?:им)|заплач(?:у|им)|перевед(?:у|ем)|внес(?:у|ем) (?:аванс|предоплат\\S*|оплат\\S*)|pay|transfer|wire',
    asked: 'оплат(?:ите|ить)|перевед(?:ите|и)|pay|transfer|wire',
  },
  {
    name: 'remove',
    promised: 'удал(?:ю|им)|убер(?:у|ем)|исключ(?:у|им)|отмен(?:ю|им)|отмеч(?:у|им)|remove|delete|cancel|take you off',
    asked: 'удал(?:ите|ить)|убер(?:ите|и)|исключ(?:ите|ить)|отмен(?:ите|ить)|remove|delete|cancel|take (?:me|us) off',
  },
];

const russian = (pattern: string) =>
  pattern
    .split('|')
    .filter((part) => /[а-я]/.test(part))
    .join('|');
const english = (pattern: string) =>
  pattern
    .split('|')
    .filter((part) => !/[а-я]/.test(part))
    .join('|');

/** «Я вам завтра перезвоню», "I'll send", "let me check": an act in the first person, not denied. */
const promisedPatterns = acts.map(({ name, promised }) => ({
  name,
  pattern: new RegExp(
    `(?<!(?:^|[^\\p{L}])(?:не|если|когда|can|to|if|when|don't|won't) )${phrase(russian(promised)).source}|${
      phrase(
        `(?:i'll|we'll|i will|we will|i shall|i'm going to|we're going to|i am going to|we are going to|i'm gonna|we're gonna|let me|i can|we can|somebody will|someone will|our \\S+ will|my \\S+ will|i'd be happy to|happy to)(?: (?:also|just|then|definitely|certainly|personally|quickly|have \\S+|make sure to|try to|be|and)){0,3} (?:${english(promised)})\\S*|(?:i'm|we're|i am|we are) (?:sending|emailing|booking|scheduling|forwarding|preparing)`,
      ).source
    }`,
    'u',
  ),
}));

/** «Пришлите, пожалуйста», "could you send", "send me": an act asked of us, not denied. */
const askedPatterns = acts.map(({ name, asked }) => ({
  name,
  pattern: new RegExp(
    `(?<!(?:^|[^\\p{L}])(?:не|чтобы|могу|хочу|буду|don't|can't|to|will|i|we|i'll|we'll) )${phrase(russian(asked)).source}|${
      phrase(
        `(?:please|could you|can you|would you|will you|you can|you could|i need you to|i'd like you to|i want you to|just|and|then|maybe|you should)(?: (?:please|also|just|maybe|kindly|first|then|all))* (?:${english(asked)})|(?:${english(asked)}) (?:me|us|it to me|them to me|my|a quote)`,
      ).source
    }`,
    'u',
  ),
}));

const infinitive = phrase(
  '(?:присла|высла|скину|отправи|подготови|состави|посчита|рассчита|сдела|оформи|выстави|уточни|узна|провери|выясни|переда|назначи|забронирова|достави|замени|почини|установи|исправи|верну|подключи|удали|отмени|перезвони|позвони|записа)ть(?:ся)?|связаться|разобраться|привезти|перенести|подобрать|приехать|встретиться',
);
const canYou = phrase('можете|могли бы|сможете|можно|нельзя ли|прошу|попрошу|надо|нужно|необходимо|хотел(?:а|и)? бы');
const ofOthers = phrase(
  '(?:вы|он|она|они|мне|нам) (?:же )?(?:обеща\\S+|говорил\\S*|должны были|хотел[аи]?)|обещал\\S*|promised|said (?:you|he|she|they)|were supposed|was supposed|should have|would have',
);
const conditional = /^(?:(?:ну|and|but|а|но|well),? )?(?:если|if|when|когда)(?!\p{L})/u;
const stop = phrase(
  "(?:больше )?(?:мне |нам |сюда )?(?:больше )?не (?:надо |нужно )?(?:мне |нам |сюда )?(?:звон(?:ите|ить)|названива\\S+|беспоко(?:йте|ить)|пишите)|(?:хватит|перестаньте|прекратите) (?:мне |нам |уже )*(?:звонить|названивать|писать|беспокоить)|удалите (?:мой |наш |мои )?(?:номер|телефон|данные|меня)\\S*|(?:уберите|исключите) (?:меня|нас|мой)\\S*|оставьте (?:меня|нас) в покое|stop (?:calling|contacting|texting|messaging|bothering)|(?:do not|don't|never) (?:ever )?(?:call|contact|text|message|phone) (?:me|us|here|again|this)\\S*|take (?:me|us|my \\S+|this number) off|remove (?:me|us|my|our|this number)|leave (?:me|us) alone|lose my number|unsubscribe me",
);
const agreement = phrase(
  "договорились|записал[аи]?|записываю|записываем|забронировал[аи]?|жд(?:у|ем) вас|до встречи|встречаемся|тогда (?:в|на|до)|давайте (?:тогда )?(?:в|на|завтра|послезавтра|после|к|через)|значит,? (?:в|на|завтра)|you're booked|you are booked|it's settled|see you|let's (?:do|say|meet|make it|go with)|scheduled for|confirmed for|booked (?:you )?(?:in )?for|put you down for|meet (?:on|at)|talk (?:on|at|then|tomorrow)",
);

/** What was promised, asked for and agreed in the call, in the order it was said. */
export function findCommitments(sentences: readonly Sentence[]): Commitment[] {
  return sentences.flatMap((sentence): Commitment[] => {
    const { speaker, normalized, isQuestion } = sentence;
    if (speaker === 'A' && stop.test(normalized)) return [{ kind: 'stop', acts: ['remove'], sentence }];
    if (ofOthers.test(normalized) || (speaker === 'A' && conditional.test(normalized))) return [];
    const promised = matching(promisedPatterns, normalized);
    const asked = speaker === 'A' ? askedActs(normalized) : [];
    const canStand = !isQuestion || /^(?:хорошо|конечно|отлично|тогда|sure|okay|great|of course)/.test(normalized);
    if (asked.length > 0 && (speaker === 'A' || canStand)) return [{ kind: 'asked', acts: asked, sentence }];
    if (promised.length > 0 && canStand) return [{ kind: speaker === 'B' ? 'us' : 'client', acts: promised, sentence }];
    if (!isQuestion && agreement.test(normalized) && namesTime(normalized))
      return [{ kind: 'agreed', acts: ['meet', 'book'], sentence }];
    return [];
  });
}

function askedActs(normalized: string): string[] {
  const asked = matching(askedPatterns, normalized);
  return asked.length === 0 && canYou.test(normalized) && infinitive.test(normalized) ? ['send'] : asked;
}

function matching(patterns: readonly { name: string; pattern: RegExp }[], normalized: string): string[] {
  return patterns.filter(({ pattern }) => pattern.test(normalized)).map(({ name }) => name);
}
