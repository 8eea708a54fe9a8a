import { html } from '#bot/formatting.ts';
import type { ReportTexts } from '#bot/texts/en/reports.ts';

export const reports = {
  offer: (title) => html`Меня добавили в <b>${title}</b>. Слать туда итоги звонков?`,
  sendHere: 'Слать отчёты туда',
  sendHereWithNames: 'С именами и номерами',
  notHere: 'Нет',
  set: (title) => html`Готово: итоги звонков идут в <b>${title}</b>, без имён и номеров клиентов.`,
  setWithNames: (title) => html`Готово: итоги звонков идут в <b>${title}</b>, с именами и номерами клиентов.`,
  declined: 'Хорошо, ничего туда не шлём.',
  hello: 'Сюда будут приходить итоги звонков.',
  test: (time) => html`Это проверка: отчёты сюда доходят. Отправлено ${time}.`,
  listTitle: html`<b>📣 Отчёты</b>`,
  listHint: 'Выберите чат, чтобы настроить сводки и оповещения.',
  listEmpty: 'Отчёты пока никуда не идут. Добавьте меня в группу или канал администратором, и я предложу.',
  daily: (at) => `Сводка за день в ${at}`,
  noDaily: 'Без сводки за день.',
  weekly: (day, at) => `Сводка за неделю: ${day}, ${at}`,
  noWeekly: 'Без сводки за неделю.',
  weekdays: ['понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота', 'воскресенье'],
  toggleDaily: (on) => (on ? 'Без сводки дня' : 'Сводка дня'),
  toggleWeekly: (on) => (on ? 'Без сводки недели' : 'Сводка недели'),
  toggleQuiet: (on) => (on ? 'Без тихих часов' : 'Тихо ночью'),
  darkCharts: 'Тёмные графики',
  lightCharts: 'Светлые графики',
  pause: '⏸ Ничего туда не слать',
} satisfies ReportTexts;
