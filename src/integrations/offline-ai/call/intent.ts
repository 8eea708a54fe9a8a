import type { Objection } from '#integrations/offline-ai/call/objections.ts';
import type { Commitment } from '#integrations/offline-ai/call/commitments.ts';
import type { Sentence } from '#integrations/offline-ai/text/sentences.ts';
import { phrase, raw } from '#integrations/offline-ai/text/words.ts';

interface Wish {
  ru: string;
  en: string;
  pattern: RegExp;
  /** Larger wins when the same client says several things. */
  weight: number;
}

const wish = (ru: string, en: string, weight: number, pattern: string): Wish => ({
  ru,
  en,
  weight,
  pattern: phrase(pattern),
});

const wishes: readonly Wish[] = [
  wish(
    'жалуется',
    'complains',
    3,
    raw`
      жалоб\S*|жалу(?:юсь|емся)|пожаловаться|претензи\S* (?:к|по|есть|написать)|безобразие|возмущ\S+|хамств\S*|
      нахам\S*|нагруб\S*|недовол\S+|никто не (?:перезвонил|ответил|отвечает)\S*|до сих пор не|complain\S*|
      complaint|unacceptable|terrible service|ridiculous|nobody (?:called|answered|replied)|still (?:waiting|
      haven't)|not happy|unhappy|disappointed
    `,
  ),
  wish(
    'хочет вернуть деньги или товар',
    'wants a refund or a return',
    3.4,
    raw`
      верн(?:ите|уть|ете) (?:\S+ ){0,2}(?:деньги|товар|средства|оплату|аванс|предоплату|заказ)|
      возврат (?:\S+ )?(?:денег|товара|средств|оформить)|оформить возврат|(?:хочу|надо|нужен|нужно|
      как) (?:\S+ )?возврат|refund|money back|return (?:it|this|the|my|them)
    `,
  ),
  wish(
    'хочет отменить или расторгнуть',
    'wants to cancel',
    3.4,
    raw`
      (?:хочу|хотел[аи]? бы|надо|нужно|можно|прошу) (?:\S+ )?(?:отменить|отказаться от|расторгнуть|отписаться|
      закрыть (?:договор|счет|заказ))|отмените|cancel (?:my|our|the|this|it)|want to cancel|terminate
    `,
  ),
  wish(
    'просит помочь с неполадкой',
    'asks for help with a problem',
    2.6,
    raw`
      не (?:работает|включается|запускается|открывается|греет|загружается|приходит|могу (?:войти|зайти|открыть|
      оплатить|подключить))|сломал\S*|слома[нл]\S*|ошибк\S+|глюч\S*|протек\S*|нужен ремонт|почин\S+|
      doesn't work|not working|stopped working|broken|can't (?:log|open|access|connect|pay)|error|bug|repair|fix
    `,
  ),
  wish(
    'хочет записаться или встретиться',
    'wants to book or to meet',
    2.4,
    raw`
      (?:хочу|хотел[аи]? бы|можно|давайте|готов[аы]?|надо|нужно|как) (?:\S+ ){0,3}(?:записаться|встретиться|
      приехать|подъехать|посмотреть|забронировать|на тест|на прием|на просмотр|на замер|тест-?драйв)|
      запиш(?:ите|и)|записывайте|забронируйте|тест[- ]?драйв\S*|(?:мне|нам) (?:\S+ )?(?:подойдет|удобно|
      подходит)|(?:i'd|we'd|i would|we would) like to (?:\S+ )?(?:book|schedule|come|visit|meet|see|test|try)|
      book (?:me|us|a|an)|schedule|test drive|appointment|(?:that|it|\S+day|\S+) works(?: for (?:me|
      us)| great| well)?
    `,
  ),
  wish(
    'хочет купить или оформить заказ',
    'wants to buy',
    2.5,
    raw`
      (?:хочу|хотим|хотел[аи]? бы|готов[аы]?|буду|будем|планиру(?:ю|ем)|собира(?:юсь|емся)|
      решил[аи]?) (?:\S+ ){0,2}(?:купить|заказать|оформить|приобрести|взять|брать|оплатить|подписать|заключить|
      подключить)|оформляйте|оформляем|беру|берем|выставляйте счет|выставьте счет|(?:want|like|ready|going|
      looking|plan|planning|decided) to (?:\S+ )?(?:buy|order|purchase|pay|sign|subscribe|proceed|go ahead)|
      i'll take|we'll take|let's go ahead|place an order|send (?:me |us )?(?:the |an )?invoice
    `,
  ),
  wish(
    'просит прислать информацию',
    'asks for information to be sent',
    1.8,
    raw`
      (?:при|вы|пере)шл(?:ите|и)|присылайте|прислать|выслать|отправьте|отправляйте|скиньте|скидывайте|сбросьте|
      (?:send|e-?mail|text|forward) (?:me|us|it|the|over|some|a|your)
    `,
  ),
  wish(
    'просит перезвонить позже',
    'asks to be called back later',
    2,
    raw`
      перезвоните|перезвонить|позвоните (?:\S+ )?(?:позже|завтра|потом|через|после|в|на)|
      наберите (?:меня )?(?:\S+ )?(?:позже|завтра|потом|через|после|в)|созвонимся|call (?:me |us )?(?:back|
      later|again|tomorrow|on|after|next|in)|try (?:me )?(?:tomorrow|later|again)|ring me
    `,
  ),
  wish(
    'узнаёт о цене и условиях',
    'asks about price and terms',
    1.7,
    raw`
      сколько (?:\S+ ){0,3}(?:сто(?:ит|ить|ят)|будет|выйдет|обойдется|платить)|как(?:ая|ова|ие|
      ую) (?:\S+ ){0,2}(?:цен|стоимост|тариф|скидк|услови|расценк)\S*|почем|цен[ауые]\S*|стоимост\S*|скидк\S*|
      рассрочк\S*|прайс\S*|how much|what(?:'s| is| are|) (?:\S+ ){0,3}(?:price|cost|rate|fee)s?|price|pricing|
      discount|quote|cost
    `,
  ),
  wish(
    'узнаёт о доставке и сроках',
    'asks about delivery and timing',
    1.6,
    raw`
      (?:когда|как быстро|сколько (?:дней|времени|ждать)|какие сроки|срок\S* (?:доставки|
      изготовления))(?: \S+){0,4}(?: (?:достав|привез|будет|приед|придет|готов|отправ)\S*)?|
      где (?:\S+ )?(?:заказ|посылка|курьер)|доставк\S*|when (?:will|can|does|is)|how (?:long|soon)|delivery|
      shipping|where(?:'s| is) my (?:order|package|parcel)
    `,
  ),
  wish(
    'узнаёт о наличии и характеристиках',
    'asks about availability and details',
    1.4,
    raw`
      есть ли|в наличии|какие (?:\S+ )?(?:варианты|модели|цвета|размеры|характеристики)|подойдет ли|расскажите|
      подскажите|интересует|интересуют|do you have|in stock|available|tell me (?:more )?about|i'd like to know|
      interested in|looking for|what (?:options|models|colors|sizes|features)
    `,
  ),
];

const refusals: ReadonlySet<Objection['kind']> = new Set(['need']);

/** What the client wants, in one short phrase; null when nothing shows it. */
export function findIntent(
  sentences: readonly Sentence[],
  commitments: readonly Commitment[],
  objections: readonly Objection[],
  language: 'ru' | 'en',
): string | null {
  if (commitments.some(({ kind }) => kind === 'stop') || objections.some(({ kind }) => kind === 'contact')) {
    return language === 'ru' ? 'просит больше не звонить' : 'asks not to be called again';
  }
  const said = sentences.filter(({ speaker }) => speaker === 'A');
  const scored = wishes
    .map((item) => ({ item, score: item.weight * scoreOf(item, said) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score);
  const best = scored[0];
  const refused = objections.filter(({ kind }) => refusals.has(kind)).length;
  if (refused > 0 && (best?.score ?? 0) < 2.4) {
    return language === 'ru' ? 'отказывается от предложения' : 'turns the offer down';
  }
  if (best) return best.item[language];
  if (objections.some(({ kind }) => kind === 'competitor')) {
    return language === 'ru' ? 'сравнивает с другими предложениями' : 'compares with other offers';
  }
  if (objections.some(({ kind }) => kind === 'thinking' || kind === 'authority')) {
    return language === 'ru' ? 'хочет подумать и посоветоваться' : 'wants to think it over';
  }
  return null;
}

/** The first mention counts whole, repeats little: one wish said twice is still one. */
function scoreOf({ pattern }: Wish, said: readonly Sentence[]): number {
  const mentions = said.filter(({ normalized }) => pattern.test(normalized)).length;
  return mentions === 0 ? 0 : 1 + 0.2 * Math.min(3, mentions - 1);
}
