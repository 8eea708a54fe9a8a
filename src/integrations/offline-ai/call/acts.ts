import { phrase, raw } from '#integrations/offline-ai/text/words.ts';

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
    promised: raw`
        перезвон(?:ю|им|ит)|позвон(?:ю|им|ит)|свяжется|набер(?:у|ем)|созвон(?:юсь|имся)|свяж(?:усь|емся)|call|phone|ring|
        reach out|get in touch|be in touch|contact|get back to|come back to|touch base|catch up|try you again|
        try again|speak|talk
      `,
    asked: raw`
        перезвон(?:ите|и|ить)|позвон(?:ите|и|ить)|набер(?:ите|и)|свяжитесь|связаться|call|phone|ring|
        get back to|contact|reach
      `,
  },
  {
    name: 'send',
    promised: raw`
        пришл(?:ю|ем|ет)|отправит|присылаю|высылаю|отправляю|скидываю|пересылаю|вышл(?:ю|ем)|отправ(?:лю|им|ляю|ляем)|
        перешл(?:ю|ем)|скин(?:у|ем)|сброш(?:у|ем)|кин(?:у|ем)|направ(?:лю|им)|продублиру(?:ю|ем)|напиш(?:у|ем)|
        get (?:that|it|this|those|them|everything|\S+ \S+) (?:over |out |back )?to you|send|e-?mail|forward|
        share|text|message|drop you|mail|write
      `,
    asked: raw`
        пришл(?:ите|и)|присыла(?:йте|й)|прислать|вышл(?:ите|и)|выслать|отправ(?:ьте|ь|ите|ляйте|ить)|
        перешл(?:ите|и)|скин(?:ьте|ь|уть|ите)|скидыва(?:йте|й)|сброс(?:ьте|ить)|кин(?:ьте|ь)|напиш(?:ите|и)|
        направ(?:ьте|ить)|send|e-?mail|forward|share|text|message|write
      `,
  },
  {
    name: 'prepare',
    promised: raw`
        подготов(?:лю|им)|состав(?:лю|им)|посчита(?:ю|ем)|рассчита(?:ю|ем)|просчита(?:ю|ем)|подбер(?:у|ем)|
        сформиру(?:ю|ем)|сдела(?:ю|ем)|оформ(?:лю|им)|выстав(?:лю|им)|выпиш(?:у|ем)|готовлю|оформляю|выставляю|
        prepare|draft|put together|calculate|work out|set up|draw up|create|get .{0,20} ready|issue
      `,
    asked: raw`
        подготов(?:ьте|ить)|состав(?:ьте|ить)|посчита(?:йте|ть)|рассчита(?:йте|ть)|просчита(?:йте|ть)|
        подбер(?:ите|и)|подобрать|сдела(?:йте|ть)|оформ(?:ите|ляйте|ить)|выстав(?:ьте|ляйте|ить)|выпиш(?:ите|и)|
        prepare|draft|put together|calculate|work out|set up|issue
      `,
  },
  {
    name: 'find out',
    promised: raw`
        уточн(?:ю|им)|узна(?:ю|ем)|провер(?:ю|им)|выясн(?:ю|им)|разбер(?:усь|емся)|посмотр(?:ю|им) (?:по|
        наличие|в базе|что|есть ли)|спрош(?:у|ем)|передам|передадим|check|find out|look into|note|make a note|
        confirm|clarify|ask|verify|investigate|pass (?:it|this|that) on|see what|see if|double-check
      `,
    asked: raw`
        уточн(?:ите|ить)|узна(?:йте|ть)|провер(?:ьте|ить)|выясн(?:ите|ить)|разбер(?:итесь|ись)|разобраться|
        переда(?:йте|ть)|check|find out|look into|confirm|clarify|verify|pass (?:it|this|that) on
      `,
  },
  {
    name: 'meet',
    promised: raw`
        встре(?:чусь|тимся|тим)|встретим|приед(?:у|ем|ет)|подъед(?:у|ем|ет)|зай(?:ду|дем)|заед(?:у|ем)|подойд(?:у|ем)|
        буд(?:у|ем) у (?:вас|себя)|come (?:by|over|in)|stop by|visit|meet|drop by|see you|be there|show you
      `,
    asked: raw`
        приез(?:жайте|жай)|приехать|подъез(?:жайте|жай)|заход(?:ите|и)|встретиться|встретимся|come (?:by|over|
        in)|stop by|visit|meet
      `,
  },
  {
    name: 'book',
    promised: raw`
        запиш(?:у|ем)|записыва(?:ю|ем)|записал(?:а|и)?|заброниру(?:ю|ем)|бронирую|заброниров(?:ал|ала|али)|
        зарезервиру(?:ю|ем)|назнач(?:у|им)|постав(?:лю|им)|перенес(?:у|ем)|внес(?:у|ем)|book|schedule|reserve|
        put you down|arrange|reschedule|register|sign you up|pencil
      `,
    asked: raw`
        запиш(?:ите|и)|записыва(?:йте|й)|записать(?:ся)?|заброниру(?:йте|й)|забронировать|назнач(?:ьте|айте|
        ить)|перенес(?:ите|и)|перенести|внес(?:ите|и)|book|schedule|reserve|put me down|arrange|reschedule|
        register|sign (?:me|us) up
      `,
  },
  {
    name: 'deliver',
    promised: raw`
        привез(?:у|ем|ет)|достав(?:лю|им)|отгруз(?:им|жу)|замен(?:ю|им)|почин(?:ю|им)|установ(?:лю|им)|исправ(?:лю|
        им)|верн(?:у|ем)|компенсиру(?:ю|ем)|подключ(?:у|им)|deliver|drop off|ship|replace|fix|install|refund|return|
        bring|repair|resolve|sort (?:it|this|that) out
      `,
    asked: raw`
        привез(?:ите|и)|привезти|достав(?:ьте|ить)|замен(?:ите|ить)|почин(?:ите|ить)|установ(?:ите|ить)|
        исправ(?:ьте|ить)|верн(?:ите|уть)|компенсиру(?:йте)|подключ(?:ите|ить)|deliver|ship|replace|fix|install|
        refund|return|bring|repair|resolve|sort (?:it|this|that) out
      `,
  },
  {
    name: 'pay',
    promised: raw`
        оплач(?:у|у сегодня|им)|оплат(?:им)|заплач(?:у|им)|перевед(?:у|ем)|внес(?:у|ем) (?:аванс|предоплат\S*|
        оплат\S*)|pay|transfer|wire
      `,
    asked: 'оплат(?:ите|ить)|перевед(?:ите|и)|pay|transfer|wire',
  },
  {
    name: 'remove',
    promised: raw`удал(?:ю|им)|убер(?:у|ем)|исключ(?:у|им)|отмен(?:ю|им)|отмеч(?:у|им)|remove|delete|cancel|take you off`,
    asked: raw`удал(?:ите|ить)|убер(?:ите|и)|исключ(?:ите|ить)|отмен(?:ите|ить)|remove|delete|cancel|take (?:me|us) off`,
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
const sourceOf = (pattern: string) => phrase(pattern).source;

/** Before a promise or a request these words make it none. */
const denyingPromise = "не|если|когда|can|to|if|when|don't|won't";
const denyingRequest = "не|чтобы|могу|хочу|буду|don't|can't|not|never|to|will|i|we|i'll|we'll";

const IWill = raw`
  i'll|we'll|i will|we will|i shall|i'm going to|we're going to|i am going to|we are going to|i'm gonna|
  we're gonna|let me|i can|we can|somebody will|someone will|our \S+ will|my \S+ will|i'd be happy to|happy to
`;
const beforePromised = raw`also|just|then|definitely|certainly|personally|quickly|have (?:\S+ ){0,2}\S+|make sure to|try to|be|and`;
const couldYou = raw`
  please|could you|can you|could (?:someone|somebody)|can (?:someone|somebody)|would you|will you|you can|
  you could|i need you to|i'd like you to|i want you to|just|and|then|maybe|you should
`;
const beforeAsked = 'please|also|just|maybe|kindly|first|then|all';
const doingNow = 'sending|emailing|booking|scheduling|forwarding|preparing';

/** Acts that a normalized sentence promises in the first person: «я вам завтра перезвоню», "I'll send", "let me check". */
export function promisedActs(normalized: string): string[] {
  return matching(promisedPatterns, normalized);
}

/** Acts that a normalized sentence asks the listener for: «пришлите, пожалуйста», "could you send", "send me". */
export function askedActs(normalized: string): string[] {
  return matching(askedPatterns, normalized);
}

const promisedPatterns = acts.map(({ name, promised }) => {
  const inEnglish = `(?:${IWill})(?: (?:${beforePromised})){0,3} (?:${english(promised)})\\S*|(?:i'm|we're|i am|we are) (?:${doingNow})`;
  return { name, pattern: notAfter(denyingPromise, `${sourceOf(russian(promised))}|${sourceOf(inEnglish)}`) };
});

const askedPatterns = acts.map(({ name, asked }) => {
  const verbs = english(asked);
  const inEnglish = `(?:${couldYou})(?: (?:${beforeAsked}))* (?:${verbs})|(?:${verbs}) (?:me|us|it to me|them to me|my|a quote)`;
  return { name, pattern: notAfter(denyingRequest, `${sourceOf(russian(asked))}|${sourceOf(inEnglish)}`) };
});

function notAfter(words: string, pattern: string): RegExp {
  return new RegExp(`(?<!(?:^|[^\\p{L}])(?:${words}) )(?:${pattern})`, 'u');
}

function matching(patterns: readonly { name: string; pattern: RegExp }[], normalized: string): string[] {
  return patterns.filter(({ pattern }) => pattern.test(normalized)).map(({ name }) => name);
}
