import { phrase, raw } from '#integrations/offline-ai/text/words.ts';

/** What a client's chat message is about, most pressing first. */
export const messageKinds = [
  'stop',
  'complaint',
  'refund',
  'cancel',
  'problem',
  'orderStatus',
  'price',
  'discount',
  'payment',
  'delivery',
  'availability',
  'documents',
  'testDrive',
  'booking',
  'callback',
  'address',
  'robot',
  'thinking',
  'refusal',
  'agreement',
  'question',
  'thanks',
  'greeting',
  'statement',
] as const;
export type MessageKind = (typeof messageKinds)[number];

const patterns: Partial<Record<MessageKind, RegExp>> = {
  stop: phrase(
    raw`
      (?:больше )?не (?:надо |нужно )?(?:мне )?(?:больше )?(?:пишите|писать|звон(?:ите|ить)|беспокойте)|
      хватит (?:мне )?(?:писать|звонить)|отпиш(?:ите|ите меня)|отписаться|удалите (?:меня|мой|мои)\S*|стоп|stop|
      unsubscribe|stop (?:calling|texting|messaging|writing)|(?:do not|don't) (?:call|text|message|contact|
      write)|remove (?:me|my)|leave me alone
    `,
  ),
  complaint: phrase(
    raw`
      жалоб\S*|жалу(?:юсь|емся)|безобраз\S*|возмущ\S+|хамств\S*|нахам\S*|нагруб\S*|недовол\S+|разочаров\S+|
      ужасн\S+|отвратительн\S*|кошмар\S*|обман\S*|сколько можно|никто не (?:перезвонил|ответил|отвечает|приехал|
      привез)\S*|до сих пор (?:не|нет)|так и не|ни в какие (?:ворота|рамки)|это уже (?:слишком|перебор)|
      обещал\S* (?:\S+ ){0,5}(?:не|нет|пропал\S*|исчез\S*|молч\S*|тишина)|опозда\S+|complain\S*|complaint|
      unacceptable|terrible|awful|horrible|disappointed|rude|ridiculous|(?:no one|nobody) (?:called|replied|
      answered|came|showed)|still (?:waiting|haven't|no)|not happy|unhappy|worst|scam|you promised
    `,
  ),
  refund: phrase(
    raw`
      верн(?:ите|уть|ете|ули) (?:\S+ ){0,2}(?:деньги|товар|средства|оплату|аванс|предоплату|заказ)|возврат\S*|
      refund\S*|money back|return (?:it|this|the|my|an item)
    `,
  ),
  cancel: phrase(raw`отмен(?:ить|ите|а|у|яю|яем)|отказаться от|расторг\S+|cancel\S*|call off`),
  problem: phrase(
    raw`
      не (?:работает|работают|включается|запускается|открывается|греет|загружается|приходит|проходит|
      могу (?:войти|зайти|открыть|оплатить|подключить|найти))|сломал\S*|слома[нл]\S*|ошибк[аиу]\S*|глюч\S*|
      завис\S*|протека\S*|протек\S*|брак|бракован\S*|поврежд\S+|doesn't work|does not work|not working|
      stopped working|broken|can't (?:log|open|access|connect|pay|find)|error|bug|damaged|faulty|crash\S*
    `,
  ),
  orderStatus: phrase(
    raw`
      где (?:\S+ ){0,2}(?:заказ|посылка|курьер|товар|машина)|статус (?:\S+ )?(?:заказа|заявки|доставки)|
      что с (?:моим |нашим |моей )?(?:заказ|заявк|доставк)\S*|номер заказа|where(?:'s| is) my|order status|
      status of (?:my|the|our)|any (?:news|update)s?|track(?:ing)?
    `,
  ),
  price: phrase(
    raw`
      сколько (?:\S+ ){0,4}(?:сто(?:ит|ить|ят)|будет|выйдет|обойдется|платить)|цен[аыуе]|цене|ценник\S*|
      стоимост\S*|прайс\S*|почем|расценк\S*|тариф\S*|смет\S+|how much|price\S*|pricing|cost\S*|quote|rates?|
      fees?
    `,
  ),
  discount: phrase(
    raw`
      скид(?:к|оч)\S+|акци[яиюей]\S*|промокод\S*|дешевле|подешевле|торг|бонус\S*|discount\S*|promo\S*|coupon\S*|
      cheaper|better price|special offer
    `,
  ),
  payment: phrase(
    raw`
      оплат\S*|оплач\S+|рассроч\S*|кредит\S*|лизинг\S*|ипотек\S*|безнал\S*|наличн\S*|карт(?:ой|ами)|
      предоплат\S*|счет на оплату|pay|paid|paying|payments?|installments?|instalments?|financing|invoice\S*|
      credit card\S*|cash
    `,
  ),
  delivery: phrase(
    raw`
      достав\S+|привез\S+|привоз\S*|курьер\S*|самовывоз\S*|срок\S*|как быстро|когда (?:\S+ ){0,3}(?:будет|
      придет|приедет|готов\S*|отправ\S+|получ\S+)|deliver\S*|shipping|ship|ships|how (?:long|soon|fast)|
      when (?:will|can|does) (?:\S+ ){0,4}(?:arrive|ready|here|ship|get|be)|lead time
    `,
  ),
  availability: phrase(
    raw`
      в наличии|наличи\S+|на складе|есть ли|есть (?:\S+ )?(?:у вас|в продаже)|у вас есть|остал(?:ось|ись|ся|
      ась)|под заказ|in stock|availab\S*|do you (?:have|sell|carry|offer)|got any
    `,
  ),
  documents: phrase(
    raw`
      (?:при|вы|пере)шл(?:ите|и)|присыла\S+|прислать|отправьте|отправить|скиньте|скинуть|сбросьте|каталог\S*|
      презентаци\S*|коммерческ\S+|договор\S*|реквизит\S*|документ\S*|фото\S*|подробност\S+|send (?:me|us|it|
      over|the|a)|e-?mail me|catalog\S*|brochure|proposal|contract|documents?|photos?|pictures?|more (?:info\S*|
      details)|spec(?:s|ification\S*)
    `,
  ),
  testDrive: phrase(raw`тест[- ]?драйв\S*|прокатиться|test[- ]?driv\S*`),
  booking: phrase(
    raw`
      запис(?:аться|ать|ываюсь)|запиш\S+|заброни\S+|бронь|встрет\S+|встреч\S*|приехать|подъехать|приеду|подъеду|
      посмотреть вживую|на просмотр|на прием|на замер|переносим?|перенес\S+|перенести|свободн\S+ (?:время|окно|
      дат\S*|мест\S*)|book\S*|appointment\S*|schedul\S*|reschedul\S*|meet\S*|come (?:by|over|in)|visit|viewing|
      slot\S*|reserv\S*
    `,
  ),
  callback: phrase(
    raw`
      (?:пере|по)звон(?:ите|ить)|наберите|созвон\S+|свяжитесь|call (?:me|us)|ring me|give me a (?:call|ring)|
      phone me|talk on the phone
    `,
  ),
  address: phrase(
    raw`
      адрес\S*|где вы (?:находитесь|расположены)|как (?:к вам |до вас )?(?:доехать|добраться|проехать)|
      график\S*|режим работы|часы работы|во сколько (?:вы )?(?:открыв|закрыв|работа)\S*|до скольки|
      работаете (?:ли )?(?:в|сегодня|завтра)|address|located|location|directions|opening hours|what time do you|
      are you open
    `,
  ),
  robot: phrase(
    raw`
      (?:вы |ты |это )?(?:робот|бот)|живой человек|с человеком|оператор\S*|are you (?:a )?(?:robot|bot|human|
      real|person|ai)|real person|(?:speak|talk) to (?:a |an )?(?:human|person|manager|someone|agent)
    `,
  ),
  thinking: phrase(
    raw`
      подума\S+|посовет\S+|посовещ\S+|обсу(?:дим|жу|дить) с|решу позже|пока не (?:решил|определил)\S*|
      think (?:about it|it over)|talk to my|let me think|get back to you|not decided|haven't decided
    `,
  ),
  refusal: phrase(
    raw`
      не (?:интересно|интересует|нужно|надо|актуально|подходит|буду|будем|хочу|планирую)|неинтересно|
      неактуально|нет,? спасибо|передумал\S*|отказ\S+|уже (?:купил|нашл|приобрел|заказал)\S*|нашли дешевле|
      not interested|no,? thanks|no,? thank you|don't need|changed my mind|already (?:bought|found|have)|
      not (?:for me|relevant)|too expensive
    `,
  ),
  agreement: phrase(
    raw`
      договорились|согласен|согласна|согласны|подходит|подойдет|устраивает|давайте|хорошо|отлично|ок|окей|да|
      ладно|годится|беру|берем|оформля(?:йте|ем)|sounds (?:good|great|perfect)|works for (?:me|us)|deal|agreed|
      okay|ok|yes|sure|perfect|great|let's (?:do|go)
    `,
  ),
  thanks: phrase(raw`спасибо|спс|благодар\S+|признател\S+|thank(?:s| you)|thx|appreciate\S*`),
  greeting: phrase(
    raw`
      здравствуй(?:те)?|привет\S*|добрый (?:день|вечер)|доброе утро|доброго (?:дня|времени суток|вечера)|hello|
      hi|hey|good (?:morning|afternoon|evening)
    `,
  ),
};

const exclusive: ReadonlySet<MessageKind> = new Set(['stop', 'complaint', 'refund', 'cancel', 'problem']);
/** These count only when the message says nothing weightier. */
const faint: ReadonlySet<MessageKind> = new Set(['agreement', 'thanks', 'greeting', 'question', 'statement']);
const questionStart = phrase(
  raw`
    как|какой|какая|какие|какое|что|где|когда|почему|зачем|можно|можете|сколько|подскажите|скажите|есть|ли|how|
    what|where|when|why|which|who|can|could|do|does|is|are|will|would
  `,
);

/** What normalized messages are about: one pressing kind, or up to two others. */
export function kindsOf(normalized: string): MessageKind[] {
  const found = messageKinds.filter((kind) => patterns[kind]?.test(normalized));
  const pressing = found.find((kind) => exclusive.has(kind));
  if (pressing) return [pressing];
  const weighty = found.filter((kind) => !faint.has(kind));
  // «Пришлите прайс» and «запись на тест-драйв» are one wish each.
  const distinct = weighty.filter(
    (kind) =>
      !(kind === 'booking' && weighty.includes('testDrive')) && !(kind === 'refusal' && weighty.includes('thinking')),
  );
  if (distinct.length > 0) return distinct.slice(0, 2);
  if (
    /\?/.test(normalized) ||
    (normalized.length > 12 && questionStart.test(normalized.split(' ').slice(0, 2).join(' ')))
  )
    return ['question'];
  const small = found.filter((kind) => faint.has(kind));
  const words = normalized.split(' ').length;
  if (small.includes('thanks')) return ['thanks'];
  if (small.includes('agreement') && words <= 8) return ['agreement'];
  if (small.includes('greeting') && words <= 6) return ['greeting'];
  return ['statement'];
}
