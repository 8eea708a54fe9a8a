import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { EventId } from '#api/realtime/client-messages.ts';

export const livePaths = ['/ws', '/ws/calls'] as const;
export type LivePath = (typeof livePaths)[number];

/** What a request for a connection asks for. */
export interface Handshake {
  path: LivePath;
  /** From the header, the address, or the sub-protocols, in which browsers can send it. */
  token: string | null;
  lastEventId: bigint | null;
}

/** Reads a request for a connection; null when its path is none of ours, a text when something is wrong with it. */
export function readHandshake(request: IncomingMessage): Handshake | string | null {
  const url = URL.parse(request.url ?? '', 'http://localhost');
  const path = livePaths.find((known) => known === url?.pathname);
  if (!url || !path) return null;
  const given = url.searchParams.get('lastEventId') ?? undefined;
  const lastEventId = EventId.optional().safeParse(given);
  if (!lastEventId.success) return 'lastEventId must be the id of an event.';
  const bearer = /^Bearer ([^\s]{1,4096})$/i.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? url.searchParams.get('token') ?? tokenOfProtocols(request);
  return { path, token, lastEventId: lastEventId.data === undefined ? null : BigInt(lastEventId.data) };
}

/** `Sec-WebSocket-Protocol: bearer, <token>` */
function tokenOfProtocols(request: IncomingMessage): string | null {
  const [name, token] = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((part) => part.trim());
  return name === 'bearer' && token ? token : null;
}

/** Whether the browser behind a request may connect: programs send no origin, pages only from here or from the list. */
export function isOriginAllowed(request: IncomingMessage, corsOrigins: readonly string[], publicUrl: string): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return true;
  return corsOrigins.includes(origin) || origin === new URL(publicUrl).origin;
}

/** Answers a request for a connection in the one error shape, and ends it. */
export function refuseHandshake(socket: Duplex, status: number, phrase: string, code: string, message: string): void {
  const body = JSON.stringify({ code, message });
  socket.end(
    `HTTP/1.1 ${status} ${phrase}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
