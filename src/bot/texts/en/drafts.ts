import { html } from '#bot/formatting.ts';

export const drafts = {
  title: (client: string) => html`<b>Draft for ${client}</b>`,
  clientWrote: 'They wrote:',
  afterCall: '📞 A follow-up to the call',
  proposal: 'Proposed reply:',
  statuses: {
    generating: '✍️ Writing…',
    ready: '',
    sent: '✅ Sent',
    discarded: '🗑 Discarded',
    stale: '⏳ Out of date: the client has written again',
    failed: '⚠️ Could not be written',
  } as Record<string, string>,
  offlineEngine: 'Written without a language model.',
  send: '📨 Send',
  edit: '✏️ Edit',
  regenerate: '🔄 Another one',
  withHint: '💡 With a hint',
  discard: '🗑 Discard',
  askText: (client: string) =>
    html`Reply to this message with the text for <b>${client}</b>; it will be sent as you write it.`,
  textPlaceholder: 'Your reply',
  askHint: html`What should it say or avoid? Reply to this message.`,
  hintPlaceholder: 'Shorter, mention the discount…',
  copyText: 'Copy the draft',
  sentNow: (client: string) => html`On its way to <b>${client}</b>.`,
  listTitle: html`<b>Drafts</b>`,
  listEmpty: 'No drafts wait for you.',
};
export type DraftTexts = typeof drafts;
