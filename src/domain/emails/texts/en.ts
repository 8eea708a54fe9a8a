/** Mails that the product writes by itself. */
export const en = {
  resetSubject: 'A new password for Perezvon',
  reset: (p: { name: string; link: string; minutes: number }) =>
    `Hello ${p.name},\n\nsomebody asked for a new password for your account. To set one, open this link within ${p.minutes} minutes:\n\n${p.link}\n\nIt works once. If it was not you, do nothing: your password stays as it is.\n`,
};

export type MailTexts = typeof en;
