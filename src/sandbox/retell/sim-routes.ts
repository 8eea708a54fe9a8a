import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { CallLedger } from './call-ledger.ts';
import type { PhoneLines } from './phone-lines.ts';
import type { RetellSim } from './sim.ts';
import { toSimCall } from './sim.ts';
import { HttpFault, ScriptedOutcome, SimSettings, WebhookBehaviour, WebhookOrder } from './sim-schemas.ts';
import { signRecordingPath } from './recording-links.ts';

const PAGE_FILES: Record<string, string> = {
  'phone.html': 'text/html; charset=utf-8',
  'phone.css': 'text/css; charset=utf-8',
  'phone.js': 'text/javascript; charset=utf-8',
  'phone-texts.js': 'text/javascript; charset=utf-8',
};
const SHOWN_CALLS = 8;
const KEEP_ALIVE_MS = 15_000;

export type SimRouteParts = {
  sim: RetellSim;
  ledger: CallLedger;
  lines: PhoneLines;
  apiKey: string;
  linkTtlMs: number;
  closing: AbortSignal;
};

/** The phone page and the JSON and SSE control routes under `/sim`. */
export function createSimRoutes({ sim, ledger, lines, apiKey, linkTtlMs, closing }: SimRouteParts): Hono {
  const app = new Hono();

  app.get('/phone', () => sendPage('phone.html'));
  app.get('/phone/:file', (c) => sendPage(c.req.param('file')));

  app.use('/sim/*', async (c, next) => {
    // A form on another site can post without asking, but not with this content type.
    const isJson = c.req.header('content-type')?.startsWith('application/json') ?? false;
    if (c.req.method === 'POST' && !isJson) return c.json({ message: 'Send application/json.' }, 415);
    return next();
  });

  app.get('/sim/calls', (c) => c.json(sim.calls()));
  app.get('/sim/calls-per-attempt', (c) => c.json(sim.callsPerAttempt()));
  app.get('/sim/requests', (c) => c.json(sim.requests()));
  app.get('/sim/sent-webhooks', (c) => c.json(sim.sentWebhooks()));
  app.get('/sim/idle', async (c) => {
    try {
      await sim.idle(Number(c.req.query('timeoutMs') ?? 10_000));
      return c.json({ ok: true });
    } catch (error) {
      return c.json({ message: String(error) }, 408);
    }
  });

  app.post('/sim/next-call', (c) => take(c, ScriptedOutcome, sim.nextCall));
  app.post('/sim/webhooks', (c) => take(c, WebhookBehaviour, sim.webhooks));
  app.post('/sim/faults', (c) => take(c, HttpFault, sim.fault));
  app.post('/sim/settings', (c) => take(c, SimSettings, sim.settings));
  app.post('/sim/expire-recordings', (c) => take(c, z.object({}), () => sim.expireRecordings()));
  app.post('/sim/reset', (c) =>
    take(c, z.object({ keepCalls: z.boolean().default(false) }), (body) => sim.reset(body)),
  );
  app.post('/sim/send-webhook', (c) =>
    take(c, WebhookOrder, async (order) => ({ status: await sim.sendWebhook(order) })),
  );

  app.post('/sim/calls/:id/answer', (c) => act(c, sim.answer(c.req.param('id'))));
  app.post('/sim/calls/:id/decline', (c) => act(c, sim.decline(c.req.param('id'))));
  app.post('/sim/calls/:id/hang-up', (c) => act(c, sim.hangUp(c.req.param('id'))));
  app.post('/sim/calls/:id/say', async (c) => {
    const parsed = z.object({ text: z.string().trim().min(1).max(2000) }).safeParse(await c.req.json());
    return parsed.success ? act(c, sim.say(c.req.param('id'), parsed.data.text)) : c.json({ message: 'No text.' }, 400);
  });

  app.get('/sim/phone/events', (c) => {
    const number = c.req.query('number') || null;
    return streamSSE(c, async (stream) => {
      let wake = () => {};
      let isStale = true;
      const closeLine = lines.open(number, () => {
        isStale = true;
        wake();
      });
      const end = () => wake();
      closing.addEventListener('abort', end, { once: true });
      stream.onAbort(() => {
        closeLine();
        wake();
      });
      while (!stream.aborted && !closing.aborted) {
        if (isStale) {
          isStale = false;
          await stream.writeSSE({ event: 'state', data: JSON.stringify(phoneState(number)) });
        }
        if (isStale) continue;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, KEEP_ALIVE_MS);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        if (!isStale && !stream.aborted) await stream.write(': keep-alive\n\n');
      }
      closing.removeEventListener('abort', end);
      closeLine();
    });
  });

  return app;

  function phoneState(number: string | null): Record<string, unknown> {
    const calls = ledger
      .all()
      .filter((record) => number === null || record.toNumber === number)
      .toReversed()
      .slice(0, SHOWN_CALLS)
      .map((record) => ({
        ...toSimCall(record),
        agentName: record.agent.name,
        language: record.plan.language,
        startedAtMs: record.startedAtMs ?? null,
        recordingPath:
          record.ending && record.turns.length > 0
            ? signRecordingPath(record.callId, 'channels', apiKey, linkTtlMs)
            : null,
      }));
    return { calls };
  }
}

async function sendPage(file: string): Promise<Response> {
  const type = PAGE_FILES[file];
  if (!type) return new Response('Not found', { status: 404 });
  const text = await readFile(new URL(`./page/${file}`, import.meta.url));
  return new Response(text, { headers: { 'content-type': type, 'cache-control': 'no-store' } });
}

async function take<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
  apply: (body: z.output<Schema>) => unknown,
): Promise<Response> {
  const parsed = schema.safeParse(await c.req.json().catch(() => undefined));
  if (!parsed.success) return c.json({ message: z.prettifyError(parsed.error) }, 400);
  try {
    const result = await apply(parsed.data);
    return c.json(result ?? { ok: true });
  } catch (error) {
    return c.json({ message: String(error) }, 404);
  }
}

function act(c: Context, hasActed: boolean): Response {
  return hasActed ? c.json({ ok: true }) : c.json({ message: 'The call is not in a state for this.' }, 409);
}
