import { serve } from '@hono/node-server';
import type { Hono } from 'hono';

/** Serves a stand-in on localhost until SIGINT or SIGTERM; prints one line with its address when it listens. */
export function serveApp(name: string, app: Hono, port: number, close: () => void): void {
  const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (info) => {
    process.stdout.write(`${name} stand-in listens on http://127.0.0.1:${info.port}\n`);
  });
  const stop = () => {
    close();
    server.close(() => process.exit(0));
    if ('closeAllConnections' in server) server.closeAllConnections();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
