import type { Sentence } from '#integrations/offline-ai/text/sentences.ts';
import { phrase, raw } from '#integrations/offline-ai/text/words.ts';

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
      raw`
        (?:больше )?не (?:надо |нужно )?(?:мне |нам )?(?:больше )?(?:звон(?:ите|ить)|названива\S+)|
        (?:хватит|перестаньте|прекратите) (?:мне |нам |уже )*(?:звонить|названивать)|
        (?:удалите|уберите|исключите|вычеркните|сотрите) (?:\S+ ){0,2}(?:номер|телефон|меня|из)|
        оставьте (?:меня|нас) в покое|откуда (?:у вас )?мой (?:номер|телефон)|не (?:хочу|буду|
        желаю) (?:разговаривать|говорить|общаться) с (?:роботом|ботом|машиной)|stop calling|(?:do not|
        don't) (?:ever )?call|take (?:me|us|my number) off|remove (?:me|my number)|leave me alone|
        how did you get my number|don't want to (?:talk|speak) to (?:a )?(?:robot|bot|machine|ai)
      `,
    ),
  },
  {
    kind: 'price',
    asksToo: true,
    pattern: phrase(
      raw`
        (?<!не |не так уж |не слишком |насколько )(?:дорого(?! стоящ)|дороговато|дороговат\S*|дорогое|
        дорогущ\S+|дороже(?:,? чем)?)|(?:цен\S+|стоимость|ценник|сумма) (?:\S+ ){0,3}(?:кусается|высоковат\S*|
        высок\S+|завышен\S*|большая|великовата|неподъемн\S+|космическ\S+|конск\S+|бешен\S+)|(?:высок\S+|
        завышен\S+|бешен\S+|космическ\S+|конск\S+|неподъемн\S+) (?:цен|стоимост|ценник|сумм)\S*|(?:слишком |
        очень |для нас |для меня )*больш(?:ие|ая|ую) (?:для нас |для меня )?(?:деньги|сумм\S+)|(?:рассчитывал|
        ожидал|думал|планировал|надеял)\S* (?:\S+ ){0,4}(?:меньш|поменьше|дешевле|подешевле)\S*|(?:выше|
        дороже) (?:рын|средн|чем)\S*|без скидки (?:\S+ ){0,3}не|(?:цена|стоимость|сумма|
        ценник) (?:\S+ ){0,2}(?:не устраива|смуща|пуга|отпугива)\S*|не стоит (?:таких|этих|своих|столько)|
        накладно|не по карману|не потян\S+|бюджет\S* (?:\S+ ){0,2}(?:всего|только|максимум)|нет (?:таких |столько |сейчас )*(?:денег|бюджета|средств)|(?:денег|
        бюджета|средств) (?:\S+ )?нет|бюджет\S* (?:\S+ ){0,2}(?:не позволя\S+|ограничен\S*|урезал\S*|меньше|
        исчерпан\S*)|не (?:укладыва\S+|влез\S+|вписыва\S+|входит) (?:\S+ ){0,2}(?:бюджет|сумм)\S*|
        выше (?:\S+ )?бюджета|переплачива\S+|переплат\S+|не готов\S* (?:\S+ ){0,2}(?:платить|отдать|отдавать|тратить|потратить|выложить)|столько (?:у меня |у нас )?нет|(?:денег )?столько не|за (?:такие|эти) деньги|столько (?:денег )?(?:не|платить)|подешевле|дешевле (?:нельзя|
        можно|есть|бывает|никак)|(?<!not )(?:too |very |quite |pretty |so |a bit |a little |really |
        rather )?(?:expensive|pricey|costly|overpriced)|can't (?:really )?afford|cannot afford|couldn't afford|
        (?:over|above|beyond|out of|exceeds?|outside) (?:my|our|the) budget|(?:out of|beyond|above|
        outside) (?:my|our|the) (?:price )?range|(?:hoping|looking) for (?:something |anything )?(?:cheaper|
        less|lower)|(?:do|any|get|give) (?:\S+ ){0,3}better (?:on (?:the )?)?(?:price|deal)|come down (?:on|
        in) (?:the )?price|knock (?:\S+ )?off|a lot of money|(?:spend|spending|pay|paying) that much|justify (?:the|that|this|spending)|no budget|(?:don't|do not) have (?:the |that kind of |enough |
        that much )?(?:budget|money)|tight budget|budget (?:is|was) (?:tight|limited|cut|frozen)|
        costs? too much|too much money|(?:price|cost|fee|quote)s? (?:is|are|was|seems?|
        looks?) (?:\S+ ){0,2}(?:high|steep|crazy|ridiculous|much)|(?:a bit|too|very|pretty|quite|rather) steep|
        more than (?:i|we) (?:can|could|had|were|was|want|wanted|expected|planned|can|budgeted)|(?:not|
        isn't) worth (?:it|that|the)|cheaper (?:option|alternative)|anything cheaper|(?:find|get|have) (?:it|this|that|one) (?:\S+ )?for less|lower price
      `,
    ),
  },
  {
    kind: 'competitor',
    pattern: phrase(
      raw`
        конкурент\S*|обслужива\S+ (?:\S+ )?(?:в|у) (?:друг|свое)\S*|(?:у|в|с) друг\S+ (?:сервис|дилер|автосалон|студи|центр|школ|бригад|мастер)\S*|(?:у|в|с|из) друг\S+ (?:компани|
        фирм|поставщик|магазин|салон|банк|подрядчик|агентств|мест|клиник|школ)\S*|друг\S+ (?:компани|фирм|
        поставщик|магазин|салон|банк|подрядчик|агентств)\S* (?:\S+ ){0,2}(?:предлага|дешевле|дала|дали|дает|
        дают)\S*|у других|(?:уже )?(?:работаем|сотрудничаем|работаю|сотрудничаю|обслуживаемся|
        обслуживаюсь) (?:уже )?(?:\S+ )?с (?!вами)|есть (?:уже )?(?:\S+ )?(?:свой|свои|своя|постоянн\S+|
        проверенн\S+|другой) (?:\S+ )?(?:поставщик|подрядчик|партнер|мастер|агент|менеджер|юрист|бухгалтер)\S*|
        (?:свой|постоянный|проверенный) (?:поставщик|подрядчик|мастер) (?:уже )?есть|(?:наш\S*|видел\S*|
        предлага\S+|дают|предложил\S*) (?:\S+ ){0,2}дешевле|у \S+ (?:\S+ ){0,4}(?:на \S+ )?дешевле|друг(?:ие|ой|
        ая|их) (?:\S+ ){0,2}(?:предложил|предлага|дал|дают|дает)\S*|выбрал\S* (?:уже )?друг\S+|
        купил\S* (?:уже )?(?:в другом|у других|у друг\S+)|competitors?|already (?:work|working|signed|go|going|
        use|using|deal|dealing) (?:with )?|(?:another|different|other) (?:company|vendor|provider|supplier|
        dealer|shop|agency|bank|firm|contractor)|(?:found|seen|got|have|offered?) (?:\S+ ){0,3}(?:cheaper|
        better (?:price|offer|deal|quote))|cheaper (?:elsewhere|somewhere|at|from)|(?:happy|satisfied|
        fine) with (?:our|my|the) (?:current|existing|present)|(?:current|existing|present) (?:provider|
        supplier|vendor|contractor|system|solution)|(?:under )?contract with|(?:been|stay|staying|
        sticking) with \S+|(?:with|to) someone else|went with (?:another|someone|somebody)|compar(?:e|
        ing) (?:\S+ ){0,2}(?:offers|options|vendors|prices|quotes)|other (?:offers|quotes|options)
      `,
    ),
  },
  {
    kind: 'trust',
    asksToo: true,
    pattern: phrase(
      raw`
        не (?:очень |особо |совсем |слишком )?(?:доверя|вер[юи])\S*|сомнева\S+|(?:есть|большие|много|
        пока) сомнени\S*|сомнени\S* (?:есть|остались|остаются)|не (?:совсем |очень |до конца )?уверен\S*|
        а вдруг|а если (?:\S+ ){0,3}(?:обман|сломает|не (?:понрав|подойдет|получит|заработает|привез|вернете|
        сработает))\S*|где гаранти\S+|какие (?:у меня |у вас |есть |мои )?гаранти\S+|плохие отзывы|
        отзывы (?:\S+ ){0,2}(?:плох|негатив|ужасн|не очень|так себе)\S*|читал\S* (?:\S+ ){0,2}отзыв\S*|обож\S+|
        обжег\S*|обжигал\S*|(?:никогда|ни разу|ничего) (?:\S+ ){0,3}не (?:слышал|знаю|слыхал)\S*|
        впервые (?:\S+ ){0,2}слышу|не слышал\S* (?:\S+ ){0,2}(?:о|про) (?:вас|ваш)\S*|(?:про|
        о) вас (?:\S+ ){0,3}(?:пишут|говорят|нехорош|плох)\S*|откуда (?:мне|нам|я|мы) (?:\S+ )?(?:знать|знаю|
        знаем)|кто вы (?:такие|вообще)|обманыв\S+|обман\S*|мошенни\S+|развод|кот[а]? в мешке|боюсь,? что|
        опаса(?:юсь|емся)|подвел[аи]? (?:нас|меня)?|(?:нас|меня) (?:уже )?(?:\S+ )?подвел[аи]?|
        слишком (?:хорошо|красиво|сладко)|don't (?:really |quite )?(?:trust|believe)|do not trust|not (?:so |
        quite |entirely |completely )?(?:sure|convinced|certain|confident)|unsure|hidden (?:fees|costs|charges)|scams?|scammed|scammers?|
        skeptical|sceptical|doubts?|doubtful|bad reviews|negative reviews|read (?:some |the )?reviews|let (?:us|
        me) down|(?:been|got) burned|never heard of|how (?:do|can|could|would) (?:i|we) (?:know|be sure|trust)|
        legit|what (?:happens )?if (?:it|you|the|i|something)|too good to be true|what guarantee\S*|sounds fishy|suspicious|
        worried (?:about|that)|concerned (?:about|that)|afraid (?:that|it)
      `,
    ),
  },
  {
    kind: 'authority',
    pattern: phrase(
      raw`
        (?:с|у) (?:\S+ )?(?:муж|жен|супруг|партнер|директор|руковод|начальств|начальник|шеф|коллег|бухгалтер|
        юрист|родител|учредител|собственник)\S* (?:\S+ )?(?:обсу|посовет|поговор|переговор|согласо|спро|
        уточн)\S+|спро(?:шу|сить|сим) (?:\S+ )?у (?:\S+ )?(?:муж|жен|супруг|партнер|директор|руковод|начальник|
        шеф|бухгалтер)\S*|реша(?:ет|ют|ть будет) (?:только |у нас |это |все )*(?:директор|руковод|начальник|шеф|
        муж|жен|супруг|собственник|учредител|генеральн)\S*|(?:вопрос )?не ко мне|без (?:\S+ )?(?:директор|муж|жен|супруг|руковод|начальств|партнер|бухгалтер)\S* (?:\S+ ){0,4}не|не в моей компетенции|
        не мой уровень|я (?:просто |всего лишь |только |лишь )(?:секретар|сотрудник|помощник|менеджер|
        администратор)\S*|(?:посоветоваться|посоветуюсь|посоветуемся|посовещаться|посовещаюсь|посовещаемся|
        обсудить|обсужу|обсудим|согласовать|согласую|согласуем|поговорить|поговорю|переговорю|
        переговорить) (?:\S+ ){0,3}с (?:\S+ )?(?:муж|жен|супруг|партнер|директор|руковод|начальств|начальник|
        шеф|коллег|бухгалтер|юрист|семь|родител|мам|пап|сын|доч|команд|акционер|учредител|собственник|
        генеральн)\S*|(?:муж|жена|супруг\S*|директор|руководитель|начальник|шеф|босс|
        партнер) (?:\S+ ){0,2}(?:решает|против|не согласен|не согласна|не одобр\S+|должен|должна|будет решать|
        скажет)|не я (?:это |такое |здесь |тут )?(?:решаю|принимаю|занимаюсь)|решаю не я|решает у нас|решение за|не принимаю (?:таких |
        такие )?решени\S*|(?:я )?(?:один|одна|сам|сама) (?:такое |это |такие вопросы )?не реша\S+|(?:сам|
        сама) я (?:такое |это )?не реша\S+|(?:нужно|надо|необходимо) (?:\S+ ){0,2}(?:согласован|одобрени|
        разрешени)\S*|(?:talk|speak|check|discuss|consult|clear it|run (?:it|this|that)) (?:\S+ ){0,4}(?:my|our|
        the) (?:wife|husband|partner|boss|manager|team|director|family|spouse|accountant|lawyer|board|ceo|cfo|
        management|supervisor|colleagues?|parents|mother|father)|(?:not|isn't) (?:my|
        up to me)(?: decision| call)?|(?:don't|do not) (?:make|decide) (?:\S+ ){0,3}(?:decisions?|alone|myself|
        on my own)|need(?:s)? (?:\S+ ){0,2}approval|(?:not|isn't) authorized|just the (?:assistant|receptionist|
        secretary)|decision[- ]?maker|(?:wife|husband|partner|boss|director|board|manager|team|ceo) (?:\S+ ){0,2}(?:makes?|decides?|ha(?:s|ve) to|needs? to|must|approves?|is against|won't)
      `,
    ),
  },
  {
    kind: 'quality',
    pattern: phrase(
      raw`
        (?:плохое|низкое|ужасное|отвратительное|никакое) (?:качество|обслуживание|отношение)|
        качество (?:\S+ ){0,2}(?:плох|низк|ужасн|хромает|так себе|не очень|никак)\S*|не (?:понравил|нравит)\S+|
        в прошлый раз (?:\S+ ){0,4}(?:не|плохо|сломал|опозда|подвел|задерж)\S*|(?:poor|bad|low|
        terrible) (?:quality|service|experience|support)|didn't like|don't like|
        last time (?:\S+ ){0,5}(?:didn't|wasn't|broke|late|never|failed|bad)
      `,
    ),
  },
  {
    kind: 'need',
    pattern: phrase(
      raw`
        (?:мне|нам|уже|пока|это|нас|меня|спасибо|нет|сейчас)?,? ?не (?:очень |особо )?(?:нужн[оаы]?|надо|
        интересует|интересуют|интересно|актуально|требуется|планиру\S+|собира\S+|заинтересован\S*|
        пригодится)(?! ли)|неинтересно|неактуально|нет (?:такой |никакой |особой |в этом )*(?:необходимости|
        потребности|смысла|нужды|интереса|желания)|(?:необходимости|потребности|смысла|интереса|
        желания) (?:\S+ )?нет|(?:мне |нам |это |меня |нас )*не (?:подходит|подойдет|устраивает)|(?:мне|нам) (?:\S+ )?хватает|обойдемся|обойдусь|передумал\S*|(?:уже )?(?:купил|приобрел|нашел|нашли|
        заказал)[аи]? уже|уже (?:все )?(?:купил|приобрел|нашел|нашл|заказал|решил|есть|оформил|сделал)[аи]?|
        у (?:нас|меня) (?:все |это |такое |такая |такой )?(?:уже|и так) есть|(?:и так|и без (?:вас|
        этого)) (?:все )?(?:хорошо|нормально|отлично|работает|устраивает|есть|хватает|справля\S+)|
        (?:ничего )?менять (?:ничего )?не (?:собира|планиру|хо|буд)\S+|отказ(?:ываюсь|ываемся|аться|ался|алась)|
        (?:я |мы )?(?:никаких |никакую )?(?:заявк\S+ |ничего )не (?:оставлял|заказывал|просил)[аи]?|не (?:оставлял|заказывал|подавал)[аи]? (?:\S+ ){0,2}(?:заявк\S*|заявок|запрос\S*|ничего)|вопрос (?:уже )?(?:закрыт|решен|снят)|
        not (?:really |at all |currently )?interested|(?:don't|do not|doesn't) (?:really |actually )?need|
        no need|no use for|everything (?:we|i) need|no longer (?:need|interested|looking)|not looking|already (?:bought|purchased|have|got|found|
        ordered|sorted|decided)|changed (?:my|our) mind|not (?:relevant|for (?:me|us)|something (?:i|we))|
        never (?:asked|requested|signed up|ordered)|didn't (?:ask|request|sign up|order)|no,? thanks|
        no,? thank you|i'll pass|we'll pass|don't want (?:it|this|that|to buy|anything)|(?:we|i)'(?:re|
        m) (?:all set|good,? (?:thanks|thank you)|fine,? (?:thanks|thank you))
      `,
    ),
  },
  {
    kind: 'time',
    pattern: phrase(
      raw`
        (?:сейчас |мне |очень )*(?:неудобно|не удобно)(?: (?:сейчас|говорить|разговаривать|мне))*|не (?:могу|
        можем) (?:сейчас |долго |пока )*(?:говорить|разговаривать|общаться|ответить)|(?:я |мы |очень |сейчас |
        сильно )(?:\S+ )?занят[аы]?|за рулем|на (?:совещании|встрече|работе|переговорах|учебе)|нет (?:сейчас |
        совсем |на это |пока )*времени|времени (?:\S+ )?нет|некогда|не сейчас|не до (?:этого|вас|того)|планиру\S+ (?:\S+ ){0,3}(?:следующ|через|позже|весн|лет|осен|зим)\S*|в отпуске|в командировке|за границей|в отъезде|в больнице|не вовремя|(?:пока|еще) (?:рано|
        не время|не готов\S*|не определил\S*)|рано (?:пока|еще)|не (?:в этом|этот) (?:году|квартале|месяце|
        месяц)|(?:вернемся|вернусь|обратимся|давайте|поговорим|созвонимся) (?:\S+ ){0,3}(?:позже|потом|через|
        весной|летом|осенью|зимой|в следующем|после)|(?:пере|по)?звон(?:ите|ить) (?:\S+ )?(?:позже|попозже|потом|
        в другой|через)|не (?:срочно|горит|к спеху)|торопите|давите|only have a (?:minute|second|moment|sec)|on (?:vacation|holiday)|out of town|(?:call|try|talk|speak) (?:\S+ ){0,3}after|swamped|tied up|in the middle of|
        get back to me (?:in|next|later|after)\S*|busy|(?:no|don't have|do not have|haven't got|
        not enough) (?:the |any |much )?time|(?:bad|wrong) time|not a (?:good|great|convenient) (?:time|moment)|
        (?:i'm |i am )?(?:driving|in a meeting|at work|on another call)|not (?:right )?now|(?:call|try|talk|
        speak) (?:\S+ ){0,3}(?:later|another time|next (?:week|month|quarter|year))|(?:maybe|perhaps) (?:later|
        next (?:week|month|quarter|year))|too (?:early|soon)|not (?:ready|this (?:year|quarter|month))|no rush|
        not (?:that )?urgent
      `,
    ),
  },
  {
    kind: 'thinking',
    pattern: phrase(
      raw`
        (?:надо|нужно|хочу|хотел[аи]? бы|дайте|буду|можно)? ?(?:\S+ )?подума(?:ю|ем|ть)|(?:надо|нужно|
        хочу) (?:\S+ ){0,3}(?:взвесить|обдумать|осмыслить|паузу)|(?:взять|возьму|возьмем) (?:паузу|время|
        тайм-?аут)|время (?:на раздумь|подумать)\S*|обдумаю|обдумаем|пока (?:\S+ )?(?:присматрива|выбира|
        прицениваю|изуча|смотр|думаю|сравнива)\S*|не (?:решил|определил)\S*|think (?:about it|it over|on it|
        about this|about that)|sleep on it|weigh(?:ing)? (?:up )?(?:my|our|the) options|on the fence|made up my mind|undecided|need (?:some |a bit |a little |a bit more |a little more |
        more )?time(?: to)?|still (?:thinking|deciding|considering|looking|comparing)|(?:haven't|have not|
        not) decided|just (?:looking|browsing|comparing)
      `,
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
  raw`
    почему|зачем|с какой стати|что так|за что|так дорого|слишком|дороговато|дешевле|why|too|подешевле|so (?:expensive|
    much)|cheaper|lower
  `,
);

function isPlainQuestion({ isQuestion }: Sentence): boolean {
  return isQuestion;
}

/** The objection's name for people. */
export function objectionLabel(kind: ObjectionKind, language: 'ru' | 'en'): string {
  return labels[kind][language];
}
