import { html } from '#bot/formatting.ts';
import type { DigestTexts } from '#bot/texts/en/digests.ts';
import { pluralRu } from '#bot/texts/plural.ts';

export const digests = {
  dayTitle: (organization, day) => html`📊 <b>${organization}: ${day}</b>`,
  weekTitle: (organization, from, to) => html`📊 <b>${organization}: неделя ${from} – ${to}</b>`,
  newLeads: 'Новые лиды',
  taken: 'Взято',
  won: 'Выиграно',
  lost: 'Проиграно',
  calls: 'Звонки',
  answered: 'отвечено',
  missed: 'пропущено',
  mood: 'Настроение',
  approvals: 'Согласования',
  approved: 'одобрено',
  rejected: 'отклонено',
  reply: 'Обычное время ответа',
  minutes: (count) => `${count} мин`,
  top: 'Больше всех разговаривал',
  topCalls: (count) => pluralRu(count, 'звонок', 'звонка', 'звонков'),
  interrupts: (sent, acted) =>
    `🔔 ${pluralRu(sent, 'уведомление', 'уведомления', 'уведомлений')}, к действию привело ${acted}.`,
  nothing: 'Тишина: ничего не произошло.',
  chartLeads: 'Лиды',
  chartCalls: 'Звонки',
  openLeads: 'Лиды',
  openReports: 'Открыть бота',
} satisfies DigestTexts;
