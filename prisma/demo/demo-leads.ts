/** A lead of the demonstration: who, what they want, and how far it has come. */
export interface DemoLead {
  name: string;
  phone: string;
  companyName?: string;
  language: 'ru' | 'en';
  source: string;
  note: string;
  /** Position of the stage in the default pipeline. */
  stage: number;
  owner: 'manager' | 'secondManager' | 'approver' | 'secondApprover';
  closeReason?: string;
}

/**
 * Whoever writes first in the sandbox must reach the manager that the start page shows beside them: of those who speak their
 * language that manager has the fewest open leads. Numbers are of ranges that are kept free for films and tests, or of fixed
 * lines that nobody has.
 */
export const demoLeads: DemoLead[] = [
  {
    name: 'Сергей Козлов',
    phone: '+74951230101',
    companyName: 'Логистика Плюс',
    language: 'ru',
    source: 'site',
    note: 'Нужны два фургона до конца месяца, сравнивает с лизингом.',
    stage: 0,
    owner: 'manager',
  },
  {
    name: 'Елена Морозова',
    phone: '+78121230102',
    language: 'ru',
    source: 'site',
    note: 'Хочет тест-драйв в субботу, приедет с мужем.',
    stage: 1,
    owner: 'manager',
  },
  {
    name: 'Дмитрий Орлов',
    phone: '+74951230103',
    companyName: 'СтройДом',
    language: 'ru',
    source: 'phone',
    note: 'Просит счёт на юрлицо и отсрочку на две недели.',
    stage: 2,
    owner: 'approver',
  },
  {
    name: 'Ольга Никитина',
    phone: '+73431230104',
    language: 'ru',
    source: 'telegram',
    note: 'Спрашивает про рассрочку и зимнюю резину в подарок.',
    stage: 1,
    owner: 'approver',
  },
  {
    name: 'Андрей Фёдоров',
    phone: '+74951230105',
    language: 'ru',
    source: 'referral',
    note: 'Пришёл по совету Козлова, готов внести предоплату.',
    stage: 3,
    owner: 'manager',
  },
  {
    name: 'Наталья Кузьмина',
    phone: '+73831230106',
    companyName: 'Кофейня «Зерно»',
    language: 'ru',
    source: 'site',
    note: 'Маленький развозной автомобиль, важен расход.',
    stage: 2,
    owner: 'manager',
  },
  {
    name: 'Павел Смирнов',
    phone: '+74951230107',
    language: 'ru',
    source: 'site',
    note: 'Выбирает между двумя комплектациями.',
    stage: 1,
    owner: 'approver',
  },
  {
    name: 'Татьяна Волкова',
    phone: '+78431230108',
    language: 'ru',
    source: 'exhibition',
    note: 'Взяла каталог на выставке, просила позвонить после праздников.',
    stage: 0,
    owner: 'approver',
  },
  {
    name: 'Виктор Лапин',
    phone: '+74951230109',
    language: 'ru',
    source: 'phone',
    note: 'Недоволен сроками поставки, ждёт ответа руководителя.',
    stage: 2,
    owner: 'approver',
  },
  {
    name: 'Ирина Захарова',
    phone: '+78121230110',
    language: 'ru',
    source: 'site',
    note: 'Купила, забирает в пятницу.',
    stage: 4,
    owner: 'manager',
    closeReason: 'Предложили лучшую цену и быструю выдачу',
  },
  {
    name: 'Максим Гусев',
    phone: '+73461230111',
    language: 'ru',
    source: 'site',
    note: 'Выбрал другой салон.',
    stage: 5,
    owner: 'manager',
    closeReason: 'Дешевле у конкурента',
  },
  {
    name: 'James Wilson',
    phone: '+442079460111',
    companyName: 'Wilson Deliveries',
    language: 'en',
    source: 'site',
    note: 'Needs three vans for the London route, asks about service terms.',
    stage: 1,
    owner: 'secondManager',
  },
  {
    name: 'Emily Clarke',
    phone: '+442079460112',
    language: 'en',
    source: 'site',
    note: 'Wants a test drive on Friday after work.',
    stage: 0,
    owner: 'secondManager',
  },
  {
    name: 'Robert Hughes',
    phone: '+441614960113',
    companyName: 'Northern Tools',
    language: 'en',
    source: 'exhibition',
    note: 'Compares leasing with buying; the budget is approved in December.',
    stage: 2,
    owner: 'secondApprover',
  },
  {
    name: 'Sophie Turner',
    phone: '+441134960114',
    language: 'en',
    source: 'referral',
    note: 'Signed, delivery next week.',
    stage: 4,
    owner: 'secondManager',
    closeReason: 'Best delivery date',
  },
  {
    name: 'Daniel Reed',
    phone: '+442079460115',
    language: 'en',
    source: 'phone',
    note: 'Asked not to be called before noon.',
    stage: 3,
    owner: 'secondApprover',
  },
  {
    name: 'Grace Palmer',
    phone: '+441134960116',
    language: 'en',
    source: 'site',
    note: 'Asks whether her old car can be traded in.',
    stage: 1,
    owner: 'secondApprover',
  },
];

/** One call of the demonstration, of the lead at that place of the list. */
export interface DemoCall {
  lead: number;
  daysAgo: number;
  hour: number;
  direction: 'incoming' | 'outgoing';
  mood: 'positive' | 'neutral' | 'negative' | 'objections' | 'missed';
  goal: 'test_drive' | 'meeting' | 'offer' | 'general';
  withRecording?: boolean;
}

export const demoCalls: DemoCall[] = [
  { lead: 1, daysAgo: 0, hour: 10, direction: 'outgoing', mood: 'positive', goal: 'test_drive', withRecording: true },
  { lead: 0, daysAgo: 0, hour: 11, direction: 'outgoing', mood: 'objections', goal: 'offer', withRecording: true },
  { lead: 8, daysAgo: 0, hour: 9, direction: 'incoming', mood: 'negative', goal: 'general', withRecording: true },
  { lead: 11, daysAgo: 1, hour: 15, direction: 'outgoing', mood: 'positive', goal: 'meeting', withRecording: true },
  { lead: 2, daysAgo: 1, hour: 12, direction: 'outgoing', mood: 'neutral', goal: 'offer' },
  { lead: 3, daysAgo: 1, hour: 16, direction: 'incoming', mood: 'neutral', goal: 'general' },
  { lead: 4, daysAgo: 2, hour: 10, direction: 'outgoing', mood: 'positive', goal: 'offer' },
  { lead: 5, daysAgo: 2, hour: 14, direction: 'outgoing', mood: 'objections', goal: 'offer' },
  { lead: 6, daysAgo: 3, hour: 11, direction: 'outgoing', mood: 'neutral', goal: 'test_drive' },
  { lead: 7, daysAgo: 3, hour: 13, direction: 'outgoing', mood: 'negative', goal: 'general' },
  { lead: 9, daysAgo: 4, hour: 17, direction: 'outgoing', mood: 'positive', goal: 'offer' },
  { lead: 10, daysAgo: 5, hour: 10, direction: 'outgoing', mood: 'negative', goal: 'offer' },
  { lead: 12, daysAgo: 5, hour: 16, direction: 'outgoing', mood: 'positive', goal: 'test_drive' },
  { lead: 13, daysAgo: 6, hour: 15, direction: 'outgoing', mood: 'objections', goal: 'meeting' },
  { lead: 14, daysAgo: 7, hour: 12, direction: 'outgoing', mood: 'positive', goal: 'offer' },
  { lead: 15, daysAgo: 8, hour: 14, direction: 'incoming', mood: 'neutral', goal: 'general' },
  { lead: 1, daysAgo: 9, hour: 11, direction: 'incoming', mood: 'neutral', goal: 'test_drive' },
  { lead: 0, daysAgo: 10, hour: 13, direction: 'outgoing', mood: 'neutral', goal: 'general' },
  { lead: 2, daysAgo: 11, hour: 10, direction: 'incoming', mood: 'objections', goal: 'offer' },
  { lead: 5, daysAgo: 12, hour: 15, direction: 'outgoing', mood: 'positive', goal: 'meeting' },
  { lead: 7, daysAgo: 1, hour: 18, direction: 'incoming', mood: 'missed', goal: 'general' },
  { lead: 13, daysAgo: 2, hour: 18, direction: 'incoming', mood: 'missed', goal: 'general' },
];
