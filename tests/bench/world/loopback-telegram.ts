import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { productKeys } from './product.ts';

/** A request that a bot made, with the moment at which it was here. */
export interface BotCall {
  method: string;
  body: string;
  atMs: number;
}

/** A Bot API that answers at once and remembers nothing: what it costs, it costs both sides. */
export interface LoopbackTelegram {
  root: string;
  /** Hears of each request, after it was read and before it is answered. */
  onCall: (call: BotCall) => void;
  close(): void;
}

const me = {
  id: productKeys.botId,
  is_bot: true,
  first_name: 'Bench',
  username: 'bench_bot',
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
};

/** Starts it on a free port of localhost. */
export async function startLoopbackTelegram(): Promise<LoopbackTelegram> {
  let messageId = 100;
  const server = createServer((request, response) => {
    const method = request.url?.split('/').at(-1) ?? '';
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      telegram.onCall({ method, body, atMs: performance.now() });
      messageId += 1;
      const result =
        method === 'getMe'
          ? me
          : method === 'sendMessage' || method === 'editMessageText'
            ? {
                message_id: messageId,
                date: 1_700_000_000,
                chat: { id: 1, type: 'private', first_name: 'A' },
                text: '',
              }
            : true;
      const text = JSON.stringify({ ok: true, result });
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
      response.end(text);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens always has an object here.
  const { port } = server.address() as AddressInfo;
  const telegram: LoopbackTelegram = {
    root: `http://127.0.0.1:${port}`,
    onCall: () => undefined,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return telegram;
}
