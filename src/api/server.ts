import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { ServerType } from '@hono/node-server';
import type { Log } from '#platform/log.ts';
import { answerUnreadRequests } from '#api/unread-requests.ts';

export interface ServerOptions {
  fetch: (request: Request, env: never) => Response | Promise<Response>;
  port: number;
  /** All interfaces when absent. */
  hostname?: string;
  log: Log;
  /** Milliseconds within which all headers must have come; 10 s by default. A whole request has three times as long. */
  headersTimeoutMs?: number;
  /** Milliseconds that `close` waits for answers that are on their way; 10 s by default. */
  closeAfterMs?: number;
}

export interface RunningServer {
  readonly port: number;
  /** For WebSocket upgrades. */
  readonly server: Server;
  /** Takes no new connections, finishes what is being answered, and cuts what takes longer. */
  close(): Promise<void>;
}

/** Listens for HTTP. Slow headers, slow bodies and oversized headers are cut before they cost anything. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const headersTimeoutMs = options.headersTimeoutMs ?? 10_000;
  const server = httpServer(
    createAdaptorServer({
      fetch: options.fetch as Parameters<typeof createAdaptorServer>[0]['fetch'],
      serverOptions: {
        headersTimeout: headersTimeoutMs,
        requestTimeout: headersTimeoutMs * 3,
        keepAliveTimeout: 65_000,
        connectionsCheckingInterval: Math.min(2_000, headersTimeoutMs),
        maxHeaderSize: 16_384,
        requireHostHeader: true,
      },
    }),
  );
  server.maxRequestsPerSocket = 0;
  answerUnreadRequests(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${options.port} is taken: stop what uses it, or set PORT to another one.`)
          : error,
      ),
    );
    server.listen(
      { port: options.port, ...(options.hostname === undefined ? {} : { host: options.hostname }) },
      resolve,
    );
  });
  server.on('error', (error) => options.log.error({ err: error }, 'the HTTP server failed'));
  // A TCP server always has an object here; a string would be a pipe's name.
  const { port } = server.address() as AddressInfo;
  return { port, server, close: () => closeServer(server, options.closeAfterMs ?? 10_000) };
}

async function closeServer(server: Server, closeAfterMs: number): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), closeAfterMs);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection becomes idle when its answer is out, and would then be kept for the next request.
  const letGo = setInterval(() => server.closeIdleConnections(), 20);
  await closed;
  clearInterval(letGo);
  clearTimeout(cut);
}

function httpServer(server: ServerType): Server {
  if ('closeAllConnections' in server) return server;
  throw new Error('Expected an HTTP/1.1 server.');
}
