import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerSession } from 'smtp-server';

/** A mail that the server took. */
export interface TakenMail {
  from: string;
  to: string[];
  raw: string;
}

/** What the server does wrong, until it is told otherwise. */
export type MailFault =
  | { at: 'greeting' | 'sender' | 'recipient' | 'body'; code: number; sentence: string }
  /** Takes the whole mail and says nothing. */
  | { at: 'silence' }
  /** Takes the whole mail and hangs up. */
  | { at: 'hangUp' };

export interface MailServer {
  port: number;
  url: string;
  taken: TakenMail[];
  /** Whole bodies that arrived, taken or not. */
  bodies: number;
  logins: string[];
  fault: MailFault | null;
  /** Resolves when the next whole body has arrived. */
  bodyArrived(): Promise<void>;
  close(): Promise<void>;
}

/** A real SMTP server on localhost with faults on demand; `login` makes it ask for that password. */
export async function startMailServer(
  options: { login?: { user: string; password: string } } = {},
): Promise<MailServer> {
  const arrived = Promise.withResolvers<void>();
  let arrival = arrived;
  const refusal = (code: number, sentence: string) => Object.assign(new Error(sentence), { responseCode: code });
  const faultAt = (place: MailFault['at']) => {
    const { fault } = state;
    return fault && fault.at === place && 'code' in fault ? refusal(fault.code, fault.sentence) : null;
  };
  const server = new SMTPServer({
    authOptional: options.login === undefined,
    disabledCommands: ['STARTTLS', ...(options.login ? [] : ['AUTH'])],
    allowInsecureAuth: true,
    logger: false,
    closeTimeout: 100,
    onConnect: (_session, done) => done(faultAt('greeting')),
    onAuth(auth, _session, done) {
      state.logins.push(auth.username ?? '');
      const { login } = options;
      if (auth.username === login?.user && auth.password === login?.password) done(null, { user: auth.username });
      else done(refusal(535, 'Authentication credentials invalid'));
    },
    onMailFrom: (_address, _session, done) => done(faultAt('sender')),
    onRcptTo: (_address, _session, done) => done(faultAt('recipient')),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        state.bodies += 1;
        arrival.resolve();
        arrival = Promise.withResolvers<void>();
        if (state.fault?.at === 'silence') return;
        if (state.fault?.at === 'hangUp') {
          for (const connection of server.connections) connection._socket.destroy();
          return;
        }
        const error = faultAt('body');
        if (!error) state.taken.push(mailOf(session, Buffer.concat(chunks)));
        done(error);
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  // A TCP server always has an object here; a string would be a pipe's name.
  const { port } = server.server.address() as AddressInfo;
  const state: MailServer = {
    port,
    url: `smtp://127.0.0.1:${port}?security=none`,
    taken: [],
    bodies: 0,
    logins: [],
    fault: null,
    bodyArrived: () => arrival.promise,
    close: () =>
      new Promise((resolve) => {
        for (const connection of server.connections) connection._socket.destroy();
        server.close(() => resolve());
      }),
  };
  return state;
}

function mailOf(session: SMTPServerSession, raw: Buffer): TakenMail {
  const { mailFrom, rcptTo } = session.envelope;
  return {
    from: mailFrom === false ? '' : mailFrom.address,
    to: rcptTo.map(({ address }) => address),
    raw: raw.toString(),
  };
}
