import { AddScriptVersionInput, addScriptVersion } from '#domain/agents/add-script-version.ts';
import { Script } from '#api/agents/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

const example = {
  disclosure: 'Здравствуйте! Это голосовой помощник на основе искусственного интеллекта, разговор записывается.',
  text: 'Уточните бюджет и предложите тест-драйв.',
};

export const addScriptRoute = defineRoute(
  {
    method: 'post',
    path: '/api/agents/{id}/scripts',
    operationId: 'addScript',
    tags: ['Agents'],
    summary: 'Write the next version of a script',
    request: { params: IdParams, body: jsonBody(AddScriptVersionInput.omit({ agentId: true }), example) },
    responses: { 201: answer(Script, 'The new version.') },
  },
  async (c) => {
    const script = await addScriptVersion(c.get('ctx'), { ...c.req.valid('json'), agentId: c.req.valid('param').id });
    return c.json(script, 201);
  },
  { permission: 'settings.write', errors: ['not_found'], isIdempotent: true },
);
