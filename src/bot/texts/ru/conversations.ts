import { html } from '#bot/formatting.ts';
import type { ConversationTexts } from '#bot/texts/en/conversations.ts';

export const conversations = {
  messageTitle: (client) => html`💬 <b>${client}</b>`,
  replyHint: html`<i>Ответьте на это сообщение — ответ уйдёт клиенту.</i>`,
  ourTitle: (client) => html`↩️ Клиенту <b>${client}</b>`,
  statuses: {
    received: '',
    queued: '🕐 Отправляем…',
    sent: '✅ Доставлено',
    failed: '⚠️ Не доставлено',
    unknown: '❓ Неизвестно, дошло ли',
  } as Record<string, string>,
  arrived: 'Дошло',
  sendAgain: 'Отправить снова',
  tryAgain: '🔄 Ещё раз',
  draft: '✍️ Черновик',
  thread: '💬 Переписка',
  lead: '👤 Лид',
  read: 'Прочитано',
  writeTo: '↩️ Написать',
  askReply: (client) => html`Ответьте на это сообщение — <b>${client}</b> получит ваш текст.`,
  replyPlaceholder: 'Ваше сообщение',
  queued: (client) => html`Отправляем: <b>${client}</b>.`,
  media: (kind) => `[${mediaNames[kind] ?? 'вложение'}]`,
  inboxTitle: html`<b>Входящие</b>`,
  inboxEmpty: 'Пока никто не писал.',
  client: 'Клиент',
  us: 'Мы',
  threadTitle: (client) => html`<b>Переписка: ${client}</b>`,
  threadEmpty: 'Сообщений пока нет.',
  onlyText: 'Пока клиентам можно отправлять только текст.',
} satisfies ConversationTexts;

const mediaNames: Record<string, string> = {
  photo: 'фото',
  voice: 'голосовое',
  document: 'файл',
  video: 'видео',
  audio: 'аудио',
  sticker: 'стикер',
  contact: 'контакт',
  location: 'геопозиция',
};
