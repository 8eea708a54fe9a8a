import { z } from '@hono/zod-openapi';
import type { SettingKey } from '#domain/settings/setting-schemas.ts';
import { testSetting } from '#domain/settings/test-setting.ts';
import { answer, defineRoute } from '#api/route.ts';

const ConnectionTest = z
  .object({
    ok: z.boolean(),
    message: z.string(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  })
  .openapi('ConnectionTest');

/** The route that tries one service. */
export function testSettingRoute<Key extends SettingKey>(key: Key) {
  return defineRoute(
    {
      method: 'post',
      path: `/api/settings/test/${key}` as const,
      operationId: `test${key.charAt(0).toUpperCase()}${key.slice(1)}Setting`,
      tags: ['Settings'],
      summary: `Ask ${key} a harmless question`,
      responses: { 200: answer(ConnectionTest, 'Whether it works, and if not, why and the way out.') },
    },
    async (c) => c.json(await testSetting(c.get('ctx'), { key }), 200),
    { permission: 'settings.write' },
  );
}
