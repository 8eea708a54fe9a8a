import { z } from '@hono/zod-openapi';
import { equalInConstantTime } from '#platform/hashing.ts';
import { HttpProblem } from '#api/errors.ts';
import type { ApiContext } from '#api/env.ts';
import { isLoopback } from '#api/middleware/client-address.ts';
import { defineRoute } from '#api/route.ts';

export const getMetricsRoute = defineRoute(
  {
    method: 'get',
    path: '/metrics',
    operationId: 'getMetrics',
    tags: ['Health'],
    summary: 'Figures for Prometheus',
    description: 'With the operator’s token as bearer, or from this machine when no token is set.',
    responses: { 200: { description: 'Prometheus text format.', content: { 'text/plain': { schema: z.string() } } } },
  },
  async (c) => {
    if (!mayRead(c))
      throw new HttpProblem('unauthenticated', 'Metrics need the operator’s token.', { 'WWW-Authenticate': 'Bearer' });
    const { metrics } = c.get('deps');
    return c.text(await metrics.metrics(), 200, { 'Content-Type': metrics.contentType });
  },
  { access: 'public', rate: 'health', errors: ['unauthenticated'] },
);

function mayRead(c: ApiContext): boolean {
  const { metricsToken } = c.get('deps').config;
  if (metricsToken !== null) return equalInConstantTime(c.req.header('authorization') ?? '', `Bearer ${metricsToken}`);
  // A proxy on this machine would make the whole internet look local.
  return (
    isLoopback(c.get('ip')) && c.req.header('x-forwarded-for') === undefined && c.req.header('forwarded') === undefined
  );
}
