import { z } from '@hono/zod-openapi';
import { listAgents } from '#domain/agents/list-agents.ts';
import { Agent, toAgent } from '#api/agents/views.ts';
import { answer, defineRoute } from '#api/route.ts';

export const listAgentsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/agents',
    operationId: 'listAgents',
    tags: ['Agents'],
    summary: 'Voice agents, the default one first',
    responses: { 200: answer(z.object({ items: z.array(Agent) }), 'All agents.') },
  },
  async (c) => c.json({ items: (await listAgents(c.get('ctx'))).map(toAgent) }, 200),
  { permission: 'calls.read' },
);
