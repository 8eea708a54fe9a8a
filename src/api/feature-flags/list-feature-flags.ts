import { z } from '@hono/zod-openapi';
import { listFeatureFlags } from '#domain/feature-flags/list-feature-flags.ts';
import { FeatureFlag } from '#api/feature-flags/views.ts';
import { answer, defineRoute } from '#api/route.ts';

export const listFeatureFlagsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/feature-flags',
    operationId: 'listFeatureFlags',
    tags: ['Settings'],
    summary: 'Features that can be switched, and which are on',
    responses: { 200: answer(z.object({ items: z.array(FeatureFlag) }), 'All features.') },
  },
  async (c) => c.json({ items: await listFeatureFlags(c.get('ctx')) }, 200),
  { permission: 'settings.read' },
);
