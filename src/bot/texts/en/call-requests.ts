import type { CallRule } from '#domain/call-permission/call-permission.ts';
import { html } from '#bot/formatting.ts';

type Params = Record<string, string | number>;

/** Why a call is or is not allowed, one sentence per rule; asked for only when the rule refuses. */
const rules: Record<CallRule, (params: Params) => string> = {
  'phone.valid': () => 'the number is not valid',
  'phone.country': (p) =>
    `calls to ${p['country'] || 'this country'} are not switched on${p['countries'] ? ` (allowed: ${p['countries']})` : ''}`,
  'phone.doNotCall': () => 'the person asked not to be called',
  'consent.withdrawn': () => 'the person withdrew the consent to calls',
  'consent.given': () => 'there is no consent to such calls yet',
  'script.disclosure': () => 'the script does not say that an AI calls and the call is recorded',
  'time.callingHours': (p) =>
    p['localTime']
      ? `it is ${p['localTime']} at the person’s place, outside calling hours`
      : 'it is outside calling hours at the person’s place',
  'time.pauseBetweenCalls': (p) =>
    p['hours']
      ? `less than ${p['hours']} h have passed since the last call`
      : 'too little time has passed since the last call',
  'time.callsPerDay': (p) =>
    p['limit']
      ? `already ${p['calls']} calls that day, the limit is ${p['limit']}`
      : 'the day’s limit of calls is reached',
  'budget.costCap': (p) =>
    p['limitCents']
      ? `the cost cap is above the limit of ${money(Number(p['limitCents']))}`
      : 'the cost cap is above the limit',
  'budget.day': (p) =>
    p['budgetCents']
      ? `the day’s budget of ${money(Number(p['budgetCents']))} is used up`
      : 'the day’s budget is used up',
};

function money(cents: number): string {
  return `$${(cents / 100).toFixed(2)}`;
}

export const callRequests = {
  title: html`<b>Call request</b>`,
  approvalTitle: html`<b>A call waits for your decision</b>`,
  reminded: '⏰ A reminder: half of the time to decide is over.',
  escalated: '🔥 Little time is left to decide; all administrators are asked as well.',
  lead: 'Lead',
  contact: 'Person',
  company: 'Company',
  goal: 'Goal',
  agent: 'Agent',
  phone: 'Number',
  window: 'When',
  cost: 'Cost cap',
  requester: 'Asked by',
  script: 'Script',
  scriptVersion: (version: number) => `version ${version}`,
  deadline: 'Decide by',
  attempts: 'Attempts',
  money,
  rules,
  allowed: '✅ May be called',
  notAllowed: (reasons: string[]) => `🚫 May not be called now: ${reasons.join('; ')}`,
  allowedFrom: (time: string) => `⏳ Possible from ${time}`,
  statuses: {
    pending: '⏳ Waits for approval',
    approved: '✅ Approved',
    rejected: '❌ Rejected',
    expired: '⌛ Nobody decided in time',
    superseded: '✏️ Replaced by a newer version',
    cancelled: '✖ Cancelled',
  },
  decidedBy: (name: string, time: string) => `${name}, ${time}`,
  reason: 'Reason',
  approve: '✅ Approve',
  reject: '❌ Reject',
  edit: '✏️ Edit',
  cancelRequest: '✖ Cancel request',
  withoutReason: 'Reject without a reason',
  noReasonGiven: 'no reason given',
  askReason: (lead: string) => html`Why not? Reply to this message, and <b>${lead}</b>’s manager will see it.`,
  reasonPlaceholder: 'Reason',
  confirmCancel: html`Cancel this call request?`,
  yesCancel: 'Yes, cancel it',
  openCall: '📞 Call',
  again: '🔁 Ask again',
  listTitle: html`<b>Call requests</b>`,
  approvalsTitle: html`<b>Waiting for a decision</b>`,
  listEmpty: 'No call requests yet. Open a lead and tap “Call”.',
  approvalsEmpty: 'Nothing waits for a decision. 👌',
  askGoal: (lead: string) => html`<b>Call to ${lead}.</b> What should come out of it?`,
  goalNeedsWords: html`Say in words what the call is for.`,
  goals: ['Find out what they need', 'Arrange a meeting', 'Remind about the offer', 'Ask for feedback'],
  askAgent: html`Which voice agent should call?`,
  askPhone: html`Which number?`,
  phoneExample: html`<i>Write it like</i> <code>+7 999 123-45-67</code>`,
  askWindow: html`When may we call? Choose, or write a time such as <code>tomorrow 10:00-13:00</code>.`,
  windowChoices: { soon: 'As soon as possible', today: 'Today', tomorrow: 'Tomorrow', inHour: 'In an hour' },
  windowSoon: 'as soon as approved',
  windowNotUnderstood:
    'I did not understand the time. Write it like 15:00-18:00, tomorrow 10:00-13:00 or 25.11 10:00-12:00.',
  askCost: html`Highest cost of the call?`,
  costNotUnderstood: 'Write a sum in dollars, such as 2 or 1.50.',
  costDefault: 'organization’s default',
  reviewTitle: html`<b>Send for approval?</b>`,
  reviewEditTitle: html`<b>Save the changes?</b>`,
  send: '📨 Send for approval',
  save: '💾 Save',
  sent: 'Sent for approval. This card follows it.',
  saved: 'Saved. Approvers see the new version.',
  alreadySent: 'This request is sent already.',
  fields: { goal: 'Goal', agent: 'Agent', phone: 'Number', window: 'Time', cost: 'Cost' },
};
export type CallRequestTexts = typeof callRequests;
