import { html } from '#bot/formatting.ts';

export const tasks = {
  due: 'Due',
  noDate: 'no date',
  overdue: (when: string) => html`⚠️ Overdue since ${when}`,
  about: 'About',
  owner: 'Whose',
  doneMark: '✅ Done',
  deleted: 'This task was deleted.',
  escalated: (owner: string) => html`🚨 <b>${owner}</b> has not got round to this task.`,
  done: '✅ Done',
  reopen: '↩️ Not done yet',
  hour: '⏰ +1 h',
  tomorrow: '📅 Tomorrow',
  openLead: '👤 Lead',
};
export type TaskTexts = typeof tasks;
