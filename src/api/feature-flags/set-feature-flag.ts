import { z } from '@hono/zod-openapi';
import { flagKeys } from '#domain/feature-flags/flags.ts';
import { setFeatureFlag } from '#domain/feature-flags/set-feature-flag.ts';
import { FeatureFlag } from '#api/feature-flags/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

const Params = z.object({ key: z.enum(flagKeys).openapi({ param: { name: 'key', in: 'path' }, example: 'aiDrafts' }) });

export const setFeatureFlagRoute = defineRoute(
  {
    method: 'put',
    path: '/api/feature-flags/{key}',
    operationId: 'setFeatureFlag',
    tags: ['Settings'],
    summary: 'Switch a feature on or off',
    request: { params: Params, body: jsonBody(z.strictObject({ enabled: z.boolean() }), { enabled: false }) },
    responses: { 200: answer(FeatureFlag, 'The feature as it is now.') },
  },
  async (c) => {
    const { key } = c.req.valid('param');
    return c.json(await setFeatureFlag(c.get('ctx'), { key, ...c.req.valid('json') }), 200);
  },
  { permission: 'settings.write' },
);
