import { html } from '#bot/formatting.ts';
import type { NoticeTexts } from '#bot/texts/en/notices.ts';
import { pluralRu } from '#bot/texts/plural.ts';

const kinds = {
  'calls.missed': 'Пропущенные звонки',
  'calls.negative': 'Неудачные звонки',
  'approvals.overdue': 'Просроченные согласования',
  'leads.stuck': 'Застрявшие лиды',
  'leads.notTaken': 'Новые лиды, которые никто не взял',
  'conversations.waiting': 'Клиенты, которые ждут ответа',
  'services.failing': 'Сбои сервисов',
  'channels.lost': 'Потерянные каналы отчётов',
  'channels.topicGone': 'Удалённые темы',
  '*': 'Всё, что не срочно',
};

export const notices = {
  kinds,
  titles: {
    'calls.missed': '📵 На звонок не ответили',
    'calls.negative': '🌩 Звонок прошёл плохо',
    'approvals.overdue': '⏳ Запрос на звонок слишком долго ждёт решения',
    'leads.stuck': '🐌 Лид застрял на этапе',
    'leads.notTaken': '🆕 Новый лид никто не взял',
    'conversations.waiting': '💬 Клиент слишком долго ждёт ответа',
    'services.failing': '🚨 Сбой сервиса',
    'channels.lost': '📪 Отчёты больше не доходят',
    'channels.topicGone': '🗂 Тему для отчётов удалили',
  },
  queues: {
    telegram: 'Telegram',
    telephony: 'Телефония',
    llm: 'ИИ',
    mail: 'Почта',
    system: 'Фоновая работа',
  },
  client: 'Клиент',
  member: 'Ответственный',
  service: 'Сервис',
  channel: 'Чат',
  failures: (count) => `За час не выполнено: ${pluralRu(count, 'задача', 'задачи', 'задач')}`,
  lostHint: 'Мне больше нельзя туда писать, поэтому чат выключен. Добавьте меня снова, чтобы продолжить.',
  topicHint: 'Теперь отчёты идут прямо в чат.',
  resolved: (who, when) => (who ? `✅ ${who}, ${when}` : `✅ Улажено, ${when}`),
  acted: (when) => `👁 Просмотрено, ${when}`,
  open: 'Открыть',
  done: 'Просмотрено',
  mute: '🔕 Не сообщать…',
  muteTitle: 'О чём не сообщать?',
  muteKind: (kind) => `Всё: ${kind}`,
  muteRecord: 'Только об этой записи',
  muteDay: 'О несрочном, сутки',
  muted: '🔕 Больше не сообщаю. Вернуть можно в «Настройки → Уведомления».',
  foldTitle: (count) => html`🗞 <b>Лимит на сегодня исчерпан: ещё ${count}</b>`,
  foldRest: (count) => `…и ${pluralRu(count, 'более раннее', 'более ранних', 'более ранних')}`,
  alertsRest: (count) => `…и ещё ${count}`,
  prefsTitle: html`<b>🔔 Уведомления</b>`,
  quiet: (from, to) => `Тихие часы: ${from} – ${to}. Проходит только срочное.`,
  quietOff: 'Тихих часов нет.',
  cap: (count) => `Со звуком не больше ${count} в день. Остальное собирается в одно беззвучное сообщение.`,
  rate: (sent, acted) =>
    sent === 0
      ? 'За неделю уведомлений не было.'
      : `За неделю ${pluralRu(sent, 'уведомление', 'уведомления', 'уведомлений')}, к действию привело ${acted}.`,
  quietSet: { off: 'Без тихих часов', evening: '22:00 – 08:00', night: '23:00 – 07:00', long: '20:00 – 09:00' },
  capSet: (count) => `${count} в день`,
  mutes: (count) => `🔕 Выключено: ${count}`,
  mutesTitle: html`<b>🔕 Выключено</b>\nНажмите, чтобы снова узнавать.`,
  mutesEmpty: 'Ничего не выключено. У каждого уведомления есть кнопка «Не сообщать».',
  thisRecord: 'одна запись',
  until: (when) => `до ${when}`,
  back: '◀ Назад',
} satisfies NoticeTexts;
