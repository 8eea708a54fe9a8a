import { CreateAgentInput, createAgent } from '#domain/agents/create-agent.ts';
import { Agent, toAgent } from '#api/agents/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

const example = {
  name: 'Анна',
  providerAgentId: 'agent_12345',
  fromNumber: '+14155550100',
  language: 'ru',
  script: {
    disclosure: 'Здравствуйте! Это голосовой помощник на основе искусственного интеллекта, разговор записывается.',
    text: 'Узнайте, что интересует клиента, и предложите время встречи.',
  },
} as const;

export const createAgentRoute = defineRoute(
  {
    method: 'post',
    path: '/api/agents',
    operationId: 'createAgent',
    tags: ['Agents'],
    summary: 'Add a voice agent with its first script',
    request: { body: jsonBody(CreateAgentInput, example) },
    responses: { 201: answer(Agent, 'The new agent.') },
  },
  async (c) => c.json(toAgent(await createAgent(c.get('ctx'), c.req.valid('json'))), 201),
  { permission: 'settings.write', isIdempotent: true },
);
