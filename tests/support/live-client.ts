import { WebSocket } from 'ws';

/** A message of the server, or how it ended the connection. */
export type Heard = Record<string, unknown> & { type?: string };

export interface LiveClient {
  ws: WebSocket;
  heard: Heard[];
  say(message: object): void;
  /** The next message, from the first one on, that fits; waits for it. */
  hear(fits: (message: Heard) => boolean): Promise<Heard>;
  /** The code and reason of the end. */
  ended: Promise<{ code: number; reason: string }>;
  close(): Promise<void>;
}

/** Connects to live events at `ws://127.0.0.1:port` and keeps what is heard. */
export function connectLive(
  port: number,
  path: string,
  options: { token?: string; headers?: Record<string, string>; protocols?: string[] } = {},
): LiveClient {
  const ws = new WebSocket(`ws://127.0.0.1:${port}${path}`, options.protocols ?? [], {
    headers: {
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...options.headers,
    },
  });
  const heard: Heard[] = [];
  const taken = new Set<Heard>();
  const listeners = new Set<() => void>();
  ws.on('message', (data: Buffer) => {
    heard.push(JSON.parse(data.toString('utf8')));
    for (const listener of listeners) listener();
  });
  ws.on('error', () => undefined);
  const ended = new Promise<{ code: number; reason: string }>((resolve) => {
    ws.once('unexpected-response', (_request, response) => {
      resolve({ code: response.statusCode ?? 0, reason: response.statusMessage ?? '' });
      ws.terminate();
    });
    ws.once('close', (code, reason) => resolve({ code, reason: reason.toString('utf8') }));
  });
  return {
    ws,
    heard,
    ended,
    say: (message) => ws.send(JSON.stringify(message)),
    hear(fits) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const found = heard.find((message) => !taken.has(message) && fits(message));
          if (!found) return;
          taken.add(found);
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        void ended.then(({ code, reason }) => reject(new Error(`The connection ended: ${code} ${reason}`)));
        look();
      });
    },
    async close() {
      ws.close();
      await ended;
    },
  };
}

export const isReady = (message: Heard) => message.type === 'ready';
