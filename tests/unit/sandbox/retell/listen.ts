import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { once } from 'node:events';

export type Listening = { url: string; [Symbol.asyncDispose](): Promise<void> };

/** Serves an app on a free local port until disposed. */
export async function listen(app: Hono): Promise<Listening> {
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  if (!server.listening) await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The test server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      if ('closeAllConnections' in server) server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
