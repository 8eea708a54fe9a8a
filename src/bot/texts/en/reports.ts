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
};
export type ReportTexts = typeof reports;
