import { html, lines } from '#bot/formatting.ts';

export const start = {
  greetClient: (organization: string) =>
    html`Hello! This is <b>${organization}</b>. Write what you need, and a manager will answer you right here.`,
  clientHelp: 'Just write your question here; a manager will answer. /language changes the language.',
  helloAgain: 'Hello again! Just write here, and a manager will answer.',
  received: 'Thank you, your message is with us. A manager will answer here.',
  optedOut: 'Understood. We will not call or write to you of our own accord. If you write here, we will answer.',
  welcome: (name: string, organization: string, role: string) =>
    lines(
      html`Welcome, <b>${name}</b>! You are now <b>${role}</b> at ${organization}.`,
      '',
      'Everything starts from the menu. To create a lead, just write it in one line: name, phone, what they want.',
    ),
  roles: { admin: 'an administrator', manager: 'a manager', analyst: 'an analyst' },
  disabled: 'Your access was closed. If this is a mistake, talk to your administrator.',
  membersOnly: 'This is for the team. Just write here, and a manager will answer you.',
  privateOnly: 'Let’s do this in our private chat.',
  chooseLanguage: 'Which language shall I speak?',
  languageSet: 'I will speak English.',
  languageNames: { en: 'English', ru: 'Русский' },
  sharePhone: 'Share my phone number',
};
export type StartTexts = typeof start;
