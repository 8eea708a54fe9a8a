import { UpdateAgentInput, updateAgent } from '#domain/agents/update-agent.ts';
import { Agent, toAgent } from '#api/agents/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const updateAgentRoute = defineRoute(
  {
    method: 'patch',
    path: '/api/agents/{id}',
    operationId: 'updateAgent',
    tags: ['Agents'],
    summary: 'Change a voice agent',
    description: 'Another voice or number voids approvals that have not been dialled; they are asked for again.',
    request: { params: IdParams, body: jsonBody(UpdateAgentInput.omit({ agentId: true }), { name: 'Анна, вечер' }) },
    responses: { 200: answer(Agent, 'The agent as it is now.') },
  },
  async (c) =>
    c.json(toAgent(await updateAgent(c.get('ctx'), { ...c.req.valid('json'), agentId: c.req.valid('param').id })), 200),
  { permission: 'settings.write', errors: ['not_found'] },
);
