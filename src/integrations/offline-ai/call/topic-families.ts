import { phrase, raw } from '#integrations/offline-ai/text/words.ts';

export interface Family {
  ru: string;
  en: string;
  pattern: RegExp;
}

const family = (ru: string, en: string, pattern: string): Family => ({ ru, en, pattern: phrase(pattern) });

/** Subjects of sales talk, by the roots of the words they are spoken of with. */
export const families: readonly Family[] = [
  family(
    'цена',
    'price',
    raw`
      цен[аыуеой]\S*|ценник\S*|расцен\S+|стоимост\S*|стои(?:т|ть|ли|ло)|прайс\S*|дорог(?:о|ая|ие|ой)|дорогов\S+|
      дешев\S*|бюджет\S*|тариф\S*|смет\S+|сколько (?:будет|это|выйдет)|price\S*|pricing|cost\S*|expensive|
      cheap\S*|budget\S*|quotes?|quotation|rates?|afford\S*|fees?|how much
    `,
  ),
  family(
    'скидка',
    'discount',
    raw`
      скид(?:к|оч)\S+|акци[яиюей]\S*|промокод\S*|распродаж\S*|бонус\S*|discount\S*|promo\S*|special offer|
      coupon\S*|deals?
    `,
  ),
  family(
    'доставка',
    'delivery',
    raw`
      достав\S+|привез\S+|привоз\S*|курьер\S*|отгруз\S+|самовывоз\S*|логистик\S*|транспортн\S+|deliver\S*|
      shipping|shipments?|ships?|shipped|courier\S*|dispatch\S*
    `,
  ),
  family(
    'оплата',
    'payment',
    raw`
      оплат\S*|оплач\S+|плат[ие]ж\S*|заплат\S+|предоплат\S*|аванс\S*|безнал\S*|наличн\S*|счет[ауом]?|счета|
      карт(?:ой|у)|перевод(?:ом|а)? денег|списал\S*|pay|pays|paid|paying|payments?|invoices?|invoicing|billing|
      billed|charged?|prepay\S*|deposits?|credit cards?|upfront
    `,
  ),
  family(
    'кредит и рассрочка',
    'financing',
    raw`
      кредит\S*|рассроч\S*|лизинг\S*|ипотек\S*|ипотеч\S*|ежемесячн\S+ плат\S*|первоначальн\S+ взнос\S*|
      financ(?:e|ing)|loans?|installments?|instalments?|leas(?:e|ing)|mortgages?|down payment
    `,
  ),
  family('тест-драйв', 'test drive', raw`тест[- ]?драйв\S*|прокат(?:иться|имся)|test[- ]?driv\S*`),
  family(
    'автомобиль',
    'car',
    raw`
      автомобил\S*|машин(?:а|у|ы|е|ой)|трейд-?ин|кроссовер\S*|седан\S*|внедорожник\S*|пробег\S*|комплектаци\S*|
      cars?|vehicles?|suvs?|sedans?|trade-?in|mileage|dealership
    `,
  ),
  family(
    'встреча',
    'meeting',
    raw`
      встреч\S*|встрет\S+|подъе(?:ду|дем|хать)|приезжа\S*|приед\S+|приехать|визит\S*|замер\S*|meet|meeting\S*|
      appointments?|visits?|come (?:by|over|in)|stop by|in person
    `,
  ),
  family(
    'презентация',
    'demo',
    raw`
      презентаци\S*|демонстраци\S*|демо|показ(?:ать|ать вам|ы|е)?|demos?|demonstration\S*|presentations?|
      walk ?through
    `,
  ),
  family(
    'перезвонить позже',
    'call back',
    raw`
      перезвон\S+|позвон(?:ите|ить|ю) (?:позже|завтра|потом|через)|наберите|call (?:me |you |us |him |
      her )?back|callbacks?|call (?:me |you )?(?:later|tomorrow|again)|ring (?:me|you) back
    `,
  ),
  family('гарантия', 'warranty', raw`гарант\S+|warrant\S*|guarant\S*`),
  family(
    'жалоба',
    'complaint',
    raw`
      жалоб\S*|жалу\S+|пожаловать?ся|претензи\S*|недовол\S+|хамств\S*|хамил\S*|нагруб\S*|возмущ\S+|безобраз\S+|
      отвратит\S*|ужасн\S+ (?:сервис|обслуживан|отношен)\S*|complain\S*|complaint\S*|unacceptable|
      terrible service|rude|disappointed|dissatisfied
    `,
  ),
  family(
    'возврат',
    'refund',
    raw`
      возврат\S*|верн(?:ите|уть|ули|ете) (?:\S+ )?(?:деньги|товар|средства|оплату|аванс)|компенсаци\S*|
      refund\S*|money back|return (?:it|the|this|them|policy)|returns|reimburs\S*|compensation
    `,
  ),
  family(
    'договор и документы',
    'contract and documents',
    raw`
      договор(?:а|у|ом|е|ы|ов)?|контракт\S*|документ\S*|подпис(?:ать|ания|ал|али|ем|ываем)\S*|акт(?:ы|а|
      ов)? (?:сверки|выполненных)|закрывающ\S+|реквизит\S*|contracts?|agreements?|paperwork|documents?|
      sign(?:ing|ed)?|terms and conditions|nda
    `,
  ),
  family('коммерческое предложение', 'proposal', raw`коммерческ\S+|предложени\S*|кп|proposals?|offers?|estimates?`),
  family(
    'конкуренты',
    'competitors',
    raw`
      конкурент\S*|в соседн\S+ (?:салон|магазин|компани|сервис|фирм)\S*|друг(?:ая|ой|ую|ие|их|им) (?:компани|фирм|поставщик|магазин|салон|банк|подрядчик)\S*|
      у других|competitors?|another (?:company|vendor|provider|supplier|dealer|shop|agency)|other (?:vendors|
      providers|companies|suppliers|dealers|offers)|current (?:provider|supplier|vendor)
    `,
  ),
  family(
    'поломка и ремонт',
    'repair',
    raw`
      ремонт\S*|почин\S+|чинить|сломал\S*|слома[нл]\S*|поломк\S*|неисправн\S*|не (?:работает|включается|
      запускается|открывается|греет)|repair\S*|fix(?:ed|ing)?|broken|broke|faulty|not working|doesn't work|
      stopped working|malfunction\S*
    `,
  ),
  family(
    'техническая поддержка',
    'technical support',
    raw`
      тех(?:нической|ническая|ническую)?[- ]?поддержк\S*|поддержк\S*|глюч\S*|ошибк\S+ (?:в|при|на)|зависа\S*|
      личн\S+ кабинет\S*|пароль|пароля|логин\S*|support|technical|bugs?|crash\S*|log ?in|password|
      error message\S*|troubleshoot\S*
    `,
  ),
  family(
    'установка и настройка',
    'installation',
    raw`
      установ(?:ка|ки|ку|ить|им|ите|щик)\S*|монтаж\S*|настро(?:йка|йки|йку|ить|им|ите)\S*|внедрени\S*|
      подключени\S*|подключ(?:ить|им|ите)\S*|install\S*|set ?up|onboarding|implementation|mounting
    `,
  ),
  family('интеграция', 'integration', raw`интеграци\S*|интегрир\S*|апи|api|црм|crm|1с|integrat\S*|webhooks?`),
  family(
    'наличие',
    'availability',
    raw`
      наличи(?:и|е|я)|в наличии|на складе|склад(?:е|а|у)?|под заказ|закончил\S+|остал(?:ось|ись) (?:ли|еще)|
      есть ли у вас|in stock|out of stock|availab\S*|sold out|inventory|back ?order\S*
    `,
  ),
  family(
    'сроки',
    'timing',
    raw`
      срок(?:и|ов|а|у|ам)?|сколько (?:времени|дней|ждать)|как быстро|когда будет|задерж\S+|опозда\S+|опазды\S+|
      просроч\S+|timeline\S*|deadlines?|how (?:long|soon)|lead times?|turnaround|delay\S*|late
    `,
  ),
  family('качество', 'quality', raw`качеств\S*|брак|бракован\S*|дефект\S*|quality|defect\S*|durab\S*`),
  family(
    'обучение',
    'training',
    raw`
      обуч\S+|курс(?:ы|ов|ах)|урок\S*|преподавател\S*|тренинг\S*|вебинар\S*|training|(?:the|this|your|a) course|
      courses|lessons?|webinars?|tutor\S*|classes
    `,
  ),
  family('страховка', 'insurance', raw`страхов\S*|каско|осаго|полис\S*|insur\S*|policy holder|coverage`),
  family(
    'недвижимость',
    'real estate',
    raw`
      квартир\S*|недвижимост\S*|новострой\S*|жилой комплекс|жк|планировк\S*|студи[яюи]|однушк\S*|двушк\S*|
      застройщик\S*|этаж\S*|apartments?|flats?|real estate|property|bedrooms?|condos?|listing
    `,
  ),
  family(
    'аренда',
    'rent',
    raw`аренд\S*|снять (?:офис|помещение|квартиру|склад)|rent|rental\S*|renting|tenant\S*|landlord`,
  ),
  family(
    'запись на приём',
    'booking',
    raw`
      запис(?:аться|ать|ался|алась|ываю|ываем|али|ь|и)|запиш\S+|брон(?:ь|ир\S+|и)|заброни\S+|прием(?:а|у)?|book|
      booking\S*|booked|reserv\S*|schedul\S*|slot
    `,
  ),
  family(
    'здоровье',
    'health',
    raw`
      врач\S*|доктор\S*|клиник\S*|анализ(?:ы|ов)|лечени\S*|зуб\S*|стоматолог\S*|пациент\S*|массаж\S*|doctor\S*|
      clinic\S*|dentist\S*|treatment\S*|patient (?:care|record)|therapy
    `,
  ),
  family(
    'путешествие',
    'travel',
    raw`
      тур(?:ы|а|ов)?|путевк\S*|отел\S*|билет\S*|вылет\S*|рейс\S*|виз[ауы]|trips?|hotels?|flights?|tickets?|
      travel\S*|visa
    `,
  ),
  family(
    'отсрочка решения',
    'decision later',
    raw`
      подума(?:ю|ем|ть)|посовет\S+|посовещ\S+|обсу(?:дим|жу|дить) (?:с|это с)|соглас(?:овать|уем|ую)|
      think (?:about|it over)|talk to my|discuss (?:it )?with|check with my
    `,
  ),
  family(
    'отказ от звонков',
    'do not call',
    raw`
      (?:больше )?не звон(?:ите|ить)|хватит (?:мне )?(?:звонить|названивать)|перестаньте (?:мне )?звонить|
      удалите (?:мой |меня|номер)\S*|stop calling|(?:do not|don't) call|take me off|remove (?:me|my number)
    `,
  ),
  family(
    'адрес и график',
    'address and hours',
    raw`
      адрес\S*|где вы (?:находитесь|расположены)|как (?:до вас )?(?:доехать|добраться|проехать)|
      график\S* работы|во сколько (?:вы )?(?:открыв|закрыв)\S*|режим работы|address|directions|located|
      opening hours|what time do you (?:open|close)
    `,
  ),
  family(
    'характеристики',
    'specifications',
    raw`
      характеристик\S*|мощност\S*|размер\S*|габарит\S*|модел(?:ь|и|ей|ям)|объем\S*|вес(?:ит|а)?|цвет(?:а|е|у|
      ов)?|specs?|specification\S*|features?|dimensions?|sizes?|models?|colou?rs?|capacity
    `,
  ),
  family(
    'сотрудничество',
    'partnership',
    raw`
      сотруднич\S*|партнер(?:ств|ск)\S*|дилер\S*|оптом|оптов\S*|partnership\S*|partners? program|reseller\S*|
      wholesale|cooperat\S*
    `,
  ),
  family(
    'отмена',
    'cancellation',
    raw`отмен(?:а|у|ы|ить|ите|яю|яем|или)\S*|расторг\S+|отказаться от|отписа\S+|cancel\S*|terminate|unsubscribe`,
  ),
];
