import { updateAgent } from '#domain/agents/update-agent.ts';
import { Message } from '#api/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const deleteAgentRoute = defineRoute(
  {
    method: 'delete',
    path: '/api/agents/{id}',
    operationId: 'deleteAgent',
    tags: ['Agents'],
    summary: 'Take a voice agent out of use',
    description:
      'It makes no more calls and is in no list; what it said stays in the records of its calls. PATCH with `disabled: false` brings it back.',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'Out of use.') },
  },
  async (c) => {
    await updateAgent(c.get('ctx'), { agentId: c.req.valid('param').id, disabled: true });
    return c.json({ message: 'The agent makes no more calls.' }, 200);
  },
  { permission: 'settings.write', errors: ['not_found'] },
);
