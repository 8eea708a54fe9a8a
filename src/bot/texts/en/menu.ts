import { html } from '#bot/formatting.ts';
import type { Html } from '#bot/formatting.ts';

export const menu = {
  title: (name: string) => html`<b>${name}</b>, what shall we do?`,
  leads: '👥 Leads',
  newLead: '➕ New lead',
  approvals: '✅ Approvals',
  requests: '📞 Requests',
  inbox: '💬 Inbox',
  drafts: '✍️ Drafts',
  tasks: '☑️ Tasks',
  search: '🔎 Search',
  team: '👥 Team',
  notifications: '🔔 Notifications',
  reports: '📣 Reports',
  settings: '⚙️ Settings',
  help: '❓ Help',
  helpText: (can: { write: boolean; approve: boolean; admin: boolean }): Html[] =>
    [
      html`<b>What you can do here</b>`,
      can.write &&
        html`• <b>Create a lead</b>: write one line, such as <code>Anna Petrova +7 999 123-45-67 wants a quote</code>, or forward a contact. /new asks step by step.`,
      html`• <b>/leads</b> shows leads; a card has the stage, notes and history.`,
      can.write &&
        html`• <b>Ask for a call</b> from a lead’s card. Someone approves it, the voice agent calls, and the result comes here.`,
      html`• <b>/tasks</b> shows what you have to do. A task is one line, such as <code>call Kozlov tomorrow at 10</code>; reply to its card with a date to put it off.`,
      html`• <b>/find Kozlov</b> searches names in any alphabet, parts of numbers, and words of notes, messages and calls. In any other chat, <code>@</code> and my name do the same.`,
      html`• <b>/team</b> shows who is on duty, <b>/duty</b> switches you on or off.`,
      can.write &&
        html`• <b>/why +7 999 123-45-67</b> tells whether a number may be called now, with each rule and its proof.`,
      can.admin && html`• <b>/audit</b> in reply to a card shows who changed its record and when.`,
      can.approve && html`• <b>/approvals</b> shows what waits for your decision.`,
      can.write &&
        html`• <b>Answer clients</b>: reply to their message card, and the reply goes to them. /inbox shows who waits.`,
      can.write && html`• <b>/drafts</b> shows replies that the AI proposes. Nothing is sent until you tap Send.`,
      can.admin &&
        html`• <b>Reports to a channel</b>: add me to a group or channel as an administrator, and I will offer it.`,
      html`• /language changes the language, /cancel leaves whatever we are in the middle of.`,
    ].filter((line) => line !== false),
  commands: {
    menu: 'Main menu',
    new: 'New lead',
    leads: 'Leads',
    approvals: 'What waits for my decision',
    requests: 'Call requests',
    inbox: 'Clients’ messages',
    drafts: 'Proposed replies',
    tasks: 'My tasks',
    find: 'Search everything',
    team: 'Who is in the team',
    duty: 'Go on or off duty',
    why: 'May we call this number?',
    audit: 'History of changes',
    settings: 'Settings',
    language: 'Language',
    help: 'What can I do here',
    cancel: 'Leave the current step',
    start: 'Start',
  },
  settingsTitle: html`<b>Settings</b>`,
  settingsLanguage: (name: string) => `Language: ${name}`,
  checkConnections: '🔌 Check connections',
  checking: 'Checking…',
  connection: (name: string, ok: boolean, message: string) => html`${ok ? '✅' : '⚠️'} <b>${name}</b>: ${message}`,
  close: 'Close',
  outdatedMenu: 'This menu is out of date; here is a fresh one.',
  unhandled: 'I did not understand that. Write a lead in one line, or open the /menu.',
  unhandledMedia: 'I cannot do anything with this yet. Text works, and so does a forwarded contact.',
};
export type MenuTexts = typeof menu;
