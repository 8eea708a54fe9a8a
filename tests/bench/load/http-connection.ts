import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** Hears of an answer: its status and the time from `send` (or the moment it was due) to its last byte. */
export type OnAnswer = (status: number) => void;

/** One keep-alive connection with one request at a time; as little work as possible, for it shares the machine. */
export class HttpConnection {
  readonly #socket: Socket;
  #pending: Buffer = Buffer.alloc(0);
  #onAnswer: OnAnswer | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('close', () => this.#end(0));
    socket.on('error', () => undefined);
  }

  static async open(port: number): Promise<HttpConnection> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new HttpConnection(socket);
  }

  send(request: string, onAnswer: OnAnswer): void {
    this.#onAnswer = onAnswer;
    if (this.#socket.destroyed) this.#end(0);
    else this.#socket.write(request);
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const headEnd = this.#pending.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = this.#pending.toString('latin1', 0, headEnd);
    const status = Number(head.slice(9, 12));
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined && status !== 204 && status !== 304) {
      if (!this.#pending.subarray(-5).equals(chunkedEnd)) return;
    } else if (this.#pending.length < headEnd + 4 + Number(length ?? 0)) return;
    this.#pending = Buffer.alloc(0);
    this.#end(status);
  }

  #end(status: number): void {
    const tell = this.#onAnswer;
    this.#onAnswer = null;
    tell?.(status);
  }
}

const chunkedEnd = Buffer.from('0\r\n\r\n');

/** A request as it goes over the wire. */
export function rawRequest(method: string, path: string, headers: Record<string, string>, body?: string): string {
  const lines = Object.entries({ host: '127.0.0.1', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = body === undefined ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}${length}\r\n${body ?? ''}`;
}
