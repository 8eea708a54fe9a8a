import { createServer, request as forward } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import type { Gate } from '#tests/support/boundary.ts';

/** A request that went through, when it came, and the status the asker got; 0 when the connection was cut. */
export interface PassedRequest {
  method: string;
  path: string;
  what: string;
  status: number;
  atMs: number;
}

export interface HttpProxy {
  url: string;
  /** What went through, oldest first. */
  passed: PassedRequest[];
  close(): Promise<void>;
}

/**
 * Stands between an asker and a server and stops at each boundary of each request: before it is passed on, when the answer
 * is there and the asker has not got it, and when the asker has got it. Addresses in answers lead through it, too.
 */
export async function startHttpProxy(options: {
  channel: string;
  target: () => string;
  gate: Gate;
  port?: number;
  nameOf?: (method: string, path: string) => string | null;
  /** Resolves when the server can be asked: what comes earlier waits, as at a load balancer. */
  untilUp?: () => Promise<void>;
}): Promise<HttpProxy> {
  const { channel, gate } = options;
  const nameOf = options.nameOf ?? plainName;
  const passed: PassedRequest[] = [];
  const server = createServer({ keepAliveTimeout: 1_000 }, (incoming, outgoing) => {
    void pass(incoming, outgoing).catch(() => incoming.socket.destroy());
  });

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = incoming;
    const path = url.split('?')[0] ?? '/';
    const what = nameOf(method, path);
    const body = await buffer(incoming);
    const entry: PassedRequest = { method, path, what: what ?? path, status: 0, atMs: Date.now() };
    passed.push(entry);
    if (passed.length > 20_000) passed.splice(0, 10_000);
    const stopsAt = async (phase: 'before' | 'effect' | 'answered') =>
      what !== null && (await gate({ channel, what, phase })) === 'cut';

    await options.untilUp?.();
    if (await stopsAt('before')) return void incoming.socket.destroy();
    const answer = await ask(method, url, incoming, body);
    if (await stopsAt('effect')) {
      answer.destroy();
      return void incoming.socket.destroy();
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(outgoing);
    await Promise.race([once(outgoing, 'finish'), once(outgoing, 'close')]);
    entry.status = answer.statusCode ?? 502;
    await stopsAt('answered');
  }

  async function ask(method: string, path: string, incoming: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
    const { hostname, port } = new URL(options.target());
    const asked = forward({ hostname, port, method, path, headers: incoming.headers, agent: false });
    const giveUp = () => void asked.destroy();
    const { socket } = incoming;
    socket.once('close', giveUp);
    asked.once('close', () => socket.off('close', giveUp));
    asked.end(body);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    return answer;
  }

  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    passed,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function plainName(method: string, path: string): string {
  return `${method} ${withoutIds(path)}`;
}

/** A path in which ids, tokens and file names are replaced by `…`. */
export function withoutIds(path: string): string {
  return path
    .split('/')
    .map((part) => (/^(?:[0-9a-f-]{24,}|\d{4,}|call_[0-9a-z]+|.{40,})$/i.test(part) ? '…' : part))
    .join('/');
}

/** Names a Bot API call by its method; long polls and downloads are no boundaries. */
export function telegramCallName(_method: string, path: string): string | null {
  const name = path.split('/').at(-1) ?? '';
  return path.startsWith('/bot') && !/^getUpdates$/i.test(name) ? name : null;
}
