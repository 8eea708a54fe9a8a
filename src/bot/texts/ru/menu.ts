import { html } from '#bot/formatting.ts';
import type { MenuTexts } from '#bot/texts/en/menu.ts';

export const menu = {
  title: (name) => html`<b>${name}</b>, чем займёмся?`,
  leads: '👥 Лиды',
  newLead: '➕ Новый лид',
  approvals: '✅ Согласование',
  requests: '📞 Заявки',
  inbox: '💬 Входящие',
  drafts: '✍️ Черновики',
  tasks: '☑️ Задачи',
  settings: '⚙️ Настройки',
  help: '❓ Помощь',
  helpText: (can) =>
    [
      html`<b>Что здесь можно делать</b>`,
      can.write &&
        html`• <b>Завести лида</b>: напишите одной строкой, например <code>Анна Петрова +7 999 123-45-67 хочет расчёт</code>, или перешлите контакт. /new спросит по шагам.`,
      html`• <b>/leads</b> — лиды; в карточке этап, заметки и история.`,
      can.write &&
        html`• <b>Попросить звонок</b> — кнопкой в карточке лида. Звонок согласуют, голосовой агент позвонит, результат придёт сюда.`,
      html`• <b>/tasks</b> — ваши дела. Задача пишется одной строкой: <code>позвонить Козлову завтра в 10</code>; чтобы перенести, ответьте на её карточку датой.`,
      can.approve && html`• <b>/approvals</b> — что ждёт вашего решения.`,
      can.write &&
        html`• <b>Ответить клиенту</b>: ответьте на карточку его сообщения, и ответ уйдёт ему. /inbox — кто ждёт.`,
      can.write && html`• <b>/drafts</b> — ответы, которые предлагает ИИ. Без вашего нажатия ничего не уходит.`,
      can.admin &&
        html`• <b>Отчёты в канал</b>: добавьте меня в группу или канал администратором, и я предложу их туда слать.`,
      html`• /language — язык, /cancel — выйти из того, что сейчас заполняем.`,
    ].filter((line) => line !== false),
  commands: {
    menu: 'Главное меню',
    new: 'Новый лид',
    leads: 'Лиды',
    approvals: 'Что ждёт моего решения',
    requests: 'Заявки на звонок',
    inbox: 'Сообщения клиентов',
    drafts: 'Предложенные ответы',
    tasks: 'Мои задачи',
    settings: 'Настройки',
    language: 'Язык',
    help: 'Что здесь можно делать',
    cancel: 'Выйти из текущего шага',
    start: 'Начать',
  },
  settingsTitle: html`<b>Настройки</b>`,
  settingsLanguage: (name) => `Язык: ${name}`,
  checkConnections: '🔌 Проверить подключения',
  checking: 'Проверяем…',
  connection: (name, ok, message) => html`${ok ? '✅' : '⚠️'} <b>${name}</b>: ${message}`,
  close: 'Закрыть',
  outdatedMenu: 'Это меню устарело, вот свежее.',
  unhandled: 'Не понял. Напишите лида одной строкой или откройте /menu.',
  unhandledMedia: 'С этим я пока ничего не умею. Пришлите текст или контакт.',
} satisfies MenuTexts;
