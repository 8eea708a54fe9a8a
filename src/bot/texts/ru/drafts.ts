import { html } from '#bot/formatting.ts';
import type { DraftTexts } from '#bot/texts/en/drafts.ts';

export const drafts = {
  title: (client) => html`<b>Черновик ответа: ${client}</b>`,
  clientWrote: 'Клиент написал:',
  afterCall: '📞 По итогам звонка',
  proposal: 'Предлагаем ответить:',
  statuses: {
    generating: '✍️ Пишем…',
    ready: '',
    sent: '✅ Отправлен',
    discarded: '🗑 Не понадобился',
    stale: '⏳ Устарел: клиент написал ещё раз',
    failed: '⚠️ Написать не получилось',
  } as Record<string, string>,
  offlineEngine: 'Написано без нейросети.',
  send: '📨 Отправить',
  edit: '✏️ Исправить',
  regenerate: '🔄 Другой',
  withHint: '💡 С подсказкой',
  discard: '🗑 Не нужно',
  askText: (client) => html`Ответьте на это сообщение текстом для <b>${client}</b> — отправим как есть.`,
  textPlaceholder: 'Ваш ответ',
  askHint: html`Что сказать или чего избежать? Ответьте на это сообщение.`,
  hintPlaceholder: 'Короче, упомянуть скидку…',
  copyText: 'Скопировать',
  sentNow: (client) => html`Отправляем: <b>${client}</b>.`,
  listTitle: html`<b>Черновики</b>`,
  listEmpty: 'Черновиков нет.',
} satisfies DraftTexts;
