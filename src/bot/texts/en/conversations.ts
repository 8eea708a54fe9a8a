import { html } from '#bot/formatting.ts';

export const conversations = {
  messageTitle: (client: string) => html`💬 <b>${client}</b>`,
  replyHint: html`<i>Reply to this message to answer.</i>`,
  ourTitle: (client: string) => html`↩️ To <b>${client}</b>`,
  statuses: {
    received: '',
    queued: '🕐 Sending…',
    sent: '✅ Delivered',
    failed: '⚠️ Not delivered',
    unknown: '❓ It is not known whether it arrived',
  } as Record<string, string>,
  arrived: 'It arrived',
  sendAgain: 'Send again',
  tryAgain: '🔄 Try again',
  draft: '✍️ Draft',
  thread: '💬 Chat',
  lead: '👤 Lead',
  read: 'Mark as read',
  writeTo: '↩️ Write',
  askReply: (client: string) => html`Reply to this message, and <b>${client}</b> gets it.`,
  replyPlaceholder: 'Your message',
  queued: (client: string) => html`On its way to <b>${client}</b>.`,
  media: (kind: string) => `[${mediaNames[kind] ?? 'attachment'}]`,
  inboxTitle: html`<b>Inbox</b>`,
  inboxEmpty: 'Nobody has written yet.',
  client: 'They',
  us: 'We',
  threadTitle: (client: string) => html`<b>Chat with ${client}</b>`,
  threadEmpty: 'No messages yet.',
  onlyText: 'So far only text can be sent to clients.',
};
const mediaNames: Record<string, string> = {
  photo: 'photo',
  voice: 'voice message',
  document: 'file',
  video: 'video',
  audio: 'audio',
  sticker: 'sticker',
  contact: 'contact',
  location: 'location',
};
export type ConversationTexts = typeof conversations;
