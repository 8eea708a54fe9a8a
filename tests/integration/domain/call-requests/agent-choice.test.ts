import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAgent } from '#domain/agents/create-agent.ts';
import { createCallWorld } from '#tests/support/call-world.ts';
import type { CallWorld } from '#tests/support/call-world.ts';

let world: CallWorld;
beforeAll(async () => void (world = await createCallWorld()));
afterAll(() => world.close());

test('a client is called by the agent that speaks their language, and by the default one when none does', async () => {
  const english = await createAgent(world.as(world.admin), {
    name: 'Alice',
    providerAgentId: 'agent_en',
    fromNumber: '+14155550101',
    language: 'en',
    script: { disclosure: 'Hello! This is an AI assistant, the call is recorded.', text: 'Ask what they need.' },
  });
  const lead = await world.aLead();
  await world.system().db.contact.updateMany({ where: { id: lead.contactId }, data: { language: 'en' } });
  const forEnglish = await world.aRequest({ leadId: lead.leadId });
  expect(forEnglish).toMatchObject({ agent: { id: english.id }, language: 'en' });

  const russian = await world.aLead();
  await world.system().db.contact.updateMany({ where: { id: russian.contactId }, data: { language: null } });
  expect(await world.aRequest({ leadId: russian.leadId })).toMatchObject({
    agent: { id: world.agentId },
    language: 'ru',
  });
});
