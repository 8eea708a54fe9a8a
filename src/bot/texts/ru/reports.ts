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
} satisfies ReportTexts;
