import { Socket } from 'node:net';
import type { Context } from 'hono';

/** Resets the TCP connection of a request; a request that came without a socket gets an empty 502 instead. */
export function resetConnection(c: Context): Response {
  breakSocket(c);
  return new Response(null, { status: 502 });
}

/** Resets the TCP connection of a request that is being answered; false when it came without a socket. */
export function breakSocket(c: Context): boolean {
  const socket = findSocket(c.env);
  socket?.resetAndDestroy();
  return socket !== undefined;
}

/** Leaves the request without an answer until its client gives up or the stand-in closes. */
export function neverAnswer(c: Context, closing: AbortSignal): Promise<Response> {
  return new Promise((resolve) => {
    const giveUp = () => resolve(new Response(null, { status: 504 }));
    if (closing.aborted || c.req.raw.signal.aborted) return giveUp();
    closing.addEventListener('abort', giveUp, { once: true });
    c.req.raw.signal.addEventListener('abort', giveUp, { once: true });
  });
}

/** Waits that many milliseconds, less if the stand-in closes. */
export function delay(ms: number, closing: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (ms <= 0 || closing.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    closing.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

/** The Node server adapter puts the incoming message into the environment; other runtimes do not. */
function findSocket(env: unknown): Socket | undefined {
  if (typeof env !== 'object' || env === null || !('incoming' in env)) return undefined;
  const incoming = env.incoming;
  if (typeof incoming !== 'object' || incoming === null || !('socket' in incoming)) return undefined;
  return incoming.socket instanceof Socket ? incoming.socket : undefined;
}
