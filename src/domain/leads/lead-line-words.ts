// The words that give a line of text its shape: who comes after them, what begins the wish, what is only a label.

/** One of the patterns that stand in the text with spaces between them. */
function any(list: string): string {
  return `(?:${list.trim().split(/\s+/u).join('|')})`;
}
function whole(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`, 'iu');
}

/** The grammatical place of a name after a phrase: as it is in the dictionary, or declined. */
export type NamePlace = 'plain' | 'declined';

const greetings = any(String.raw`привет здравствуйте добрый\s+день hi hello hey`);
const lead = any(String.raw`
  лид\p{L}? заявк\p{L} клиент\p{L}{0,2} контакт\p{L}? обращени\p{L} запрос\p{L}? звон\p{L}{2}
  сообщени\p{L} человек\p{L}? покупател\p{L}{1,2}
`);
const leadEnglish = any(String.raw`lead request inquiry enquiry client customer contact prospect message call person`);
const fresh = any(
  String.raw`нов\p{L}{2,3} срочн\p{L}{1,3} входящ\p{L}{2,3} тёпл\p{L}{2} тепл\p{L}{2} горяч\p{L}{2,3} холодн\p{L}{2}`,
);
const freshEnglish = any(String.raw`an? the new urgent hot warm cold incoming our`);
const make = any(String.raw`
  добав\p{L}+ созда\p{L}+ заведи\p{L}* завести запиши\p{L}* записать внеси\p{L}* add create save make
  register note
`);
const please = any(String.raw`
  пожалуйста срочно надо нужно необходимо please pls urgently asap need\s+to must to не\s+забыть
  don'?t\s+forget\s+to remember\s+to
`);
const callSomebody = any(String.raw`
  (?:пере|по)?звони(?:ть|те)? позвон\p{L}+ перезвон\p{L}+ набери(?:те)? набрать напиши(?:те)? написать
  ответ(?:ить|ь|ьте) отправить выслать скинуть напомнить уточнить\s+у поговорить\s+с связаться\s+со?
  свяжи(?:сь|тесь)\s+со? встретиться\s+со? встреча\s+со? созвон(?:иться)?\s+со? встретить записать
`);
const callSomebodyEnglish = any(String.raw`
  call\s+back call\s+up call ring phone text write\s+to write reply\s+to contact get\s+back\s+to
  follow\s+up\s+with follow\s+up reach\s+out\s+to reach email message speak\s+to talk\s+to meet\s+with
  meet ping
`);
const cameFrom = any(String.raw`
  звонил\p{L}? позвонил\p{L}? обратил\p{L}{2,3} написал\p{L}? пишет звонит приходил\p{L}? пришел пришёл
  пришла заходил\p{L}? оставил\p{L}?\s+заявку интересовал\p{L}{2,3} это снова опять
`);
const speaker = any(String.raw`я\s+это я это\s+я fwd? fw re`);
const cameFromEnglish = any(String.raw`this\s+is it'?s i'?m i\s+am got\s+a\s+call\s+from heard\s+from`);
const metEnglish = any(String.raw`spoke\s+(?:to|with) talked\s+(?:to|with) met(?:\s+with)?`);

/** What may stand before the name; the first group is kept as part of the wish. */
export const leadIns: { pattern: RegExp; place: NamePlace; keep: boolean }[] = [
  {
    pattern: start(
      `${any(`${greetings}[!,.]?\\s+`)}?(?:${please}\\s+)*${callSomebody}(?:\\s+${any(String.raw`пожалуйста срочно сегодня завтра утром вечером обратно`)})*(?:\\s+${lead})?`,
    ),
    place: 'declined',
    keep: true,
  },
  {
    pattern: start(
      `(?:${please}\\s+)*${callSomebodyEnglish}(?:\\s+(?:please|today|tomorrow|back))*(?:\\s+(?:the\\s+)?${any(String.raw`client customer lead`)})?`,
    ),
    place: 'plain',
    keep: true,
  },
  { pattern: start(`(?:${make}\\s+)?(?:${fresh}\\s+)*${lead}\\s+(?:от|для|из)`), place: 'declined', keep: false },
  {
    pattern: start(`(?:${make}\\s+)(?:${freshEnglish}\\s+)*${leadEnglish}(?:\\s+(?:from|for|named|called))?`),
    place: 'plain',
    keep: false,
  },
  {
    pattern: start(`(?:${freshEnglish}\\s+)*${leadEnglish}\\s+(?:from|for|named|called|is)`),
    place: 'plain',
    keep: false,
  },
  { pattern: start(`(?:${make}\\s+)(?:${fresh}\\s+)*(?:${lead})?`), place: 'declined', keep: false },
  { pattern: start(`(?:${fresh}\\s+)*${lead}`), place: 'plain', keep: false },
  { pattern: start(`(?:${freshEnglish}\\s+)+${leadEnglish}`), place: 'plain', keep: false },
  { pattern: start(any(String.raw`lead client customer prospect`)), place: 'plain', keep: false },
  { pattern: start(cameFrom), place: 'plain', keep: true },
  { pattern: start(cameFromEnglish), place: 'plain', keep: false },
  { pattern: start(metEnglish), place: 'plain', keep: true },
  { pattern: start(greetings), place: 'plain', keep: false },
  { pattern: start(speaker), place: 'plain', keep: false },
  { pattern: start('от'), place: 'declined', keep: false },
];

function start(pattern: string): RegExp {
  return new RegExp(`^${pattern}(?![\\p{L}\\p{N}-])[\\s:!]*`, 'iu');
}

/** Phrases that say that a name comes: what follows is one. */
export const nameLabels = new RegExp(
  `(?<![\\p{L}\\p{N}])${any(String.raw`
  меня\s+зовут (?:его|её|ее|клиента|клиентку)?\s*зовут (?:моё|мое|его|её|ее)?\s*имя ф\.?и\.?о\.?
  (?:my|his|her|their|client|customer|full|first)?\s*name(?:\s+is|'s)? named
`)}(?![\\p{L}\\p{N}])\\s*[:=–—-]*\\s*`,
  'iu',
);

/** A name after these is declined: "для Марии", "with Ivan". */
export const namePrepositions = whole(any(String.raw`для от с со у к на for from with by`));

/** Words that begin a wish, or cannot be part of a name. */
const wishes = whole(
  any(String.raw`
  хо(?:чет|тят|тел\p{L}?|чу|тим|телось) прос(?:ит|ил\p{L}?|ят) попросил\p{L}? интерес\p{L}*
  ищ(?:ет|у|ут|ем) нуж(?:ен|на|но|ны) надо необходим\p{L}* спр(?:ашивает|осил\p{L}?|ашивал\p{L}?)
  звонил\p{L}? перезвон\p{L}* позвон\p{L}* набрать написать связаться жд(?:ет|ёт|ут|у) заказ\p{L}*
  остав\p{L}* куп\p{L}* прода\p{L}* запис\p{L}* план\p{L}* собира\p{L}* дума\p{L}* сказал\p{L}? говорит
  может готов\p{L}? согласен согласна отказ\p{L}* жалу\p{L}* пожаловал\p{L}* предпочита\p{L}* желает
  выбира\p{L}* рассматрива\p{L}* уточн\p{L}* узна\p{L}* срочно пожалуйста сегодня завтра послезавтра вчера
  утром вечером днём днем после до через в во на по к ко про о об и или а но что чтобы если когда как где
  не из от с со у для без за при под над около он она они его её ее им ей ему мне нам вам я мы вы ты этот
  эта это наш наша очень ещё еще уже только есть был\p{L}? будет wants? wanted needs? needed
  ask(?:s|ed|ing)? look(?:s|ing) interested would like[sd]? call(?:s|ed|ing)? please request(?:s|ed|ing)?
  inquir\p{L}+ enquir\p{L}+ about for re regarding is was has had will can could should may said says
  prefers? plans? planning considering ready book(?:s|ed|ing)? order(?:s|ed|ing)? buy(?:s|ing)?
  sell(?:s|ing)? hopes? hoping waiting waits? tried trying left filled came visited contacted wrote texted
  emailed phoned rang who that which and or but if when where how not from at of with on in by to via
  after before today tomorrow tonight yesterday asap urgent(?:ly)? he she they his her him them we our my
  me i you your the an? this it just also back again понедельник\p{L}? вторник\p{L}? сред[ауы]
  четверг\p{L}? пятниц\p{L} суббот\p{L} воскресень\p{L} mon(?:day)? tue(?:s|sday)? wed(?:nesday)?
  thu(?:rsday)? fri(?:day)? sat(?:urday)? sun(?:day)? янв(?:арь|аря) феврал[ья] марта апрел[ья] июн[ья]
  июл[ья] август\p{L}? сентябр[ья] октябр[ья] ноябр[ья] декабр[ья] january february march june july august
  september october november december
`),
);

/** Small words: after them, unlike after "wants", a capitalized word before them is no more likely to be a name. */
const small = whole(
  any(String.raw`
  в во на по к ко про о об и или а но что как где не с со у для без за при под над около до после через
  этот эта это наш наша мне нам вам очень an? the about for re regarding and or but if not of with on in
  by to via after before his her him them our my me you your this it back again just also please call
`),
);

/** Whether a word tells what somebody does: "wants", "просит". */
export function isPredicate(word: string): boolean {
  return wishes.test(word) && !small.test(word);
}

/** Things that people ask for: never names, however they are written. */
const things = whole(
  any(String.raw`
  тест-?драйв\p{L}? демо консультаци\p{L} встреч\p{L} звонок ремонт\p{L}? квартир\p{L} дом\p{L}?
  машин\p{L} авто\p{L}* цен\p{L} стоимост\p{L} прайс\p{L}? скидк\p{L} договор\p{L}? счет счёт доставк\p{L}
  товар\p{L}? услуг\p{L} вопрос\p{L}? лид\p{L}? заявк\p{L} клиент\p{L}{0,2} покупател\p{L}+
  расч[её]т\p{L}? бюджет\p{L}? номер\p{L}? почт\p{L} сайт\p{L}? реклам\p{L} кухн\p{L} мебел\p{L} окн\p{L}
  курс\p{L}? обучени\p{L} ипотек\p{L} кредит\p{L}? замер\p{L}? смет\p{L} срочн\p{L}+ нов\p{L}{2,3}
  горяч\p{L}+ важн\p{L}+ директор\p{L}? менеджер\p{L}? бухгалтер\p{L}? руководител\p{L} муж\p{L}? жен\p{L}
  сын\p{L}? дочь мам\p{L} пап\p{L} повторно сам\p{L}? физлицо юрлицо мужчин\p{L} женщин\p{L} девушк\p{L}
  парень подруг\p{L} друг\p{L}? коллег\p{L} сотрудник\p{L}? кп тз напомни(?:те)? отправь(?:те)?
  пришли(?:те)? скажи(?:те)? передай(?:те)? уточни(?:те)? проверь(?:те)? сделай(?:те)? подготовь(?:те)?
  назначь(?:те)? поставь(?:те)? закрой(?:те)? переведи(?:те)? перенеси(?:те)? найди(?:те)? покажи(?:те)?
  спроси(?:те)? узнай(?:те)? комментарий телефон\p{L}? город имя договориться обсудить отправить напомнить
  прислать выслать показать рассказать подготовить проверить уточнить свадьб\p{L} имя inbound outbound
  referral hotline message comment name company man woman friend colleague schedule arrange remind send
  forward discuss check follow get give make take let see meet set show prepare speak talk reply respond
  update review confirm cancel move assign yes no ok hi hello thanks demo call price pricing quote meeting
  trial order info information question details consultation test drive test-drive appointment estimate
  invoice contract offer discount budget delivery support subscription visit tour lead client customer new
  urgent hot car house flat apartment kitchen renovation website ad ceo cto cfo coo cmo founder co-founder
  owner director manager vp head engineer developer sales marketing asap vip urgent wife husband phone
  number email mail
`),
);

/** A whole segment that only says that this is a lead. */
export const leadOnly = new RegExp(
  `^(?:${fresh}\\s+|${freshEnglish}\\s+)*${any(`${lead} ${leadEnglish} fwd?`)}$`,
  'iu',
);

/** How pressing a lead is: the part of "горячий лид" that is no mere label. */
export const urgency = /(?<!\p{L})(?:срочн|тёпл|тепл|горяч|холодн|urgent|hot|warm|cold)\p{L}*/iu;

/** Labels of what was taken out; they say nothing by themselves. */
export const contactLabels = new RegExp(
  `(?<![\\p{L}\\p{N}])${any(String.raw`
  
  (?:по|на|его|её|ее|мой|номер)?\s*(?:т\.|тел(?:\.|ефон(?:у|а)?)?|моб(?:\.|ильный)?|сот(?:\.|овый)?|номер(?:у|а)?)(?:\s+(?:номер|телефона?))?
  (?:на\s+|моя\s+|его\s+|её\s+)?(?:эл(?:ектронная)?\.?\s*)?(?:почт[ауе]|имейл|е-?мейл|мейл|мыло)
  (?:в|мой|его|её)?\s*(?:тг|телеграмм?(?:е|а)?|телега|телегу|телеге|ник)
  (?:(?:on|at|by|via|his|her|my|their|the)\s+)*(?:phone|mobile|cell|tel|number|ph|mob|contact\s+number|e-?mail|mail|telegram|tg)(?:\s+(?:number|is|no\.?))*
`)}(?![\\p{L}\\p{N}])\\s*[:=№.]*\\s*$`,
  'iu',
);
export const danglingPreposition = /(?<![\p{L}\p{N}])(?:по|на|at|on|via|to|и|and|или|or|его|her|his)\s*$/iu;

export function beginsWish(word: string): boolean {
  return wishes.test(word);
}

export function isThing(word: string): boolean {
  return things.test(word);
}

/** A Russian word that by its ending is a verb, an adverb or an adjective, none of which is a name. */
export function looksLikeVerb(word: string): boolean {
  return (
    /(?:ать|ять|ить|еть|уть|ться|тся|ется|ится|ает|яет|ует|ивает|ывает|ют|ят|али|или|ила|ала|ела|ился|илась|алась|ался|ешь|ите|йте)$/iu.test(
      word,
    ) && word.length > 4
  );
}

const places = whole(
  any(String.raw`
  москв[аыеу] подмосковь\p{L} питер\p{L}? спб мск санкт-петербург\p{L}? петербург\p{L}? казан[ьи]
  екатеринбург\p{L}? новосибирск\p{L}? самар[аыеу] омск\p{L}? челябинск\p{L}? уф[аыеу] ростов\p{L}?
  краснодар\p{L}? перм[ьи] воронеж\p{L}? волгоград\p{L}? красноярск\p{L}? саратов\p{L}? тюмен[ьи] тольятти
  сочи тул[аыеу] твер[ьи] рязан[ьи] иркутск\p{L}? хабаровск\p{L}? владивосток\p{L}? нижн\p{L}+ минск\p{L}?
  алмат[ыа] астан[аыеу] ташкент\p{L}? тбилиси ереван\p{L}? баку киев\p{L}? росси[ия] казахстан\p{L}?
  беларус[ьи] город\p{L}? област\p{L} района? рекламы инстаграма? интернета? соцсетей авито отпуска moscow
  london paris berlin new york nyc boston chicago dubai madrid rome milan austin texas california seattle
  toronto canada usa us uk england germany france spain italy russia india china kazakhstan tbilisi almaty
  minsk san los las miami denver dallas houston amsterdam vienna zurich prague warsaw lisbon sydney
  singapore tokyo home work google instagram facebook linkedin website ads?
`),
);

/** A town or country (or where a lead came from): after "from" it is no company. */
export function isPlace(word: string): boolean {
  return places.test(word);
}
