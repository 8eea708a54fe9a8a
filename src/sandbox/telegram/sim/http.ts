import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { ZodError, z } from 'zod';
import type { SimEvent } from '../events.ts';
import type { Station } from '../station.ts';
import { SimError } from './command.ts';
import { isSimCommand, runSimCommand } from './commands.ts';

const pageFolder = new URL('../page/', import.meta.url);
const pageTypes: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};
const pagePolicy =
  "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; frame-src http: https:; object-src 'none'; base-uri 'none'";

/** The chat page at `/chat` and the simulator's own API below `/sim`. */
export function createSimRoutes(station: Station): Hono {
  const app = new Hono();

  app.get('/chat', () => page('index.html'));
  app.get('/page/:file{[a-z0-9-]+\\.(?:js|css|svg)}', (c) => page(c.req.param('file')));

  app.get('/sim/events', (c) => streamEvents(c, station));
  app.get('/sim/files/:contentId/:name?', (c) => {
    const file = station.world.files.get(c.req.param('contentId'));
    if (file === undefined) return c.text('Not found', 404);
    return fileResponse(c, new Uint8Array(station.world.readFile(file.contentId)), file.mimeType);
  });

  app.post('/sim/:command', async (c) => {
    const name = c.req.param('command');
    if (!isSimCommand(name)) return c.json({ ok: false, error: `no command ${name}` }, 404);
    // A foreign web page cannot send this content type without asking first, so it cannot drive the simulator.
    if (!(c.req.header('content-type') ?? '').startsWith('application/json'))
      return c.json({ ok: false, error: 'send JSON' }, 415);
    try {
      const input: unknown = await c.req.json();
      return c.json({ ok: true, result: ((await runSimCommand(station, name, input)) ?? null) as object });
    } catch (error) {
      if (error instanceof ZodError) return c.json({ ok: false, error: z.prettifyError(error) }, 400);
      if (error instanceof Error && (error instanceof SimError || error.name === 'ApiError'))
        return c.json({ ok: false, error: error.message }, 400);
      if (error instanceof SyntaxError) return c.json({ ok: false, error: 'the body is not JSON' }, 400);
      station.world.log(`sim ${name} failed: ${error instanceof Error ? error.stack : String(error)}`);
      return c.json({ ok: false, error: 'the simulator failed' }, 500);
    }
  });
  return app;
}

async function page(file: string): Promise<Response> {
  try {
    const body = await readFile(new URL(file, pageFolder));
    return new Response(body, {
      headers: {
        'content-type': pageTypes[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
        'content-security-policy': pagePolicy,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-cache',
      },
    });
  } catch {
    return new Response('Not found', { status: 404 });
  }
}

const shownInPage = /^(image\/(png|jpeg|gif|webp)|audio\/|video\/)/;

/** Media with range support, so that players can seek; anything a browser could run is a download. */
function fileResponse(c: Context, bytes: Uint8Array<ArrayBuffer>, mimeType: string): Response {
  const headers: Record<string, string> = {
    'content-type': shownInPage.test(mimeType) ? mimeType : 'application/octet-stream',
    'x-content-type-options': 'nosniff',
    'accept-ranges': 'bytes',
    ...(shownInPage.test(mimeType) ? {} : { 'content-disposition': 'attachment' }),
  };
  const range = /^bytes=(\d+)-(\d*)$/.exec(c.req.header('range') ?? '');
  if (range === null || bytes.length === 0) return new Response(bytes, { headers });
  const start = Number(range[1]);
  const end = Math.min(bytes.length - 1, range[2] === '' ? bytes.length - 1 : Number(range[2]));
  if (start > end) return new Response(null, { status: 416, headers: { 'content-range': `bytes */${bytes.length}` } });
  return new Response(bytes.slice(start, end + 1), {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${start}-${end}/${bytes.length}` },
  });
}

function streamEvents(c: Context, station: Station): Response {
  const lastSeen = c.req.header('last-event-id');
  const { events } = station.world;
  return streamSSE(c, async (stream) => {
    const write = (event: SimEvent): void => {
      void stream.writeSSE({ id: String(event.seq), data: JSON.stringify(event) });
    };
    await stream.write(': connected\n\n');
    const missed = lastSeen === undefined ? [] : events.since(Number(lastSeen));
    if (missed === null) write({ seq: events.lastSeq, type: 'reset' });
    else for (const event of missed) write(event);
    const stop = events.subscribe(write);
    await new Promise<void>((resolve) => {
      const beat = setInterval(() => void stream.write(': beat\n\n'), 15_000);
      const end = (): void => {
        clearInterval(beat);
        stop();
        resolve();
      };
      stream.onAbort(end);
      station.closing.addEventListener('abort', end, { once: true });
    });
  });
}
