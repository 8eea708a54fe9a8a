import { z } from '@hono/zod-openapi';
import { notFound } from '#domain/not-found.ts';
import { getSettings } from '#domain/settings/get-settings.ts';
import { Setting, toSetting } from '#api/settings/views.ts';
import { answer, defineRoute } from '#api/route.ts';

const KeyParams = z.object({
  key: z
    .string()
    .max(60)
    .openapi({ param: { name: 'key', in: 'path' }, example: 'retell' }),
});

export const getSettingRoute = defineRoute(
  {
    method: 'get',
    path: '/api/settings/{key}',
    operationId: 'getSetting',
    tags: ['Settings'],
    summary: 'One service',
    request: { params: KeyParams },
    responses: { 200: answer(Setting, 'The service.') },
  },
  async (c) => {
    const { key } = c.req.valid('param');
    const setting = (await getSettings(c.get('ctx'))).find((one) => one.key === key);
    if (!setting) throw notFound('setting');
    return c.json(toSetting(setting), 200);
  },
  { permission: 'settings.read', errors: ['not_found'] },
);
