import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

export interface RawAnswer {
  status: number;
  body: string;
}

/** Sends requests whose headers may repeat, as `fetch` would not, over connections that are kept. */
export function createRawClient(port: number): {
  send(options: {
    method: string;
    path: string;
    headers: Record<string, string | string[]>;
    body?: string | Buffer;
  }): Promise<RawAnswer>;
  close(): void;
} {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  return {
    send: ({ method, path, headers: given, body }) =>
      new Promise((resolve, reject) => {
        const headers = body === undefined ? given : { 'content-length': String(Buffer.byteLength(body)), ...given };
        const sent = request({ host: '127.0.0.1', port, agent, method, path, headers, timeout: 10_000 }, (answer) => {
          text(answer).then((received) => resolve({ status: answer.statusCode ?? 0, body: received }), reject);
        });
        sent.on('timeout', () => sent.destroy(new Error('No answer within 10 s.')));
        sent.on('error', reject);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}

/** Writes bytes as they are and returns all that comes back until the server closes. */
export async function speak(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(Buffer.from(bytes, 'latin1'));
  return text(socket);
}
