import type { Permission } from '#domain/permissions.ts';
import { html, lines } from '#bot/formatting.ts';
import type { TeamTexts } from '#bot/texts/en/team.ts';
import { pluralRu } from '#bot/texts/plural.ts';

const permissionNames: Record<Permission, string> = {
  'leads.read': 'Видеть лиды',
  'leads.write': 'Менять лиды',
  'leads.readAll': 'Видеть лиды всех',
  'contacts.read': 'Видеть контакты',
  'contacts.write': 'Менять контакты',
  'callRequests.create': 'Просить о звонках',
  'callRequests.readAll': 'Видеть все заявки на звонки',
  'calls.read': 'Видеть звонки',
  'calls.readAll': 'Видеть звонки всех',
  'calls.approve': 'Согласовывать звонки',
  'calls.delete': 'Удалять звонки',
  'conversations.reply': 'Отвечать клиентам',
  'conversations.readAll': 'Видеть всю переписку',
  'drafts.write': 'Отправлять предложенные ответы',
  'pipelines.write': 'Менять воронки',
  'reports.read': 'Видеть отчёты',
  'users.read': 'Видеть команду',
  'users.write': 'Менять команду',
  'settings.read': 'Видеть настройки',
  'settings.write': 'Менять настройки',
  'data.export': 'Выгружать списки',
  'data.exportAll': 'Выгружать всю организацию',
  'data.import': 'Загружать файлы',
  'data.erase': 'Стирать данные человека',
  'audit.read': 'Видеть историю изменений',
  'effects.replay': 'Повторять сбойные работы',
};

export const team = {
  title: html`<b>Команда</b>`,
  alone: 'Пока здесь только вы: пригласите первого коллегу.',
  roles: { admin: 'администратор', manager: 'менеджер', analyst: 'аналитик' },
  roleHelp: {
    admin: 'Администратор: может всё, в том числе настройки и команду.',
    manager: 'Менеджер: свои лиды, звонки и чаты и те, что пока ничьи.',
    analyst: 'Аналитик: видит всё, ничего не меняет.',
  },
  openLeads: (count) => pluralRu(count, 'открытый лид', 'открытых лида', 'открытых лидов'),
  notJoined: 'ещё не в Telegram',
  toTeam: '◀ Команда',
  pagePrevious: '‹',
  pageNext: '›',
  goOnDuty: '🟢 Я на смене',
  goOffDuty: '⚪ Я не на смене',
  nowOnDuty: '🟢 Вы на смене: новые лиды и сообщения приходят вам.',
  nowOffDuty: '⚪ Вы не на смене: новые лиды и сообщения получат другие.',
  onDuty: '🟢 На смене: получает новые лиды',
  offDuty: '⚪ Не на смене: новых лидов не получает',
  putOnDuty: '🟢 Поставить на смену',
  takeOffDuty: '⚪ Снять со смены',
  role: '🎭 Роль',
  roleName: 'Роль',
  permissions: '🔑 Права',
  extra: 'Ещё можно',
  newLink: '🔗 Ссылка-приглашение',
  closeAccess: '🚪 Уходит из команды',
  accessClosed: '🚪 Доступ закрыт.',
  chooseRole: (name) => html`<b>${name}</b>: какая роль?`,
  choosePermissions: (name) => html`<b>${name}</b>: что ещё можно? То, что даёт роль, здесь не показано.`,
  roleHasAll: (name) => html`<b>${name}</b>: роль и так разрешает всё.`,
  permissionNames: permissionNames as Record<string, string>,
  invite: '➕ Пригласить',
  inviteAs: html`<b>Приглашаем коллегу.</b> В какой роли?`,
  askName: (role) => html`Как зовут нового сотрудника (<b>${role}</b>)? Ответьте на это сообщение.`,
  namePlaceholder: 'Имя',
  badName: 'В имени от одного до 120 знаков. Попробуем ещё раз из команды.',
  invited: (name, link, until) =>
    lines(
      html`<b>${name}</b> теперь в команде. Отправьте эту ссылку или покажите картинку:`,
      html`${link}`,
      html`<i>Сработает один раз, до ${until}. Кто её откроет, станет действовать как ${name}.</i>`,
    ),
  chooseHeir: (name) => html`<b>${name}</b> уходит. Кому передать лиды, сделки, чаты и задачи?`,
  nobody: '🤷 Никому: пусть разберут другие',
  confirmClose: (name, leads, heir) =>
    lines(
      html`<b>Закрыть доступ: ${name}?</b>`,
      '',
      'Сразу же: бот перестанет отвечать, все входы и открытые страницы закроются, неиспользованные приглашения перестанут действовать.',
      heir === null
        ? html`${leads}, а с ними сделки, контакты и чаты станут ничьими; открытые задачи перейдут вам.`
        : html`${leads}, а с ними сделки, контакты, чаты и открытые задачи получит <b>${heir}</b>.`,
    ),
  yesClose: '🚪 Да, закрыть доступ',
  closed: (name, heir) =>
    heir === null
      ? html`🚪 Доступ закрыт: <b>${name}</b>. Что осталось, могут взять другие.`
      : html`🚪 Доступ закрыт: <b>${name}</b>. Всё, что осталось, теперь ведёт <b>${heir}</b>.`,
} satisfies TeamTexts;
