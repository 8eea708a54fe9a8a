import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { decodeJwt } from 'jose';
import { WebSocketServer } from 'ws';
import type { RawData, WebSocket } from 'ws';
import { sessionCacheOf } from '#domain/auth/session-cache.ts';
import type { DomainEvent } from '#domain/events.ts';
import { createEventStream } from '#domain/live/event-stream.ts';
import { createEventLog } from '#platform/event-log.ts';
import { AppError, messageOf } from '#platform/errors.ts';
import { createSessions } from '#api/auth/sessions.ts';
import type { ApiDeps } from '#api/deps.ts';
import { createAddressReader } from '#api/middleware/client-address.ts';
import { createRateLimiter } from '#api/middleware/rate-limits.ts';
import { parseClientMessage } from '#api/realtime/client-messages.ts';
import { closeCodes } from '#api/realtime/close-codes.ts';
import { isOriginAllowed, readHandshake, refuseHandshake } from '#api/realtime/handshake.ts';
import type { Handshake } from '#api/realtime/handshake.ts';
import { createLiveSocket } from '#api/realtime/live-socket.ts';
import type { LiveSocket, Reader } from '#api/realtime/live-socket.ts';
import { mayJoin } from '#api/realtime/may-join.ts';
import { createReaders } from '#api/realtime/readers.ts';
import { createCallWriter, writeEvent, writtenOnce } from '#api/realtime/server-messages.ts';

export interface RealtimeLimits {
  socketsPerUser: number;
  /** Connections of one address that have not signed in yet. */
  strangersPerAddress: number;
  /** Time to sign in after connecting, in milliseconds. */
  signInMs: number;
  /** Messages a client may send at once, and then per second. */
  messageBurst: number;
  messagesPerSecond: number;
  maxMessageBytes: number;
  maxWaitingBytes: number;
  heartbeatMs: number;
  /** How often sessions are looked up although nothing was heard of them. */
  recheckMs: number;
}

export const defaultRealtimeLimits: RealtimeLimits = {
  socketsPerUser: 20,
  strangersPerAddress: 50,
  signInMs: 5_000,
  messageBurst: 30,
  messagesPerSecond: 5,
  maxMessageBytes: 8_192,
  maxWaitingBytes: 1_000_000,
  heartbeatMs: 25_000,
  recheckMs: 1_000,
};

/** The doors `/ws` and `/ws/calls`. */
export interface Realtime {
  /** For the server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** What this process or another one published: a hint to look into the log, and to check who was signed out. */
  notice(events: readonly DomainEvent[]): void;
  readonly socketCount: number;
  /** Tells every client to connect again, and ends. */
  close(): Promise<void>;
}

/** Serves live events to whoever signs in as for HTTP. */
export function createRealtime(deps: ApiDeps, given: Partial<RealtimeLimits> = {}): Realtime {
  const limits = { ...defaultRealtimeLimits, ...given };
  const { make, config, log } = deps;
  const stream = createEventStream({ make, eventLog: createEventLog(make.runtime.database), log });
  const readers = createReaders(make, limits.socketsPerUser);
  const verifySession = createSessions(make, config.tokens);
  const addressOf = createAddressReader(config.trustedProxies);
  const limiter = createRateLimiter(config.rateLimits);
  const writers = { '/ws': writtenOnce(writeEvent), '/ws/calls': writtenOnce(createCallWriter(make, deps)) };
  const strangers = new Map<string, number>();
  const alive = new WeakSet<WebSocket>();
  const connections = new Set<WebSocket>();
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.maxMessageBytes,
    handleProtocols: (protocols) => (protocols.has('bearer') ? 'bearer' : false),
  });
  let isClosing = false;

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const handshake = readHandshake(request);
    const address = addressOf(request.socket.remoteAddress, header(request.headers['x-forwarded-for']));
    if (isClosing) refuseHandshake(socket, 503, 'Service Unavailable', 'unavailable', 'The server restarts.');
    else if (handshake === null)
      refuseHandshake(socket, 404, 'Not Found', 'not_found', 'Live events are at /ws and /ws/calls.');
    else if (typeof handshake === 'string')
      refuseHandshake(socket, 422, 'Unprocessable Content', 'validation_failed', handshake);
    else if (!isOriginAllowed(request, config.corsOrigins, make.runtime.publicUrl))
      refuseHandshake(socket, 403, 'Forbidden', 'forbidden', 'Pages of this origin may not connect; see CORS_ORIGINS.');
    else if (limiter.take('read', address).remaining < 0 || strangersOf(address) >= limits.strangersPerAddress)
      refuseHandshake(socket, 429, 'Too Many Requests', 'rate_limited', 'Too many connections from this address.');
    else server.handleUpgrade(request, socket, head, (ws) => admit(ws, handshake, address));
  }

  const strangersOf = (address: string) => strangers.get(address) ?? 0;

  function admit(ws: WebSocket, handshake: Handshake, address: string): void {
    connections.add(ws);
    alive.add(ws);
    strangers.set(address, strangersOf(address) + 1);
    let isStranger = true;
    const signedIn = () => {
      if (!isStranger) return;
      isStranger = false;
      if (strangersOf(address) <= 1) strangers.delete(address);
      else strangers.set(address, strangersOf(address) - 1);
    };
    const tooLate = setTimeout(() => turnAway(ws, closeCodes.signIn, 'Sign in first.'), limits.signInMs);
    let socket: LiveSocket | null = null;
    let isSigningIn = false;
    const takeMessage = messageBudget(limits);

    async function signIn(token: string, lastEventId: bigint | null): Promise<void> {
      if (isSigningIn) return;
      isSigningIn = true;
      clearTimeout(tooLate);
      try {
        const reader = await readerOf(token);
        if (ws.readyState !== ws.OPEN) return;
        if (socket) {
          // A fresh token for a connection that is open: its member must be the same.
          if (reader.actor.id !== socket.reader.actor.id) throw signInAgain();
          readers.renew(socket, reader);
          return;
        }
        const made = createLiveSocket({
          ws,
          reader,
          stream,
          write: writers[handshake.path],
          announces: handshake.path === '/ws',
          limits: { maxWaitingBytes: limits.maxWaitingBytes, replayTimeoutMs: 30_000 },
          log,
        });
        if (!readers.add(made)) {
          turnAway(ws, closeCodes.tooMany, `At most ${limits.socketsPerUser} connections of one member.`);
          return;
        }
        socket = made;
        ws.once('close', () => readers.remove(made));
        signedIn();
        void made.start(lastEventId);
      } catch (error) {
        if (!(error instanceof AppError)) log.warn({ err: messageOf(error) }, 'a live connection could not sign in');
        const isRefused = error instanceof AppError && error.code === 'unauthenticated';
        turnAway(ws, isRefused ? closeCodes.signIn : closeCodes.restart, isRefused ? 'Sign in again.' : 'Try again.');
      } finally {
        isSigningIn = false;
      }
    }

    ws.on('pong', () => alive.add(ws));
    ws.on('error', () => ws.terminate());
    ws.once('close', () => {
      clearTimeout(tooLate);
      signedIn();
      connections.delete(ws);
    });
    ws.on('message', (data: RawData, isBinary: boolean) => {
      alive.add(ws);
      const message = isBinary ? null : parseClientMessage(rawText(data));
      if (!takeMessage()) turnAway(ws, closeCodes.tooMany, 'Too many messages.');
      else if (message === null) turnAway(ws, closeCodes.badMessage, 'This message is not of the protocol.');
      else if (message.type === 'auth')
        void signIn(
          message.token,
          message.lastEventId === undefined ? handshake.lastEventId : BigInt(message.lastEventId),
        );
      else if (socket) handle(socket, message);
      else turnAway(ws, closeCodes.signIn, 'Sign in first.');
    });
    if (handshake.token !== null) void signIn(handshake.token, handshake.lastEventId);
  }

  function handle(socket: LiveSocket, message: Exclude<ReturnType<typeof parseClientMessage>, null>): void {
    if (message.type === 'ping') socket.send({ type: 'pong', lastEventId: String(socket.lastSeq) });
    else if (message.type === 'resume') void socket.start(BigInt(message.lastEventId));
    else if (message.type === 'leave') socket.leave(message.room);
    else if (message.type === 'join') {
      mayJoin(make, socket.reader, message.room).then(
        (may) => {
          if (may) socket.join(message.room);
          socket.send(may ? { type: 'joined', room: message.room } : { type: 'refused', room: message.room });
        },
        (error: unknown) => log.warn({ err: messageOf(error) }, 'a room could not be joined'),
      );
    }
  }

  /** Who is behind a token, asked of the database itself: the cache of HTTP may be some seconds behind. */
  async function readerOf(token: string): Promise<Reader> {
    const { actor, organizationId, sessionId } = await verifySession(token);
    const state = sessionCacheOf(make.runtime).get(sessionId);
    const { exp } = decodeJwt(token);
    const reader = {
      actor,
      organizationId,
      sessionId,
      tokensValidFromMs: state?.tokensValidFromMs ?? Number.NaN,
      expiresAtMs: (exp ?? 0) * 1_000,
    };
    if (!(await readers.isGood(reader))) throw signInAgain();
    return reader;
  }

  function turnAway(ws: WebSocket, code: number, reason: string): void {
    ws.close(code, reason);
    setTimeout(() => ws.terminate(), 1_000).unref();
  }

  const heartbeat = setInterval(() => {
    for (const ws of connections) {
      if (!alive.delete(ws)) ws.terminate();
      else ws.ping();
    }
  }, limits.heartbeatMs);
  const recheck = setInterval(() => checkSessions(null), limits.recheckMs);
  for (const timer of [heartbeat, recheck]) timer.unref();

  function checkSessions(userIds: ReadonlySet<string> | null): void {
    readers
      .check(userIds)
      .catch((error: unknown) =>
        log.warn({ err: messageOf(error) }, 'the sessions of live connections could not be checked'),
      );
  }

  return {
    upgrade,
    notice(events) {
      stream.notice(new Set(events.map((event) => event.organizationId)));
      const changed = new Set(events.filter(({ type }) => type.startsWith('user.')).map((event) => event.subjectId));
      if (changed.size > 0) checkSessions(changed);
    },
    get socketCount() {
      return connections.size;
    },
    async close() {
      isClosing = true;
      clearInterval(heartbeat);
      clearInterval(recheck);
      const gone = [...connections].map((ws) => new Promise<void>((resolve) => ws.once('close', () => resolve())));
      for (const ws of connections) turnAway(ws, closeCodes.restart, 'The server restarts: connect again.');
      await Promise.all(gone);
      await stream.close();
    },
  };
}

function signInAgain(): AppError {
  return new AppError('unauthenticated', 'auth.badToken', 'Sign in again: this token is not valid any more.');
}

/** Says of each message whether it still is within the limits. */
function messageBudget({ messageBurst, messagesPerSecond }: RealtimeLimits): () => boolean {
  let left = messageBurst;
  let atMs = performance.now();
  return () => {
    const nowMs = performance.now();
    left = Math.min(messageBurst, left + ((nowMs - atMs) / 1_000) * messagesPerSecond) - 1;
    atMs = nowMs;
    return left >= 0;
  };
}

function rawText(data: RawData): string {
  return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)).toString('utf8');
}

function header(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value;
}
