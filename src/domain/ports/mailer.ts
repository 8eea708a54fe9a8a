import type { ConnectionTest } from '#domain/ports/ports.ts';

/** A file that goes with a mail. */
export interface MailAttachment {
  name: string;
  mimeType: string;
  bytes: Uint8Array;
}

/** One mail as it goes out. Addresses are plain, such as `anna@example.com`: a list is never written as one text. */
export interface Mail {
  to: string[];
  cc?: string[];
  subject: string;
  text: string;
  html?: string | null;
  /** The Message-ID header without its angle brackets: the same at every try, so that receivers can tell a repeat. */
  messageId: string;
  attachments?: MailAttachment[];
}

export interface SentMail {
  /** The server's last answer. */
  response: string;
  messageId: string;
  /** Recipients that the server refused while it took the mail for the others, each with its sentence. */
  refused: { address: string; reason: string }[];
}

/** A way to send mail. Methods throw ProviderError; `unknown` means that the server may have taken the mail. */
export interface Mailer {
  /** The address that mails come from, without a name. */
  readonly fromAddress: string;
  /** Sends one mail, once. Never retries by itself. */
  send(mail: Mail, options?: { signal?: AbortSignal }): Promise<SentMail>;
  /** Connects, signs in and offers our sender, without sending anything. */
  test(): Promise<ConnectionTest>;
}
