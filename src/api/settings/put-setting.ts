import { putSetting } from '#domain/settings/put-setting.ts';
import { PutSettingInput } from '#domain/settings/put-setting.ts';
import type { SettingKey } from '#domain/settings/setting-schemas.ts';
import { Setting, toSetting } from '#api/settings/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

const examples: Record<SettingKey, Record<string, string | null>> = {
  retell: { apiKey: 'your Retell key', fromNumber: '+14155550100', agentId: 'agent_12345' },
  openai: { apiKey: 'your OpenAI key', kind: 'openai', model: 'gpt-5-mini' },
  telegram: { botToken: '123456789:the-token-that-BotFather-gave-you', chatId: '-1001234567890' },
  email: {
    host: 'smtp.example.com',
    port: '587',
    user: 'sales@example.com',
    password: 'your password',
    from: 'Sales <sales@example.com>',
  },
  storage: { endpoint: 'https://s3.example.com', bucket: 'perezvon', accessKey: 'your key', secretKey: 'your secret' },
};

/** The route that connects one service. */
export function putSettingRoute<Key extends SettingKey>(key: Key) {
  return defineRoute(
    {
      method: 'put',
      path: `/api/settings/${key}` as const,
      operationId: `put${key.charAt(0).toUpperCase()}${key.slice(1)}Setting`,
      tags: ['Settings'],
      summary: `Connect ${key}, or change how`,
      description:
        'What is left out stays as it is; null removes it. Secrets are encrypted at rest and never read back.',
      request: { body: jsonBody(PutSettingInput.shape.values, examples[key]) },
      responses: { 200: answer(Setting, 'The service as it is now.') },
    },
    async (c) => c.json(toSetting(await putSetting(c.get('ctx'), { key, values: c.req.valid('json') })), 200),
    { permission: 'settings.write' },
  );
}

/** The older systems' one address for all services. */
export const putAnySettingRoute = defineRoute(
  {
    method: 'post',
    path: '/api/settings',
    operationId: 'putAnySetting',
    tags: ['Settings'],
    summary: 'Connect a service named in the body, or change how',
    description: 'The same as PUT /api/settings/{key}: what is left out stays as it is; null removes it.',
    request: { body: jsonBody(PutSettingInput, { key: 'retell', values: examples.retell }) },
    responses: { 200: answer(Setting, 'The service as it is now.') },
  },
  async (c) => c.json(toSetting(await putSetting(c.get('ctx'), c.req.valid('json'))), 200),
  { permission: 'settings.write' },
);
