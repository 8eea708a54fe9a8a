import { html } from '#bot/formatting.ts';
import { pluralEn } from '#bot/texts/plural.ts';

export const digests = {
  dayTitle: (organization: string, day: string) => html`📊 <b>${organization}: ${day}</b>`,
  weekTitle: (organization: string, from: string, to: string) => html`📊 <b>${organization}: week ${from} – ${to}</b>`,
  newLeads: 'New leads',
  taken: 'Taken',
  won: 'Won',
  lost: 'Lost',
  calls: 'Calls',
  answered: 'answered',
  missed: 'missed',
  mood: 'Mood',
  approvals: 'Approvals',
  approved: 'approved',
  rejected: 'rejected',
  reply: 'Usual time to answer',
  minutes: (count: number) => `${count} min`,
  top: 'Most conversations',
  topCalls: (count: number) => pluralEn(count, 'call', 'calls'),
  interrupts: (sent: number, acted: number) => `🔔 ${acted} of ${pluralEn(sent, 'notice', 'notices')} led to an act.`,
  nothing: 'A quiet time: nothing happened.',
  chartLeads: 'Leads',
  chartCalls: 'Calls',
  openLeads: 'Leads',
  openReports: 'Open the bot',
};
export type DigestTexts = typeof digests;
