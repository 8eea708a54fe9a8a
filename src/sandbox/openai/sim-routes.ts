import { Hono } from 'hono';
import type { Context } from 'hono';
import { z } from 'zod';
import type { OpenAiSim } from './sim.ts';
import { ModelMode, OpenAiFault, ScriptedAnswer, ScriptedTranscription } from './sim-schemas.ts';

/** Control over HTTP for tests in another process. */
export function createSimRoutes(sim: OpenAiSim): Hono {
  const app = new Hono();
  app.use('/sim/*', async (c, next) => {
    // A form on another site can post without asking, but not with this content type.
    const isJson = c.req.header('content-type')?.startsWith('application/json') ?? false;
    if (c.req.method === 'POST' && !isJson) return c.json({ message: 'Send application/json.' }, 415);
    return next();
  });
  app.get('/sim/requests', (c) => c.json(sim.requests()));
  app.post('/sim/answers', (c) => take(c, ScriptedAnswer, sim.answer));
  app.post('/sim/transcriptions', (c) => take(c, ScriptedTranscription, sim.transcription));
  app.post('/sim/faults', (c) => take(c, OpenAiFault, sim.fault));
  app.post('/sim/mode', (c) => take(c, z.object({ mode: ModelMode }), ({ mode }) => sim.setMode(mode)));
  app.post('/sim/reset', (c) => take(c, z.object({}), () => sim.reset()));
  return app;
}

async function take<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
  apply: (body: z.output<Schema>) => void,
): Promise<Response> {
  const parsed = schema.safeParse(await c.req.json().catch(() => undefined));
  if (!parsed.success) return c.json({ message: z.prettifyError(parsed.error) }, 400);
  apply(parsed.data);
  return c.json({ ok: true });
}
