import { html } from '#bot/formatting.ts';

export const reports = {
  offer: (title: string) => html`I was added to <b>${title}</b>. Shall I send call results there?`,
  sendHere: 'Send reports there',
  sendHereWithNames: 'With names and numbers',
  notHere: 'No',
  set: (title: string) => html`Done: call results go to <b>${title}</b>, without clients’ names and numbers.`,
  setWithNames: (title: string) => html`Done: call results go to <b>${title}</b>, with clients’ names and numbers.`,
  declined: 'All right, nothing goes there.',
  hello: 'Call results will come here.',
  test: (time: string) => html`This is a test: reports arrive here. Sent ${time}.`,
  listTitle: html`<b>📣 Reports</b>`,
  listHint: 'Choose a chat to set its digests and alerts.',
  listEmpty: 'No chat gets reports yet. Add me to a group or channel as an administrator, and I will offer it.',
  daily: (at: string) => `Digest of the day at ${at}`,
  noDaily: 'No digest of the day.',
  weekly: (day: string, at: string) => `Digest of the week: ${day}, ${at}`,
  noWeekly: 'No digest of the week.',
  weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  toggleDaily: (on: boolean): string => (on ? 'No daily digest' : 'Daily digest'),
  toggleWeekly: (on: boolean): string => (on ? 'No weekly digest' : 'Weekly digest'),
  toggleQuiet: (on: boolean): string => (on ? 'No quiet hours' : 'Quiet at night'),
  darkCharts: 'Dark charts',
  lightCharts: 'Light charts',
  pause: '⏸ Send nothing there',
};
export type ReportTexts = typeof reports;
