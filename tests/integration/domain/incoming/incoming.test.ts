import { afterAll, beforeAll, expect, test } from 'vitest';
import { listLeadActivities } from '#domain/activities/list-lead-activities.ts';
import { createIncomingToken } from '#domain/incoming/create-incoming-token.ts';
import { findIncomingToken } from '#domain/incoming/find-incoming-token.ts';
import { listIncomingTokens } from '#domain/incoming/list-incoming-tokens.ts';
import { receiveIncoming } from '#domain/incoming/receive-incoming.ts';
import type { ReceiveIncomingInput } from '#domain/incoming/receive-incoming.ts';
import { revokeIncomingToken } from '#domain/incoming/revoke-incoming-token.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
let tokenId: string;
beforeAll(async () => {
  world = await createTestWorld();
  tokenId = (await createIncomingToken(world.as(world.admin), { name: 'Site' })).id;
});
afterAll(() => world.close());

const receive = (input: ReceiveIncomingInput) => receiveIncoming(world.system(), tokenId, input);

test('An incoming address leads to its organization until it is revoked, and its secret is not kept.', async () => {
  const { id, token, url } = await createIncomingToken(world.as(world.admin), { name: 'Form' });
  expect(url).toBe(`http://localhost:8080/api/webhooks/incoming/${token}`);
  expect(await findIncomingToken(world.make, token)).toEqual({
    organizationId: world.organizationId,
    incomingTokenId: id,
    name: 'Form',
  });
  expect(await findIncomingToken(world.make, `${token}x`)).toBeNull();
  expect(JSON.stringify(await world.database.prisma.incomingToken.findMany())).not.toContain(token);
  await expect(revokeIncomingToken(world.as(world.other.admin), { incomingTokenId: id })).rejects.toMatchObject({
    code: 'not_found',
  });
  await revokeIncomingToken(world.as(world.admin), { incomingTokenId: id });
  expect(await findIncomingToken(world.make, token)).toBeNull();
  expect((await listIncomingTokens(world.as(world.admin))).map((one) => one.name)).toEqual(['Form', 'Site']);
});

test('Incoming addresses are made and seen only with the permission.', async () => {
  for (const user of [world.manager, world.analyst]) {
    await expect(createIncomingToken(world.as(user), { name: 'x' })).rejects.toMatchObject({
      reason: 'permission.missing',
    });
    await expect(listIncomingTokens(world.as(user))).rejects.toMatchObject({ reason: 'permission.missing' });
    await expect(
      receiveIncoming(world.as(user), tokenId, { type: 'lead', externalId: '1', name: 'x' }),
    ).rejects.toMatchObject({ reason: 'permission.missing' });
  }
});

test('A lead that is delivered forty times at once is one lead with one answer.', async () => {
  const results = await Promise.all(
    Array.from({ length: 40 }, () =>
      receive({ type: 'lead', externalId: 'form-1', name: 'Мария', phone: '8 916 666-00-01', note: 'тест-драйв' }),
    ),
  );
  expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
  const lead = await getLead(world.as(world.admin), { leadId: results[0]?.leadId ?? '' });
  expect(lead).toMatchObject({
    name: 'Мария',
    source: 'webhook',
    note: 'тест-драйв',
    contact: { phones: ['+79166660001'] },
  });
  expect(lead.owner).not.toBeNull();
  expect(await world.database.prisma.lead.count({ where: { name: 'Мария' } })).toBe(1);
});

test('What cannot be read as a number or address is kept in the note instead of losing the lead.', async () => {
  const { leadId } = await receive({
    type: 'lead',
    externalId: 'form-2',
    name: 'Odd',
    phone: 'call me',
    email: 'not-mail',
    note: 'hi',
  });
  expect(await getLead(world.as(world.admin), { leadId })).toMatchObject({
    note: 'hi\ncall me\nnot-mail',
    contact: { phones: [], emails: [] },
  });
});

test('A message and a call continue the open lead of their person, each once.', async () => {
  const first = await receive({ type: 'lead', externalId: 'form-3', name: 'Пётр', phone: '+79166660003' });
  const say = () => receive({ type: 'message', externalId: 'm-1', phone: '8 916 666 00 03', text: 'Жду ответа' });
  const [message, repeat] = await Promise.all([say(), say()]);
  expect(repeat).toEqual(message);
  expect(message.leadId).toBe(first.leadId);
  const call = await receive({
    type: 'call',
    externalId: 'c-1',
    phone: '+79166660003',
    direction: 'incoming',
    durationSec: 65,
    managerName: 'Анна',
  });
  expect(call.leadId).toBe(first.leadId);
  expect(await world.database.prisma.call.findUnique({ where: { id: call.id } })).toMatchObject({
    status: 'ended',
    durationSec: 65,
    phone: '+79166660003',
    source: 'incoming',
  });
  const { items } = await listLeadActivities(world.as(world.admin), { leadId: first.leadId });
  expect(items.filter((item) => item.kind === 'message.received').map((item) => item.data['text'])).toEqual([
    'Жду ответа',
  ]);
});

test('A message without a name or any identity still becomes a lead.', async () => {
  const { leadId } = await receive({ type: 'message', externalId: 'anonymous-1', text: 'Перезвоните' });
  expect((await getLead(world.as(world.admin), { leadId })).name).toBe('anonymous-1');
});

test('Fields that are unknown, and a type that is unknown, are refused.', async () => {
  const odd = { type: 'lead', externalId: '9', name: 'x', organizationId: world.other.organizationId } as const;
  await expect(receive(odd)).rejects.toMatchObject({ reason: 'input.invalid' });
  await expect(receive({ type: 'deal' } as unknown as ReceiveIncomingInput)).rejects.toMatchObject({
    reason: 'input.invalid',
  });
});
