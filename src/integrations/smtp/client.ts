import { once } from 'node:events';
import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Resolve } from '#platform/egress/address-policy.ts';
import { openTcp } from '#platform/egress/open-tcp.ts';
import { ProviderError } from '#platform/errors.ts';
import type { Mail, Mailer, SentMail } from '#domain/ports/mailer.ts';
import type { SmtpAccess } from './access.ts';
import { parseSender, requireOneLine, requirePlainAddresses } from './mail-address.ts';
import { smtpFailure } from './smtp-failure.ts';

export interface SmtpTimeouts {
  connectMs: number;
  greetingMs: number;
  /** Longest silence of the server. */
  silenceMs: number;
}

export interface SmtpOptions extends SmtpAccess {
  timeouts?: Partial<SmtpTimeouts>;
  /** Replaces DNS, for tests. */
  resolve?: Resolve;
}

/** Ports of mail submission and delivery that a tenant's server may use. */
const mailPorts: ReadonlySet<number> = new Set([25, 465, 587, 2525]);
const usualTimeouts: SmtpTimeouts = { connectMs: 10_000, greetingMs: 10_000, silenceMs: 30_000 };

/**
 * Sends mail by SMTP, one connection a mail: nodemailer's pool would send a mail again by itself when its connection
 * breaks, and then nobody could say how often it arrived.
 */
export function createSmtpMailer(options: SmtpOptions): Mailer {
  const sender = parseSender(options.from);
  const timeouts = { ...usualTimeouts, ...options.timeouts };

  async function converse<T>(signal: AbortSignal | undefined, talk: (smtp: SMTPConnection) => Promise<T>): Promise<T> {
    requireSafeLogin(options);
    const socket = await openTcp({
      host: options.host,
      port: options.port,
      isOperators: options.isOperators,
      openPorts: mailPorts,
      timeoutMs: timeouts.connectMs,
      signal,
      resolve: options.resolve,
    });
    const smtp = new SMTPConnection({
      connection: socket,
      host: options.host,
      port: options.port,
      secure: options.security === 'tls',
      requireTLS: options.security === 'starttls',
      connectionTimeout: timeouts.connectMs,
      greetingTimeout: timeouts.greetingMs,
      socketTimeout: timeouts.silenceMs,
      tls: { minVersion: 'TLSv1.2' },
    });
    const broken = once(smtp, 'error').then(([error]: unknown[]) => {
      throw error;
    });
    broken.catch(() => undefined);
    const onAbort = () => smtp.close();
    const aborted = new Promise<never>((_resolve, reject) =>
      signal?.addEventListener('abort', () => reject(Object.assign(new Error('stopped'), { code: 'EABORT' })), {
        once: true,
      }),
    );
    aborted.catch(() => undefined);
    signal?.addEventListener('abort', onAbort, { once: true });
    const orBroken = <Result>(part: Promise<Result>): Promise<Result> => Promise.race([part, broken, aborted]);
    try {
      await orBroken(step((done) => smtp.connect(done)));
      if (options.user !== null && options.password !== null) {
        const credentials = { user: options.user, pass: options.password };
        await orBroken(step((done) => smtp.login({ credentials }, done)));
      }
      return await orBroken(talk(smtp));
    } finally {
      signal?.removeEventListener('abort', onAbort);
      smtp.close();
      socket.destroySoon();
    }
  }

  return {
    fromAddress: sender.address,
    async send(mail, { signal } = {}) {
      let bodyWasSent = false;
      try {
        const { envelope, body } = await compose(mail, sender);
        return await converse(signal, async (smtp): Promise<SentMail> => {
          const stream = Readable.from([body], { objectMode: false });
          // The closing dot follows the end of the stream: before it the server cannot have taken the mail.
          stream.once('end', () => (bodyWasSent = true));
          const info = await sendOver(smtp, envelope, stream);
          return {
            response: info.response.replaceAll(/\s+/g, ' ').slice(0, 500),
            messageId: mail.messageId,
            refused: (info.rejectedErrors ?? []).map((error) => ({
              address: error.recipient ?? '',
              reason: (error.response ?? error.message).slice(0, 200),
            })),
          };
        });
      } catch (error) {
        throw smtpFailure(error, bodyWasSent);
      }
    },
    async test() {
      try {
        await converse(undefined, async (smtp) => {
          await offerSender(smtp, sender.address);
        });
        return {
          ok: true,
          message: `The mail server ${options.host} takes mail from ${sender.address}.`,
          details: { host: options.host, port: options.port, from: sender.address },
        };
      } catch (error) {
        const failure = smtpFailure(error, false);
        return { ok: false, message: failure.message, details: { problem: failure.detail } };
      }
    },
  };
}

/** A password never travels readable over somebody else's network. */
function requireSafeLogin({ user, security, isOperators }: SmtpAccess): void {
  if (user === null || security !== 'none' || isOperators) return;
  throw new ProviderError(
    'SMTP',
    'permanent',
    'tls',
    'A login needs an encrypted connection: choose tls (port 465) or starttls (port 587).',
  );
}

async function compose(mail: Mail, sender: { name: string; address: string }) {
  const recipients = [...mail.to, ...(mail.cc ?? [])];
  requirePlainAddresses(recipients);
  const composer = new MailComposer({
    from: { name: requireOneLine(sender.name, 'The sender'), address: sender.address },
    to: mail.to.map((address) => ({ name: '', address })),
    ...(mail.cc && mail.cc.length > 0 ? { cc: mail.cc.map((address) => ({ name: '', address })) } : {}),
    subject: requireOneLine(mail.subject, 'The subject'),
    text: mail.text,
    ...(mail.html ? { html: mail.html } : {}),
    messageId: `<${requireOneLine(mail.messageId, 'The message id')}>`,
    attachments: (mail.attachments ?? []).map(({ name, mimeType, bytes }) => ({
      filename: requireOneLine(name, 'A file name'),
      contentType: mimeType,
      content: Buffer.from(bytes),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const body = await composer.compile().build();
  return { envelope: { from: sender.address, to: recipients, size: body.length }, body };
}

/**
 * Offers the server a mail from us to us, and goes away before the first byte of it: the server has said by then whether it
 * knows our sender, and must throw away what was begun.
 */
async function offerSender(smtp: SMTPConnection, address: string): Promise<void> {
  const { promise: wasTaken, resolve: taken } = Promise.withResolvers<void>();
  const never = new Readable({ read: () => taken() });
  const sent = sendOver(smtp, { from: address, to: [address] }, never).then(() => undefined);
  const refusal = await Promise.race([wasTaken, sent]).then(
    () => null,
    (error: unknown) => error,
  );
  sent.catch(() => undefined);
  const { command, responseCode } = Object(refusal) as Record<string, unknown>;
  // A server that refuses the recipient has taken the sender.
  if (refusal !== null && !(command === 'RCPT TO' && typeof responseCode === 'number')) throw refusal;
}

type Envelope = Parameters<SMTPConnection['send']>[0];
type Sent = Parameters<Parameters<SMTPConnection['send']>[2]>[1];

function sendOver(smtp: SMTPConnection, envelope: Envelope, body: Readable): Promise<Sent> {
  return new Promise((resolve, reject) => {
    smtp.send(envelope, body, (error, info) => (error ? reject(error) : resolve(info)));
  });
}

/** A method that calls back without a result, as a promise. */
function step(start: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
}
