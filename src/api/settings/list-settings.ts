import { z } from '@hono/zod-openapi';
import { getSettings } from '#domain/settings/get-settings.ts';
import { Setting, toSetting } from '#api/settings/views.ts';
import { answer, defineRoute } from '#api/route.ts';

export const listSettingsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/settings',
    operationId: 'listSettings',
    tags: ['Settings'],
    summary: 'All services and whether they are connected',
    responses: { 200: answer(z.object({ items: z.array(Setting) }), 'All services.') },
  },
  async (c) => c.json({ items: (await getSettings(c.get('ctx'))).map(toSetting) }, 200),
  { permission: 'settings.read' },
);
