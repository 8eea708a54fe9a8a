/** Mails that the product writes by itself. */
export const en = {
  resetSubject: 'A new password for Perezvon',
  reset: (p: { name: string; link: string; minutes: number }) =>
    `Hello ${p.name},\n\nsomebody asked for a new password for your account. To set one, open this link within ${p.minutes} minutes:\n\n${p.link}\n\nIt works once. If it was not you, do nothing: your password stays as it is.\n`,
  /** The page that the link opens. */
  page: {
    title: 'New password',
    label: 'A new password of at least 10 characters',
    button: 'Set the password',
    done: 'The new password is set. You can sign in with it.',
    failed: 'This did not work. The link may be used or older than 15 minutes: ask for a new one.',
    noLink: 'This page needs the link from your mail.',
  },
};

export type MailTexts = typeof en;
