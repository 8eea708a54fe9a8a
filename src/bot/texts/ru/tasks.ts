import { html } from '#bot/formatting.ts';
import type { TaskTexts } from '#bot/texts/en/tasks.ts';

export const tasks = {
  due: 'Срок',
  noDate: 'без срока',
  overdue: (when) => html`⚠️ Просрочено: срок был ${when}`,
  about: 'По',
  owner: 'Чья',
  doneMark: '✅ Сделано',
  deleted: 'Эта задача удалена.',
  escalated: (owner) => html`🚨 До этой задачи не дошли руки: <b>${owner}</b>.`,
  done: '✅ Готово',
  reopen: '↩️ Ещё не сделано',
  hour: '⏰ +1 ч',
  tomorrow: '📅 Завтра',
  openLead: '👤 Лид',
} satisfies TaskTexts;
