import { z } from 'zod';
import { SignedIn, WithId, createApiClient } from '#tests/support/api-client.ts';
import { createPerson } from '#tests/support/person.ts';
import type { Person } from '#tests/support/person.ts';
import type { ApprovalWorld } from './approval-world.ts';

const token = '7100000002:stand-in-token-of-the-neighbors-bot';
const username = 'neighbor_test_bot';

/** A second organization of the same product, with a bot of its own; its approver has a card of a request that waits. */
export async function openNeighbor(
  world: ApprovalWorld,
): Promise<{ approver: Person; request: { id: string; goal: string } }> {
  const { product, standIns } = world.foreign;
  const { sim } = standIns.telegram;
  const { language } = world.team;
  await sim.registerBot({ token, username, name: 'Neighbor' });
  const registration = {
    name: 'Nina Neighbor',
    email: 'nina@example.com',
    password: 'a password of the tests',
    organizationName: 'Neighbors',
    language,
  };
  const signedIn = await createApiClient(() => product.url).send('POST', '/api/auth/register', registration, SignedIn);
  const api = createApiClient(() => product.url, signedIn.token);
  await world.sql(
    `UPDATE organizations SET calling_from_minute = 0, calling_to_minute = 1440, hours_between_calls = 0 WHERE name = $1`,
    ['Neighbors'],
  );
  await api.send('PUT', '/api/settings/telegram', { botToken: token }, z.unknown());
  const agent = {
    name: 'Robin',
    providerAgentId: 'agent_neighbor',
    fromNumber: '+14155550101',
    language: 'en',
    isDefault: true,
    script: { disclosure: 'Hello, I am an AI assistant and this call is recorded.', text: 'Ask what they need.' },
  };
  await api.send('POST', '/api/agents', agent, z.unknown());
  const approver = await joinApprover(api, sim, language);
  const lead = await api.send('POST', '/api/leads', { name: 'Frank Far', phone: '+74952009999' }, WithId);
  const goal = 'A call of the neighbors';
  const { id } = await api.send('POST', '/api/call-requests', { leadId: lead.id, goal }, WithId);
  return { approver, request: { id, goal } };
}

async function joinApprover(
  api: ReturnType<typeof createApiClient>,
  sim: Person['sim'],
  language: Person['language'],
): Promise<Person> {
  const member = { name: 'Egor Elsewhere', email: 'egor@example.com', role: 'analyst', permissions: ['calls.approve'] };
  const { id } = await api.send('POST', '/api/users', member, WithId);
  const { invite_url: link } = await api.send(
    'POST',
    `/api/users/${id}/invite`,
    undefined,
    z.object({ invite_url: z.url() }),
  );
  const startParam = new URL(link).searchParams.get('start') ?? '';
  const person = await createPerson(sim, {
    firstName: 'Egor',
    lastName: 'Elsewhere',
    language,
    bot: username,
    startParam,
  });
  const isWelcome = async () => (await person.chatHistory()).some((message) => message.text.includes('Neighbors'));
  await sim.waitFor(isWelcome, 20_000, 'the neighbor being welcomed');
  return person;
}
