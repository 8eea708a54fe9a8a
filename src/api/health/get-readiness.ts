import { z } from '@hono/zod-openapi';
import { answer, defineRoute } from '#api/route.ts';

const Readiness = z
  .object({ ready: z.boolean(), checks: z.record(z.string(), z.object({ ok: z.boolean(), detail: z.string() })) })
  .openapi('Readiness');

export const getReadinessRoute = defineRoute(
  {
    method: 'get',
    path: '/api/health/ready',
    operationId: 'getReadiness',
    tags: ['Health'],
    summary: 'Whether the system makes progress',
    responses: { 200: answer(Readiness, 'It makes progress.'), 503: answer(Readiness, 'Something stands still.') },
  },
  async (c) => {
    const { readiness, log } = c.get('deps');
    const report = await readiness();
    if (!report.ready) log.warn({ checks: report.checks }, 'not ready');
    // What failed is for the logs; strangers learn only that it did.
    const checks = Object.fromEntries(
      Object.entries(report.checks).map(([name, { ok }]) => [name, { ok, detail: ok ? 'ok' : 'failing' }]),
    );
    return c.json({ ready: report.ready, checks }, report.ready ? 200 : 503);
  },
  { access: 'public', rate: 'health' },
);
