import type { Llm } from '#domain/ports/llm.ts';
import type { Mailer } from '#domain/ports/mailer.ts';
import type { Messenger } from '#domain/ports/messenger.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import type { Telephony } from '#domain/ports/telephony.ts';
import type { WebhookSender } from '#domain/ports/webhook-sender.ts';

/**
 * The organization's ways to the outside. Each throws `service.notConnected` when the organization has not connected the
 * service; the model never does: without a key it is the offline engine, which signs its results as such.
 */
export interface Ports {
  telephony(): Promise<Telephony>;
  llm(): Promise<Llm>;
  messenger(): Promise<Messenger>;
  /** The organization's own mail server; that of the environment for the default organization. */
  mailer(): Promise<Mailer>;
  /** What mails about accounts go through: the operator's mail server, or the organization's own where there is none. */
  accountMailer(): Promise<Mailer>;
  readonly storage: FileStorage;
  readonly webhooks: WebhookSender;
}

/** What a connection test found: `ok`, or a sentence about what is wrong and the way out. */
export interface ConnectionTest {
  ok: boolean;
  message: string;
  details?: Record<string, string | number | boolean>;
}
