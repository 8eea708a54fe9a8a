import type { Sentence } from '#integrations/offline-ai/text/sentences.ts';
import { phrase } from '#integrations/offline-ai/text/words.ts';

export type ObjectionKind =
  | 'price'
  | 'time'
  | 'competitor'
  | 'trust'
  | 'need'
  | 'authority'
  | 'thinking'
  | 'quality'
  | 'contact';

export interface Objection {
  kind: ObjectionKind;
  sentence: Sentence;
}

const labels: Record<ObjectionKind, { ru: string; en: string }> = {
  price: { ru: 'Цена', en: 'Price' },
  time: { ru: 'Не время', en: 'Not the right time' },
  competitor: { ru: 'Конкурент или другой поставщик', en: 'A competitor or another supplier' },
  trust: { ru: 'Нет доверия или уверенности', en: 'Lack of trust or certainty' },
  need: { ru: 'Нет потребности', en: 'No need' },
  authority: { ru: 'Решает не один', en: 'Does not decide alone' },
  thinking: { ru: 'Хочет подумать', en: 'Wants to think about it' },
  quality: { ru: 'Недоволен качеством или сервисом', en: 'Unhappy with quality or service' },
  contact: { ru: 'Не хочет звонков', en: 'Does not want calls' },
};

const patterns: readonly { kind: ObjectionKind; pattern: RegExp; asksToo?: boolean }[] = [
  {
    kind: 'contact',
    asksToo: true,
    pattern: phrase(
      "(?:больше )?не (?:надо |нужно )?(?:мне |нам )?(?:больше )?(?:звон(?:ите|ить)|названива\\S+)|хватит (?:мне |нам |уже )*(?:звонить|названивать)|перестаньте (?:мне |нам )?(?:звонить|названивать)|удалите (?:мой |наш )?(?:номер|телефон)|оставьте (?:меня|нас) в покое|откуда (?:у вас )?мой (?:номер|телефон)|не (?:хочу|буду|желаю) (?:разговаривать|говорить|общаться) с (?:роботом|ботом|машиной)|stop calling|(?:do not|don't) (?:ever )?call|take (?:me|us|my number) off|remove (?:me|my number)|leave me alone|how did you get my number|don't want to (?:talk|speak) to (?:a )?(?:robot|bot|machine|ai)",
    ),
  },
  {
    kind: 'price',
    asksToo: true,
    pattern: phrase(
      "(?<!не |не так уж |не слишком |насколько )(?:дорого(?! стоящ)|дороговато|дороговат\\S*|дорогое|дорогущ\\S+|дороже(?:,? чем)?)|(?:цен\\S+|стоимость|ценник|сумма) (?:\\S+ ){0,3}(?:кусается|высоковат\\S*|высок\\S+|завышен\\S*|большая|великовата|неподъемн\\S+|космическ\\S+|конск\\S+|бешен\\S+)|(?:высок\\S+|завышен\\S+|бешен\\S+|космическ\\S+|конск\\S+|неподъемн\\S+) (?:цен|стоимост|ценник|сумм)\\S*|не по карману|не потян\\S+|нет (?:таких |столько |сейчас )*(?:денег|бюджета|средств)|(?:денег|бюджета|средств) (?:\\S+ )?нет|бюджет\\S* (?:\\S+ ){0,2}(?:не позволя\\S+|ограничен\\S*|урезал\\S*|меньше|исчерпан\\S*)|не (?:укладыва\\S+|влез\\S+|вписыва\\S+|входит) (?:\\S+ ){0,2}(?:бюджет|сумм)\\S*|выше (?:\\S+ )?бюджета|переплачива\\S+|переплат\\S+|не готов\\S* (?:столько |такие деньги )?(?:платить|отдавать|тратить)|за (?:такие|эти) деньги|столько (?:денег )?(?:не|платить)|подешевле|дешевле (?:нельзя|можно|есть|бывает|никак)|(?<!not )(?:too |very |quite |pretty |so |a bit |a little |really |rather )?(?:expensive|pricey|costly|overpriced)|can't (?:really )?afford|cannot afford|couldn't afford|(?:over|above|beyond|out of|exceeds?|outside) (?:my|our|the) budget|no budget|(?:don't|do not) have (?:the |that kind of |enough |that much )?(?:budget|money)|tight budget|budget (?:is|was) (?:tight|limited|cut|frozen)|costs? too much|too much money|(?:price|cost|fee|quote)s? (?:is|are|was|seems?|looks?) (?:\\S+ ){0,2}(?:high|steep|crazy|ridiculous|much)|(?:a bit|too|very|pretty|quite|rather) steep|more than (?:i|we) (?:want|wanted|expected|planned|can|budgeted)|(?:not|isn't) worth (?:it|that|the)|cheaper (?:option|alternative)|anything cheaper|lower price",
    ),
  },
  {
    kind: 'competitor',
    pattern: phrase(
      '(?:у|от|с) конкурент\\S+|конкурент\\S* (?:дешевле|предлага\\S+|дают|лучше)|(?:у|в|с|из) друг\\S+ (?:компани|фирм|поставщик|магазин|салон|банк|подрядчик|агентств|мест|клиник|школ)\\S*|друг\\S+ (?:компани|фирм|поставщик|магазин|салон|банк|подрядчик|агентств)\\S* (?:\\S+ ){0,2}(?:предлага|дешевле|дала|дали|дает|дают)\\S*|у других|(?:уже )?(?:работаем|сотрудничаем|работаю|сотрудничаю|обслуживаемся|обслуживаюсь) (?:уже )?(?:\\S+ )?с (?!вами)|есть (?:уже )?(?:свой|свои|постоянн\\S+|проверенн\\S+|другой) (?:поставщик|подрядчик|партнер|мастер|агент|менеджер|юрист|бухгалтер)\\S*|(?:свой|постоянный|проверенный) (?:поставщик|подрядчик|мастер) (?:уже )?есть|(?:наш\\S*|видел\\S*|предлага\\S+|дают|предложил\\S*) (?:\\S+ ){0,2}дешевле|выбрал\\S* (?:уже )?друг\\S+|купил\\S* (?:уже )?(?:в другом|у других|у друг\\S+)|competitors?|already (?:work|working|signed|go|going|use|using|deal|dealing) (?:with )?|(?:another|different|other) (?:company|vendor|provider|supplier|dealer|shop|agency|bank|firm|contractor)|(?:found|seen|got|have|offered?) (?:\\S+ ){0,3}(?:cheaper|better (?:price|offer|deal|quote))|cheaper (?:elsewhere|somewhere|at|from)|(?:happy|satisfied|fine) with (?:our|my|the) (?:current|existing|present)|(?:current|existing|present) (?:provider|supplier|vendor|contractor|system|solution)|went with (?:another|someone|somebody)|compar(?:e|ing) (?:\\S+ ){0,2}(?:offers|options|vendors|prices|quotes)|other (?:offers|quotes|options)',
    ),
  },
  {
    kind: 'trust',
    asksToo: true,
    pattern: phrase(
      "не (?:очень |особо |совсем |слишком )?(?:доверя|вер[юи])\\S*|сомнева\\S+|(?:есть|большие|много|пока) сомнени\\S*|сомнени\\S* (?:есть|остались|остаются)|не (?:совсем |очень |до конца )?уверен\\S*|а вдруг|а если (?:\\S+ ){0,3}(?:обман|сломает|не (?:понрав|подойдет|получит|заработает|привез|вернете|сработает))\\S*|где гаранти\\S+|какие (?:у меня |у вас |есть |мои )?гаранти\\S+|плохие отзывы|отзывы (?:\\S+ ){0,2}(?:плох|негатив|ужасн|не очень|так себе)\\S*|читал\\S* (?:\\S+ ){0,2}отзыв\\S*|обж(?:игал|ег|огл)\\S+|обманыв\\S+|обман\\S*|мошенни\\S+|развод|кот[а]? в мешке|боюсь,? что|опаса(?:юсь|емся)|подвел[аи]? (?:нас|меня)?|(?:нас|меня) (?:уже )?(?:\\S+ )?подвел[аи]?|слишком (?:хорошо|красиво|сладко)|don't (?:really |quite )?(?:trust|believe)|do not trust|not (?:so |quite |entirely |completely )?(?:sure|convinced|certain|confident)|unsure|scams?|scammed|scammers?|skeptical|sceptical|doubts?|doubtful|bad reviews|negative reviews|read (?:some |the )?reviews|let (?:us|me) down|(?:been|got) burned|how do i know|what if (?:it|you|the|i|something)|too good to be true|what guarantee\\S*|sounds fishy|suspicious|worried (?:about|that)|concerned (?:about|that)|afraid (?:that|it)",
    ),
  },
  {
    kind: 'authority',
    pattern: phrase(
      "(?:посоветоваться|посоветуюсь|посоветуемся|посовещаться|посовещаюсь|посовещаемся|обсудить|обсужу|обсудим|согласовать|согласую|согласуем|поговорить|поговорю|переговорю|переговорить) (?:\\S+ ){0,3}с (?:\\S+ )?(?:муж|жен|супруг|партнер|директор|руковод|начальств|начальник|шеф|коллег|бухгалтер|юрист|семь|родител|мам|пап|сын|доч|команд|акционер|учредител|собственник|генеральн)\\S*|(?:муж|жена|супруг\\S*|директор|руководитель|начальник|шеф|босс|партнер) (?:\\S+ ){0,2}(?:решает|против|не согласен|не согласна|не одобр\\S+|должен|должна|будет решать|скажет)|не я (?:это |такое |здесь |тут )?(?:решаю|принимаю|занимаюсь)|решаю не я|не принимаю (?:таких |такие )?решени\\S*|(?:я )?(?:один|одна|сам|сама) (?:такое |это |такие вопросы )?не реша\\S+|(?:сам|сама) я (?:такое |это )?не реша\\S+|(?:нужно|надо|необходимо) (?:\\S+ ){0,2}(?:согласован|одобрени|разрешени)\\S*|(?:talk|speak|check|discuss|consult|clear it|run (?:it|this|that)) (?:\\S+ ){0,4}(?:my|our|the) (?:wife|husband|partner|boss|manager|team|director|family|spouse|accountant|lawyer|board|ceo|cfo|management|supervisor|colleagues?|parents|mother|father)|(?:not|isn't) (?:my|up to me)(?: decision| call)?|(?:don't|do not) (?:make|decide) (?:\\S+ ){0,3}(?:decisions?|alone|myself|on my own)|need(?:s)? (?:\\S+ ){0,2}approval|decision[- ]?maker|(?:wife|husband|partner|boss|director) (?:\\S+ ){0,2}(?:decides|has to|needs to|is against|won't)",
    ),
  },
  {
    kind: 'quality',
    pattern: phrase(
      "(?:плохое|низкое|ужасное|отвратительное|никакое) (?:качество|обслуживание|отношение)|качество (?:\\S+ ){0,2}(?:плох|низк|ужасн|хромает|так себе|не очень|никак)\\S*|не (?:понравил|нравит)\\S+|в прошлый раз (?:\\S+ ){0,4}(?:не|плохо|сломал|опозда|подвел|задерж)\\S*|(?:poor|bad|low|terrible) (?:quality|service|experience|support)|didn't like|don't like|last time (?:\\S+ ){0,5}(?:didn't|wasn't|broke|late|never|failed|bad)",
    ),
  },
  {
    kind: 'need',
    pattern: phrase(
      "(?:мне|нам|уже|пока|это|нас|меня|спасибо|нет|сейчас)?,? ?не (?:очень |особо )?(?:нужн[оаы]?|надо|интересует|интересуют|интересно|актуально|требуется|планиру\\S+|собира\\S+|заинтересован\\S*|пригодится)(?! ли)|неинтересно|неактуально|нет (?:такой |никакой |особой |в этом )*(?:необходимости|потребности|смысла|нужды|интереса|желания)|(?:необходимости|потребности|смысла|интереса|желания) (?:\\S+ )?нет|обойдемся|обойдусь|передумал\\S*|(?:уже )?(?:купил|приобрел|нашел|нашли|заказал)[аи]? уже|уже (?:все )?(?:купил|приобрел|нашел|нашл|заказал|решил|есть|оформил|сделал)[аи]?|у (?:нас|меня) (?:все |это )?(?:уже )?есть|отказ(?:ываюсь|ываемся|аться|ался|алась)|(?:я |мы )?(?:никаких |никакую )?(?:заявк\\S+ |ничего )не (?:оставлял|заказывал|просил)[аи]?|не (?:оставлял|заказывал)[аи]? (?:\\S+ )?(?:заявк\\S+|ничего)|вопрос (?:уже )?(?:закрыт|решен|снят)|not (?:really |at all |currently )?interested|(?:don't|do not|doesn't) (?:really |actually )?need|no need|no longer (?:need|interested|looking)|not looking|already (?:bought|purchased|have|got|found|ordered|sorted|decided)|changed (?:my|our) mind|not (?:relevant|for (?:me|us)|something (?:i|we))|never (?:asked|requested|signed up|ordered)|didn't (?:ask|request|sign up|order)|no,? thanks|no,? thank you|i'll pass|we'll pass|don't want (?:it|this|that|to buy|anything)|we're all set|i'm all set",
    ),
  },
  {
    kind: 'time',
    pattern: phrase(
      "(?:сейчас |мне |очень )*(?:неудобно|не удобно)(?: (?:сейчас|говорить|разговаривать|мне))*|не (?:могу|можем) (?:сейчас |долго |пока )*(?:говорить|разговаривать|общаться|ответить)|(?:я |мы |очень |сейчас |сильно )(?:\\S+ )?занят[аы]?|за рулем|на (?:совещании|встрече|работе|переговорах|учебе)|нет (?:сейчас |совсем |на это |пока )*времени|времени (?:\\S+ )?нет|некогда|не сейчас|не вовремя|(?:пока|еще) (?:рано|не время|не готов\\S*|не определил\\S*)|рано (?:пока|еще)|не (?:в этом|этот) (?:году|квартале|месяце|месяц)|(?:вернемся|вернусь|обратимся|давайте|поговорим|созвонимся) (?:\\S+ ){0,3}(?:позже|потом|через|весной|летом|осенью|зимой|в следующем|после)|(?:пере)?звон(?:ите|ить) (?:\\S+ )?(?:позже|попозже|потом|в другой|через)|не (?:срочно|горит|к спеху)|торопите|давите|busy|(?:no|don't have|do not have|haven't got|not enough) (?:the |any |much )?time|(?:bad|wrong) time|not a (?:good|great|convenient) (?:time|moment)|(?:i'm |i am )?(?:driving|in a meeting|at work|on another call)|not (?:right )?now|(?:call|try|talk|speak) (?:\\S+ ){0,3}(?:later|another time|next (?:week|month|quarter|year))|(?:maybe|perhaps) (?:later|next (?:week|month|quarter|year))|too (?:early|soon)|not (?:ready|this (?:year|quarter|month))|no rush|not (?:that )?urgent",
    ),
  },
  {
    kind: 'thinking',
    pattern: phrase(
      "(?:надо|нужно|хочу|хотел[аи]? бы|дайте|буду|можно)? ?(?:\\S+ )?подума(?:ю|ем|ть)|(?:надо|нужно|хочу) (?:\\S+ )?(?:взвесить|обдумать|осмыслить)|обдумаю|обдумаем|пока (?:\\S+ )?(?:присматрива|выбира|прицениваю|изуча|смотр|думаю|сравнива)\\S*|не (?:решил|определил)\\S*|think (?:about it|it over|on it|about this|about that)|sleep on it|need (?:some |more )?time to|still (?:thinking|deciding|considering|looking|comparing)|(?:haven't|have not|not) decided|just (?:looking|browsing|comparing)",
    ),
  },
];

const most = 8;
const mostOfKind = 2;

/** The client's doubts and refusals, each with the sentence in which it was said. */
export function findObjections(sentences: readonly Sentence[]): Objection[] {
  const found: Objection[] = [];
  for (const sentence of sentences) {
    if (sentence.speaker !== 'A') continue;
    const match = patterns.find(
      ({ pattern, asksToo }) => (asksToo === true || !isPlainQuestion(sentence)) && pattern.test(sentence.normalized),
    );
    if (!match || (match.kind === 'price' && isPlainQuestion(sentence) && !complains.test(sentence.normalized)))
      continue;
    if (found.filter(({ kind }) => kind === match.kind).length < mostOfKind) found.push({ kind: match.kind, sentence });
  }
  return found.slice(0, most);
}

/** «Сколько стоит? Это дорого?» asks; «Почему так дорого?» objects. */
const complains = phrase(
  'почему|зачем|с какой стати|что так|за что|так дорого|слишком|дороговато|дешевле|why|too|so (?:expensive|much)|cheaper|lower',
);

function isPlainQuestion({ isQuestion }: Sentence): boolean {
  return isQuestion;
}

/** The objection's name for people. */
export function objectionLabel(kind: ObjectionKind, language: 'ru' | 'en'): string {
  return labels[kind][language];
}
