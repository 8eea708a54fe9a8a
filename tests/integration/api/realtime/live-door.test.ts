import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordExternalCall } from '#domain/calls/record-external-call.ts';
import { inTransaction } from '#domain/transaction.ts';
import { newId } from '#platform/ids.ts';
import { createLiveWorld } from '#tests/integration/api/realtime/live-world.ts';
import type { LiveWorld } from '#tests/integration/api/realtime/live-world.ts';
import { until } from '#tests/support/child-process.ts';
import { connectLive, isReady } from '#tests/support/live-client.ts';

let live: LiveWorld;
let token: string;
beforeAll(async () => {
  live = await createLiveWorld({ signInMs: 200, messageBurst: 10, socketsPerUser: 5, maxWaitingBytes: 50_000 });
  token = await live.tokenOf(live.world.manager);
});
afterAll(() => live.close());

const connect = (path: string, options: Parameters<typeof connectLive>[2] = {}) =>
  connectLive(live.port, path, options);

test('a token comes by header, address, sub-protocol or first message', async () => {
  const first = connect('/ws');
  await once(first.ws, 'open');
  first.say({ type: 'auth', token });
  const clients = [
    first,
    connect('/ws', { token }),
    connect(`/ws?token=${token}`),
    connect('/ws', { protocols: ['bearer', token] }),
  ];
  for (const client of clients) {
    expect(await client.hear(isReady)).toEqual({ type: 'ready', lastEventId: expect.stringMatching(/^\d+$/) });
    await client.close();
  }
  expect(clients[3]?.ws.protocol).toBe('bearer');
});

test.each([
  ['nonsense', 'x'],
  ['an unsigned token', `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.e30.`],
  ['a token with a foreign signature', 'e30.e30.e30'],
])('%s is turned away with the code that says to sign in', async (_name, forged) => {
  expect(await connect('/ws', { token: forged }).ended).toMatchObject({ code: 4401 });
  expect(await connect(`/ws/calls?token=${encodeURIComponent(forged)}`).ended).toMatchObject({ code: 4401 });
});

test('a token whose payload was changed is turned away', async () => {
  const [header, , sign] = token.split('.');
  const claims = Buffer.from(JSON.stringify({ sub: live.world.admin.id, org: live.world.organizationId, exp: 9e9 }));
  expect(await connect('/ws', { token: `${header}.${claims.toString('base64url')}.${sign}` }).ended).toMatchObject({
    code: 4401,
  });
});

test('who does not sign in in time, or says something before, is turned away', async () => {
  const silent = connect('/ws');
  expect(await silent.ended).toMatchObject({ code: 4401 });
  const early = connect('/ws');
  await once(early.ws, 'open');
  early.say({ type: 'join', room: 'organization' });
  expect(await early.ended).toMatchObject({ code: 4401 });
});

test('pages of other origins are refused, those of the list and programs are not', async () => {
  expect(await connect('/ws', { token, headers: { origin: 'https://evil.example.com' } }).ended).toMatchObject({
    code: 403,
  });
  const page = connect('/ws', { token, headers: { origin: 'https://app.example.com' } });
  await page.hear(isReady);
  await page.close();
});

test.each([
  ['/elsewhere', 404],
  ['/ws/', 404],
  ['/ws?lastEventId=latest', 422],
  ['/ws?lastEventId=-1', 422],
])('a connection to %s is refused with %i', async (path, code) => {
  expect(await connect(path, { token }).ended).toMatchObject({ code });
});

test.each([
  ['a message that is too large', 'x'.repeat(10_000), 1009],
  ['a message that is no JSON', '{', 1008],
  ['a message of no known type', '{"type":"drop"}', 1008],
  ['a room of somebody else’s', '{"type":"join","room":"user:0"}', 1008],
])('%s ends the connection', async (_name, text, code) => {
  const client = connect('/ws', { token });
  await client.hear(isReady);
  client.ws.send(text);
  expect(await client.ended).toMatchObject({ code });
});

test('too many messages, and too many connections of one member, are cut off', async () => {
  const chatty = connect('/ws', { token });
  await chatty.hear(isReady);
  for (let message = 0; message < 20; message += 1) chatty.say({ type: 'ping' });
  expect(await chatty.ended).toMatchObject({ code: 4429 });
  const other = await live.tokenOf(live.world.otherManager);
  const open = Array.from({ length: 5 }, () => connect('/ws', { token: other }));
  for (const client of open) await client.hear(isReady);
  expect(await connect('/ws', { token: other }).ended).toMatchObject({ code: 4429 });
  for (const client of open) await client.close();
});

test('a client that does not read is cut off, and gets everything when it comes back', async () => {
  const analyst = await live.tokenOf(live.world.analyst);
  const slow = connect('/ws', { token: analyst });
  const { lastEventId } = await slow.hear(isReady);
  slow.ws.pause();
  // More than the sockets’ own buffers of both sides hold.
  const filler = 'x'.repeat(4_000);
  await live.world.database.pool.query(
    `INSERT INTO events (id, organization_id, type, subject_id, payload, actor_kind)
     SELECT gen_random_uuid(), $1, 'pipeline.changed', gen_random_uuid(), jsonb_build_object('filler', $2::text), 'system' FROM generate_series(1, 3000)`,
    [live.world.organizationId, filler],
  );
  live.realtime.notice([
    {
      id: newId(),
      organizationId: live.world.organizationId,
      type: 'pipeline.changed',
      subjectId: newId(),
      payload: {},
      actorKind: 'system',
      actorId: null,
    },
  ]);
  await until('the slow reader is cut off', async () => live.realtime.socketCount === 0, {
    timeoutMs: 10_000,
    everyMs: 10,
  });
  // The burst may still be on its way to whoever is connected, and cut this one off too: it comes back, as it is told to.
  const told: string[] = [];
  for (let isWhole = false; !isWhole;) {
    const back = connect(`/ws?lastEventId=${told.at(-1) ?? String(lastEventId)}`, { token: analyst });
    isWhole = await back.hear(isReady).then(
      () => true,
      () => false,
    );
    told.push(...back.heard.filter(({ type }) => type === 'pipeline.changed').map((message) => String(message['id'])));
    await back.close();
  }
  expect(told).toHaveLength(3_000);
  expect(new Set(told).size).toBe(told.length);
  slow.ws.terminate();
});

test('/ws/calls tells of calls in the three messages of the older system, of one’s own calls only', async () => {
  const { world } = live;
  const [manager, other] = [
    await live.listen(world.manager, '/ws/calls'),
    await live.listen(world.otherManager, '/ws/calls'),
  ];
  const plain = { externalSource: 'test', startedAt: new Date(), managerId: world.manager.id } as const;
  const missed = await recordExternalCall(world.as(world.manager), {
    ...plain,
    externalId: '1',
    phoneNumber: '+79161234567',
    direction: 'incoming',
    status: 'missed',
    durationSec: 0,
  });
  await manager.hear((message) => message.type === 'call_processed');
  await inTransaction(world.system(), async (tx) => {
    tx.event('call.analysisFailed', missed.id, { error: 'transcriptEmpty' });
    tx.event('call.analyzed', missed.id, {});
  });
  await manager.hear((message) => message.type === 'call_processed');
  expect(manager.heard).toEqual([
    {
      type: 'call_created',
      data: { call: expect.objectContaining({ id: missed.id, type: 'incoming', status: 'missed' }) },
    },
    { type: 'call_processed', data: { call_id: missed.id, status: 'missed', has_analysis: false } },
    { type: 'call_processing_failed', data: { call_id: missed.id, error: 'transcriptEmpty' } },
    { type: 'call_processed', data: { call_id: missed.id, status: 'missed', has_analysis: false } },
  ]);
  expect(other.heard).toEqual([]);
  await live.hangUp();
});

test('a server that stops tells its clients to connect again, and takes no new ones', async () => {
  const stopping = await live.anotherProcess();
  const client = connectLive(stopping.port, '/ws', { token });
  await client.hear(isReady);
  await Promise.all([stopping.realtime.close(), client.ended.then((end) => expect(end).toMatchObject({ code: 1012 }))]);
  expect(await connectLive(stopping.port, '/ws', { token }).ended).toMatchObject({ code: 503 });
});
