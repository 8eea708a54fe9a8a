import type { Mail, Mailer } from '#domain/ports/mailer.ts';

export interface FakeMailer extends Mailer {
  sent: Mail[];
  /** Thrown instead of sending, until it is null again. */
  failure: Error | null;
}

/** A mailer that keeps what it was given. */
export function createFakeMailer(): FakeMailer {
  const mailer: FakeMailer = {
    fromAddress: 'sales@example.test',
    sent: [],
    failure: null,
    async send(mail) {
      if (mailer.failure) throw mailer.failure;
      mailer.sent.push(mail);
      return { response: '250 OK', messageId: mail.messageId, refused: [] };
    },
    test: async () => ({ ok: true, message: 'The mail server answers.' }),
  };
  return mailer;
}
