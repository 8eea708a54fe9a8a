import { z } from '@hono/zod-openapi';
import { listScriptVersions } from '#domain/agents/list-script-versions.ts';
import { Script } from '#api/agents/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const listScriptsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/agents/{id}/scripts',
    operationId: 'listScripts',
    tags: ['Agents'],
    summary: 'All versions of a script, the newest first',
    request: { params: IdParams },
    responses: { 200: answer(z.object({ items: z.array(Script) }), 'The versions.') },
  },
  async (c) => c.json({ items: await listScriptVersions(c.get('ctx'), { agentId: c.req.valid('param').id }) }, 200),
  { permission: 'calls.read', errors: ['not_found'] },
);
