import { once } from 'node:events';
import { Hono } from 'hono';
import { SMTPServer } from 'smtp-server';
import { z } from 'zod';
import { mailboxPage } from './page.ts';
import { readMail } from './read-mail.ts';
import type { ReadMail } from './read-mail.ts';

/** What the server does wrong with the next mails. */
const Fault = z.union([
  z.strictObject({
    at: z.enum(['greeting', 'sender', 'recipient', 'body']),
    code: z.int().min(400).max(599),
    sentence: z.string().max(200).default('told to refuse'),
    times: z.int().min(1).max(1_000).default(1),
  }),
  /** Takes the whole mail and never answers. */
  z.strictObject({ at: z.literal('silence'), times: z.int().min(1).max(1_000).default(1) }),
]);
type Fault = z.output<typeof Fault>;

export interface SmtpSandbox {
  /** The mailbox page, the mails as JSON, and faults on demand. */
  app: Hono;
  /** Listens on a free port of this machine and resolves with its address. */
  listen(): Promise<string>;
  mails(): readonly ReadMail[];
  close(): void;
}

const keptMails = 200;

/** A mail server on localhost that takes everything, sends nothing on, and shows what it took. */
export function createSmtpSandbox(options: { log: (line: string) => void }): SmtpSandbox {
  const mails: ReadMail[] = [];
  let fault: Fault | null = null;
  const takeFault = (at: Fault['at']): Fault | null => {
    if (fault?.at !== at) return null;
    const found = fault;
    fault = found.times > 1 ? { ...found, times: found.times - 1 } : null;
    return found;
  };
  const refusal = (at: Fault['at']): Error | null => {
    const found = takeFault(at);
    return found && 'code' in found ? Object.assign(new Error(found.sentence), { responseCode: found.code }) : null;
  };
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    authOptional: true,
    logger: false,
    size: 40_000_000,
    closeTimeout: 100,
    onConnect: (_session, done) => done(refusal('greeting')),
    onMailFrom: (_address, _session, done) => done(refusal('sender')),
    onRcptTo: (_address, _session, done) => done(refusal('recipient')),
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (takeFault('silence')) return;
        const error = refusal('body');
        if (!error) {
          const mail = readMail(Buffer.concat(chunks).toString('latin1'));
          mails.unshift(mail);
          mails.length = Math.min(mails.length, keptMails);
          options.log(`mail for ${mail.to}: ${mail.subject}`);
        }
        done(error);
      });
    },
  });
  server.on('error', (error) => options.log(`mail server: ${error.message}`));
  const app = new Hono();
  app.get('/', (c) =>
    c.html(mailboxPage(mails), 200, {
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    }),
  );
  app.get('/sim/mails', (c) => c.json(mails));
  app.post('/sim/fault', async (c) => {
    const asked = Fault.safeParse(await c.req.json().catch(() => null));
    if (!asked.success) return c.json({ problem: z.prettifyError(asked.error) }, 400);
    fault = asked.data;
    return c.json({ fault });
  });
  app.delete('/sim/fault', (c) => {
    fault = null;
    return c.json({ fault });
  });
  return {
    app,
    async listen() {
      server.listen(0, '127.0.0.1');
      await once(server.server, 'listening');
      const address = server.server.address();
      if (address === null || typeof address === 'string') throw new Error('The mail server has no port.');
      return `smtp://127.0.0.1:${address.port}?security=none`;
    },
    mails: () => mails,
    close: () => server.close(),
  };
}
