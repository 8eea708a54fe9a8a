import { z } from '@hono/zod-openapi';
import { notFound } from '#domain/not-found.ts';
import { removeSetting } from '#domain/settings/remove-setting.ts';
import { SettingKeyInput } from '#domain/settings/setting-schemas.ts';
import { Message } from '#api/views.ts';
import { answer, defineRoute } from '#api/route.ts';

const KeyParams = z.object({
  key: z
    .string()
    .max(60)
    .openapi({ param: { name: 'key', in: 'path' }, example: 'retell' }),
});

export const removeSettingRoute = defineRoute(
  {
    method: 'delete',
    path: '/api/settings/{key}',
    operationId: 'removeSetting',
    tags: ['Settings'],
    summary: 'Disconnect a service and forget its secrets',
    description: 'The default organization falls back to the service of the environment.',
    request: { params: KeyParams },
    responses: { 200: answer(Message, 'Disconnected.') },
  },
  async (c) => {
    const key = SettingKeyInput.safeParse(c.req.valid('param').key);
    if (!key.success) throw notFound('setting');
    await removeSetting(c.get('ctx'), { key: key.data });
    return c.json({ message: 'The service is disconnected.' }, 200);
  },
  { permission: 'settings.write', errors: ['not_found'] },
);
