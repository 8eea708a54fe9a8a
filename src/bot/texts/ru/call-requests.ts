import { html } from '#bot/formatting.ts';
import type { CallRequestTexts } from '#bot/texts/en/call-requests.ts';

export const callRequests = {
  title: html`<b>Заявка на звонок</b>`,
  approvalTitle: html`<b>Звонок ждёт вашего решения</b>`,
  reminded: '⏰ Напоминаем: половина времени на решение прошла.',
  escalated: '🔥 Времени на решение почти не осталось, спросили и всех администраторов.',
  lead: 'Лид',
  contact: 'Человек',
  company: 'Компания',
  goal: 'Цель',
  agent: 'Агент',
  phone: 'Номер',
  window: 'Когда',
  cost: 'Не дороже',
  requester: 'Просит',
  script: 'Скрипт',
  scriptVersion: (version) => `версия ${version}`,
  deadline: 'Решить до',
  attempts: 'Попыток',
  money,
  rules: {
    'phone.valid': () => 'номер неправильный',
    'phone.country': (p) =>
      `звонки в ${p['country'] || 'эту страну'} не включены${p['countries'] ? ` (можно: ${p['countries']})` : ''}`,
    'phone.doNotCall': () => 'человек просил не звонить',
    'consent.withdrawn': () => 'человек отозвал согласие на звонки',
    'consent.given': () => 'согласия на такие звонки пока нет',
    'script.disclosure': () => 'в скрипте не сказано, что звонит ИИ и идёт запись',
    'time.callingHours': (p) =>
      p['localTime']
        ? `у человека ${p['localTime']} — не время для звонков`
        : 'там, где живёт человек, не время для звонков',
    'time.pauseBetweenCalls': (p) =>
      p['hours'] ? `с прошлого звонка не прошло ${p['hours']} ч` : 'с прошлого звонка прошло слишком мало времени',
    'time.callsPerDay': (p) =>
      p['limit'] ? `звонков за день уже ${p['calls']}, предел — ${p['limit']}` : 'предел звонков за день достигнут',
    'budget.costCap': (p) =>
      p['limitCents'] ? `сумма выше лимита компании, ${money(Number(p['limitCents']))}` : 'сумма выше лимита компании',
    'budget.day': (p) =>
      p['budgetCents'] ? `дневной бюджет, ${money(Number(p['budgetCents']))}, исчерпан` : 'дневной бюджет исчерпан',
  },
  allowed: '✅ Звонить можно',
  notAllowed: (reasons) => `🚫 Сейчас звонить нельзя: ${reasons.join('; ')}`,
  allowedFrom: (time) => `⏳ Можно будет с ${time}`,
  statuses: {
    pending: '⏳ Ждёт согласования',
    approved: '✅ Согласовано',
    rejected: '❌ Отклонено',
    expired: '⌛ Вовремя никто не решил',
    superseded: '✏️ Заменена новой версией',
    cancelled: '✖ Отменена',
  },
  decidedBy: (name, time) => `${name}, ${time}`,
  reason: 'Причина',
  approve: '✅ Согласовать',
  reject: '❌ Отклонить',
  edit: '✏️ Изменить',
  cancelRequest: '✖ Отменить заявку',
  withoutReason: 'Отклонить без причины',
  noReasonGiven: 'причина не указана',
  askReason: (lead) => html`Почему нет? Ответьте на это сообщение — менеджер лида <b>${lead}</b> увидит.`,
  reasonPlaceholder: 'Причина',
  confirmCancel: html`Отменить эту заявку на звонок?`,
  yesCancel: 'Да, отменить',
  openCall: '📞 Звонок',
  again: '🔁 Попросить снова',
  listTitle: html`<b>Заявки на звонок</b>`,
  approvalsTitle: html`<b>Ждут решения</b>`,
  listEmpty: 'Заявок пока нет. Откройте лида и нажмите «Позвонить».',
  approvalsEmpty: 'Решать пока нечего. 👌',
  askGoal: (lead) => html`<b>Звонок: ${lead}.</b> Чего хотим добиться?`,
  goalNeedsWords: html`Напишите словами, зачем звоним.`,
  goals: ['Узнать, что нужно', 'Договориться о встрече', 'Напомнить о предложении', 'Спросить, всё ли понравилось'],
  askAgent: html`Какой голосовой агент позвонит?`,
  askPhone: html`По какому номеру?`,
  phoneExample: html`<i>Напишите, например:</i> <code>+7 999 123-45-67</code>`,
  askWindow: html`Когда можно звонить? Выберите или напишите время, например <code>завтра 10:00-13:00</code>.`,
  windowChoices: { soon: 'Как можно скорее', today: 'Сегодня', tomorrow: 'Завтра', inHour: 'Через час' },
  windowSoon: 'сразу после согласования',
  windowNotUnderstood: 'Не понял время. Напишите так: 15:00-18:00, завтра 10:00-13:00 или 25.11 10:00-12:00.',
  askCost: html`Сколько звонок может стоить?`,
  costNotUnderstood: 'Напишите сумму в долларах, например 2 или 1.50.',
  costDefault: 'как принято в компании',
  reviewTitle: html`<b>Отправляем на согласование?</b>`,
  reviewEditTitle: html`<b>Сохранить изменения?</b>`,
  send: '📨 На согласование',
  save: '💾 Сохранить',
  sent: 'Отправили на согласование. Следите за карточкой.',
  saved: 'Сохранили. Согласующие видят новую версию.',
  alreadySent: 'Эта заявка уже отправлена.',
  fields: { goal: 'Цель', agent: 'Агент', phone: 'Номер', window: 'Время', cost: 'Стоимость' },
} satisfies CallRequestTexts;

function money(cents: number): string {
  return `$${(cents / 100).toFixed(2).replace('.', ',')}`;
}
