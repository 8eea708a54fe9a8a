import type { WebSocket } from 'ws';
import { isOfAudience } from '#domain/live/audience.ts';
import type { EventStream } from '#domain/live/event-stream.ts';
import type { LiveEvent } from '#domain/live/live-event.ts';
import type { UserActor } from '#domain/permissions.ts';
import { messageOf } from '#platform/errors.ts';
import type { Log } from '#platform/log.ts';
import { closeCodes } from '#api/realtime/close-codes.ts';
import type { WriteEvent } from '#api/realtime/server-messages.ts';

/** Who reads, by which session, and until when. */
export interface Reader {
  actor: UserActor;
  organizationId: string;
  sessionId: string;
  tokensValidFromMs: number;
  expiresAtMs: number;
}

export interface SocketLimits {
  /** Bytes that may wait for a slow reader before the connection is given up. */
  maxWaitingBytes: number;
  /** Longest time that a page of missed events may take to go out, in milliseconds. */
  replayTimeoutMs: number;
}

/** One signed-in connection: tells its reader what they may see of the rooms they are in. */
export interface LiveSocket {
  reader: Reader;
  /** Of the last event that was looked at for this reader, told or not. */
  readonly lastSeq: bigint;
  /** Starts, or after a gap starts again from the event of this number. */
  start(after: bigint | null): Promise<void>;
  join(room: string): void;
  leave(room: string): void;
  send(message: object): void;
  close(code: number, reason: string): void;
}

/** Takes over a connection whose reader is known. */
export function createLiveSocket(options: {
  ws: WebSocket;
  reader: Reader;
  stream: EventStream;
  write: WriteEvent;
  /** `/ws/calls` knows no messages but those of the older system. */
  announces: boolean;
  limits: SocketLimits;
  log: Log;
}): LiveSocket {
  const { ws, stream, write, limits, log } = options;
  const rooms = new Set(['organization']);
  let reader = options.reader;
  let lastSeq = 0n;
  let following: AbortController | null = null;
  /** What was told live before the reader said where they had stopped: not to be told again. */
  let toldAlready: { after: bigint; upTo: bigint } | null = null;
  /** Where a reader who did not name a place began. */
  let beganAt: bigint | null = null;
  let starting: Promise<void> = Promise.resolve();
  const closed = new Promise<void>((resolve) => ws.once('close', () => resolve()));
  /** Messages that are still being written go out before what comes after them. */
  let unsent: Promise<void> | null = null;

  function give(bytes: Buffer, sent?: () => void): void {
    if (ws.readyState !== ws.OPEN) {
      sent?.();
      return;
    }
    if (ws.bufferedAmount > limits.maxWaitingBytes) {
      close(closeCodes.tooSlow, 'Too slow: connect again with lastEventId.');
      sent?.();
      return;
    }
    ws.send(bytes, { binary: false }, sent && (() => sent()));
  }

  function isFor(event: LiveEvent): boolean {
    if (toldAlready && event.seq > toldAlready.after && event.seq <= toldAlready.upTo) return false;
    return (
      isOfAudience(reader.actor, event.audience) &&
      (rooms.has('organization') ||
        event.rooms.some((room) => rooms.has(room) || (rooms.has('user') && room === `user:${reader.actor.id}`)))
    );
  }

  function tell(events: readonly LiveEvent[]): void {
    for (const event of events) {
      if (!isFor(event)) continue;
      const written = write(event);
      if (written === null) continue;
      if (written instanceof Buffer && unsent === null) give(written);
      else queue(written);
    }
    const last = events.at(-1);
    if (last && last.seq > lastSeq) lastSeq = last.seq;
  }

  function queue(written: Buffer | Promise<Buffer | null>): void {
    const before = unsent;
    const mine = (async () => {
      await before;
      const bytes = await written;
      if (bytes) give(bytes);
    })()
      .catch((error: unknown) => {
        log.warn({ err: messageOf(error) }, 'a live message could not be written');
        close(closeCodes.tooSlow, 'Something failed: connect again with lastEventId.');
      })
      .finally(() => {
        if (unsent === mine) unsent = null;
      });
    unsent = mine;
  }

  async function replay(events: readonly LiveEvent[]): Promise<void> {
    tell(events);
    await unsent;
    // The next page is read when this one is out, so that a long gap does not pile up here.
    if (ws.bufferedAmount === 0 || ws.readyState !== ws.OPEN) return;
    const timer = setTimeout(() => close(closeCodes.tooSlow, 'Too slow.'), limits.replayTimeoutMs);
    await Promise.race([closed, new Promise<void>((resolve) => ws.ping(undefined, undefined, () => resolve()))]);
    clearTimeout(timer);
  }

  function close(code: number, reason: string): void {
    following?.abort();
    ws.close(code, reason);
    // Who does not answer the close, or still has a megabyte to read first, is cut off.
    setTimeout(() => ws.terminate(), 1_000).unref();
  }

  async function begin(after: bigint | null): Promise<void> {
    if (ws.readyState !== ws.OPEN) return;
    following?.abort();
    const stop = new AbortController();
    following = stop;
    if (after !== null && beganAt !== null) toldAlready = { after: beganAt, upTo: lastSeq };
    try {
      const start = await stream.follow({ organizationId: reader.organizationId, replay, tell }, after, stop.signal);
      if (stop.signal.aborted) return;
      if (start.from === 'now') beganAt = start.seq;
      if (start.from === 'lost') announce({ type: 'reset' });
      if (start.seq > lastSeq) lastSeq = start.seq;
      announce({ type: 'ready', lastEventId: String(lastSeq) });
    } catch (error) {
      log.warn({ err: messageOf(error) }, 'live events could not be followed');
      close(closeCodes.restart, 'Connect again with lastEventId.');
    }
  }

  ws.on('close', () => following?.abort());
  const announce = (message: object) => {
    if (options.announces) give(Buffer.from(JSON.stringify(message)));
  };

  return {
    get reader() {
      return reader;
    },
    set reader(next) {
      reader = next;
    },
    get lastSeq() {
      return lastSeq;
    },
    start(after) {
      starting = starting.then(() => begin(after));
      return starting;
    },
    join: (room) => void rooms.add(room),
    leave: (room) => void rooms.delete(room),
    send: announce,
    close,
  };
}
