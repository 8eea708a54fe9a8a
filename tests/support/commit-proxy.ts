import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import type { Gate } from '#tests/support/boundary.ts';
import { createFrameReader, readExecuted, readStatement } from '#tests/support/postgres-frames.ts';
import type { Frame } from '#tests/support/postgres-frames.ts';

export interface CommitProxy {
  /** The database's address by way of the proxy. */
  url: string;
  commits: number;
  close(): Promise<void>;
}

/**
 * Stands between the product and PostgreSQL and stops at each commit: before the server hears of it, and when the server has
 * committed and the product does not know. A write outside of a transaction is a commit, too; reads are not.
 */
export async function startCommitProxy(databaseUrl: string, gate: Gate): Promise<CommitProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const proxy = { url: '', commits: 0, close };
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.once('close', () => sockets.delete(socket));
      socket.on('error', () => undefined);
    }
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
    client.once('close', cut);
    upstream.once('close', cut);
    watchSession({ client, upstream, cut, gate, onCommit: () => void (proxy.commits += 1) });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(address.port);
  proxy.url = url.href;
  return proxy;

  async function close(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  }
}

/** One connection: what it has written in its open transaction, and which commit's answer is awaited. */
function watchSession(session: {
  client: Socket;
  upstream: Socket;
  cut: () => void;
  gate: Gate;
  onCommit: () => void;
}): void {
  const { client, upstream, cut, gate } = session;
  const statements = new Map<string, string>();
  const portals = new Map<string, string>();
  let channel = 'database';
  let inTransaction = false;
  let written: string[] = [];
  let batch: Buffer[] = [];
  let executed: string[] = [];
  const awaited: (string | null)[] = [];

  async function fromClient(frame: Frame): Promise<void> {
    if (frame.type === '') {
      if (/search_path=.?bullmq/.test(frame.bytes.toString('latin1'))) channel = 'queue';
      upstream.write(frame.bytes);
      return;
    }
    batch.push(frame.bytes);
    readStatement(frame, statements, portals);
    const text = readExecuted(frame, portals);
    if (text !== null) executed.push(text);
    if (frame.type !== 'S' && frame.type !== 'Q') {
      // Passwords, cancels and the like stand alone: nothing follows that would end a batch.
      if (!'PBDECHF'.includes(frame.type)) release();
      return;
    }
    const name = commitName();
    if (name !== null) {
      session.onCommit();
      if ((await gate({ channel, what: name, phase: 'before' })) === 'cut') return cut();
    }
    awaited.push(name);
    release();
  }

  function release(): void {
    if (!upstream.destroyed) upstream.write(Buffer.concat(batch));
    batch = [];
    executed = [];
  }

  /** What the batch makes durable, or null when nothing. */
  function commitName(): string | null {
    const writes = executed.flatMap(writtenTables);
    if (inTransaction) {
      written.push(...writes);
      if (!executed.some((text) => /^\s*(commit|end)\b/i.test(text))) return null;
    } else {
      written = writes;
      if (executed.some((text) => /^\s*begin\b/i.test(text))) return null;
    }
    return written.length === 0 ? null : [...new Set(written)].join('+');
  }

  async function fromServer(frame: Frame): Promise<void> {
    if (frame.type === 'Z') {
      inTransaction = frame.bytes[5] !== 'I'.charCodeAt(0);
      if (!inTransaction) written = [];
      const name = awaited.shift() ?? null;
      if (name !== null && (await gate({ channel, what: name, phase: 'effect' })) === 'cut') return cut();
    }
    if (!client.destroyed) client.write(frame.bytes);
  }

  inOrder(client, createFrameReader(true), fromClient, cut);
  inOrder(upstream, createFrameReader(false), fromServer, cut);
}

function inOrder(
  socket: Socket,
  read: (chunk: Buffer) => Frame[],
  handle: (frame: Frame) => Promise<void>,
  cut: () => void,
): void {
  let tail = Promise.resolve();
  socket.on('data', (chunk: Buffer) => {
    for (const frame of read(chunk)) tail = tail.then(() => handle(frame)).catch(cut);
  });
}

const writePattern = /\b(insert\s+into|update|delete\s+from)\s+(?:only\s+)?"?(?:public"?\."?)?"?(\w+)/gi;
/** What follows the word "update" where it names no table: `FOR UPDATE SKIP LOCKED`, `DO UPDATE SET`. */
const noTable = new Set(['skip', 'of', 'nowait', 'set']);

/** The writes of one statement, such as `insert leads`; the steps of an effect's life have names of their own. */
function writtenTables(text: string): string[] {
  if (!/^\s*(insert|update|delete|with|merge|select|begin)\b/i.test(text)) return [];
  return [...text.matchAll(writePattern)]
    .filter(([, , table = '']) => !noTable.has(table.toLowerCase()))
    .map(([, verb = '', table = '']) => {
      const name = `${verb.split(/\s/)[0]?.toLowerCase() ?? ''} ${table}`;
      return name === 'update effects' ? `${effectStep(text)} effect` : name;
    });
}

function effectStep(text: string): string {
  if (/state = 'running', fence = fence \+ 1/.test(text)) return 'claim';
  if (/dispatched_at = now\(\)/.test(text)) return 'dispatch';
  if (/finished_at = now\(\)|SET state = 'ready'/.test(text)) return 'settle';
  return 'keep';
}
