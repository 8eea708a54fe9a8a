import { getAgent } from '#domain/agents/get-agent.ts';
import { Agent, toAgent } from '#api/agents/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const getAgentRoute = defineRoute(
  {
    method: 'get',
    path: '/api/agents/{id}',
    operationId: 'getAgent',
    tags: ['Agents'],
    summary: 'One voice agent',
    request: { params: IdParams },
    responses: { 200: answer(Agent, 'The agent with the newest version of its script.') },
  },
  async (c) => c.json(toAgent(await getAgent(c.get('ctx'), { agentId: c.req.valid('param').id })), 200),
  { permission: 'calls.read', errors: ['not_found'] },
);
