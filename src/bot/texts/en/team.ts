import type { Permission } from '#domain/permissions.ts';
import { html, lines } from '#bot/formatting.ts';
import { pluralEn } from '#bot/texts/plural.ts';

const permissionNames: Record<Permission, string> = {
  'leads.read': 'See leads',
  'leads.write': 'Change leads',
  'leads.readAll': 'See everybody’s leads',
  'contacts.read': 'See contacts',
  'contacts.write': 'Change contacts',
  'callRequests.create': 'Ask for calls',
  'callRequests.readAll': 'See all call requests',
  'calls.read': 'See calls',
  'calls.readAll': 'See everybody’s calls',
  'calls.approve': 'Decide about calls',
  'calls.delete': 'Delete calls',
  'conversations.reply': 'Answer clients',
  'conversations.readAll': 'See all conversations',
  'drafts.write': 'Send proposed replies',
  'pipelines.write': 'Change pipelines',
  'reports.read': 'See reports',
  'users.read': 'See the team',
  'users.write': 'Change the team',
  'settings.read': 'See settings',
  'settings.write': 'Change settings',
  'data.export': 'Export lists',
  'data.exportAll': 'Export the whole organization',
  'data.import': 'Import files',
  'data.erase': 'Erase a person’s data',
  'audit.read': 'See the history of changes',
  'effects.replay': 'Repeat failed work',
};

export const team = {
  title: html`<b>Team</b>`,
  alone: 'Nobody else is here yet: invite the first colleague.',
  roles: { admin: 'administrator', manager: 'manager', analyst: 'analyst' },
  roleHelp: {
    admin: 'Administrator: everything, also settings and the team.',
    manager: 'Manager: their own leads, calls and chats, and those that nobody owns.',
    analyst: 'Analyst: sees everything, changes nothing.',
  },
  openLeads: (count: number) => pluralEn(count, 'open lead', 'open leads'),
  notJoined: 'not in Telegram yet',
  toTeam: '◀ Team',
  pagePrevious: '‹',
  pageNext: '›',
  goOnDuty: '🟢 I am on duty',
  goOffDuty: '⚪ I am off duty',
  nowOnDuty: '🟢 You are on duty: new leads and messages come to you.',
  nowOffDuty: '⚪ You are off duty: new leads and messages go to others.',
  onDuty: '🟢 On duty: gets new leads',
  offDuty: '⚪ Off duty: gets no new leads',
  putOnDuty: '🟢 Put on duty',
  takeOffDuty: '⚪ Take off duty',
  role: '🎭 Role',
  roleName: 'Role',
  permissions: '🔑 Permissions',
  extra: 'Also may',
  newLink: '🔗 Invite link',
  closeAccess: '🚪 Leaves the team',
  accessClosed: '🚪 Access is closed.',
  chooseRole: (name: string) => html`<b>${name}</b>: which role?`,
  choosePermissions: (name: string) =>
    html`<b>${name}</b>: what else may they do? What the role has already is not listed.`,
  roleHasAll: (name: string) => html`<b>${name}</b> may do everything by the role.`,
  permissionNames: permissionNames as Record<string, string>,
  invite: '➕ Invite',
  inviteAs: html`<b>Invite a colleague.</b> In which role?`,
  askName: (role: string) => html`What is the name of the new <b>${role}</b>? Reply to this message.`,
  namePlaceholder: 'Name',
  badName: 'A name has one to 120 characters. Let’s try again from the team.',
  invited: (name: string, link: string, until: string) =>
    lines(
      html`<b>${name}</b> is in the team. Send them this link or show the picture:`,
      html`${link}`,
      html`<i>Works once, until ${until}. Whoever opens it acts as ${name}.</i>`,
    ),
  chooseHeir: (name: string) => html`<b>${name}</b> leaves. Who takes over the leads, deals, chats and tasks?`,
  nobody: '🤷 Nobody: let others take them',
  confirmClose: (name: string, leads: string, heir: string | null) =>
    lines(
      html`<b>Close the access of ${name}?</b>`,
      '',
      'At once: the bot stops answering them, sign-ins and open pages end, unused invites stop working.',
      heir === null
        ? html`${leads}, with deals, contacts and chats, will be nobody’s; open tasks come to you.`
        : html`${leads}, with deals, contacts, chats and open tasks, go to <b>${heir}</b>.`,
    ),
  yesClose: '🚪 Yes, close the access',
  closed: (name: string, heir: string | null) =>
    heir === null
      ? html`🚪 The access of <b>${name}</b> is closed. What was theirs can be taken by others.`
      : html`🚪 The access of <b>${name}</b> is closed. What was theirs has gone to <b>${heir}</b>.`,
};
export type TeamTexts = typeof team;
