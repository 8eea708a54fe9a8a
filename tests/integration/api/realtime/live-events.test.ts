import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { assignLead } from '#domain/leads/assign-lead.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { updateLead } from '#domain/leads/update-lead.ts';
import { inTransaction } from '#domain/transaction.ts';
import { disableUser } from '#domain/users/disable-user.ts';
import { updateUser } from '#domain/users/update-user.ts';
import { newId } from '#platform/ids.ts';
import { createLiveWorld } from '#tests/integration/api/realtime/live-world.ts';
import type { LiveWorld } from '#tests/integration/api/realtime/live-world.ts';
import { connectLive, isReady } from '#tests/support/live-client.ts';
import type { Heard, LiveClient } from '#tests/support/live-client.ts';

let live: LiveWorld;
beforeAll(async () => {
  live = await createLiveWorld({ socketsPerUser: 8, signInMs: 150, recheckMs: 60_000 });
});
afterEach(() => live.hangUp());
afterAll(() => live.close());

const about = (subjectId: string, type?: string) => (message: Heard) =>
  message['subjectId'] === subjectId && (type === undefined || message.type === type);
const leadOf = (owner: { id: string }) =>
  createLead(live.world.as(live.world.admin), { name: 'Анна Петрова', source: 'manual', ownerId: owner.id });
/** An event that everybody sees, after which nothing earlier can still come. */
async function everybodyHears(...clients: LiveClient[]): Promise<void> {
  const id = newId();
  await inTransaction(live.world.system(), async (tx) => tx.event('pipeline.changed', id, {}));
  await Promise.all(clients.map((client) => client.hear(about(id))));
}

test('each member hears of the records they may see and of no others, whatever their role', async () => {
  const { world } = live;
  const [admin, analyst, manager, other, stranger] = await Promise.all([
    live.listen(world.admin),
    live.listen(world.analyst),
    live.listen(world.manager),
    live.listen(world.otherManager),
    live.listen(world.other.admin),
  ]);
  const own = await leadOf(world.manager);
  await everybodyHears(admin, analyst, manager, other);
  for (const client of [admin, analyst, manager])
    expect(client.heard.filter(about(own.id)), 'once').toMatchObject([
      { id: expect.stringMatching(/^\d+$/), type: 'lead.created', subjectId: own.id, at: expect.any(String) },
    ]);
  expect(other.heard.filter(about(own.id))).toEqual([]);
  expect(stranger.heard.filter((message) => message['subjectId'] !== undefined)).toEqual([]);
});

test('a lead that changes hands is told of to its new owner from then on', async () => {
  const { world } = live;
  const [manager, other] = await Promise.all([live.listen(world.manager), live.listen(world.otherManager)]);
  const lead = await leadOf(world.manager);
  await assignLead(world.as(world.admin), { leadId: lead.id, ownerId: world.otherManager.id });
  await other.hear(about(lead.id, 'lead.assigned'));
  await updateLead(world.as(world.admin), { leadId: lead.id, note: 'Перезвонить' });
  await other.hear(about(lead.id, 'lead.changed'));
  await everybodyHears(manager);
  expect(manager.heard.filter(about(lead.id)).map((message) => message.type)).not.toContain('lead.changed');
});

test('a client that comes back hears each missed event once and in order, with writers that commit out of order', async () => {
  const { world } = live;
  const first = await live.listen(world.admin);
  const { id: before } = await leadOf(live.world.manager);
  const { id: lastEventId } = await first.hear(about(before, 'lead.created'));
  await first.close();
  const token = await live.tokenOf(world.admin);
  const subjects: string[] = [];
  /** Takes its number at once and commits after a while, so that later numbers are seen first. */
  const slowWriter = async (index: number) => {
    const connection = await world.database.pool.connect();
    try {
      const subjectId = newId();
      await connection.query('BEGIN');
      await connection.query(
        `INSERT INTO events (id, organization_id, type, subject_id, payload, actor_kind) VALUES ($1, $2, 'pipeline.changed', $3, '{}', 'system')`,
        [newId(), world.organizationId, subjectId],
      );
      await delay((index * 7) % 23);
      const keeps = index % 5 !== 0;
      await connection.query(keeps ? 'COMMIT' : 'ROLLBACK');
      if (keeps) subjects.push(subjectId);
      const { organizationId } = world;
      live.realtime.notice([
        {
          id: newId(),
          organizationId,
          type: 'pipeline.changed',
          subjectId,
          payload: {},
          actorKind: 'system',
          actorId: null,
        },
      ]);
    } finally {
      connection.release();
    }
  };
  const connected: LiveClient[] = [];
  for (let round = 0; round < 6; round += 1) {
    const writing = Array.from({ length: 8 }, (_, index) => slowWriter(round * 8 + index));
    // They come back in the middle of the writing, one to each process.
    connected.push(connectLive(live.port, `/ws?lastEventId=${String(lastEventId)}`, { token }));
    await Promise.all(writing);
  }
  const { id: end } = await leadOf(live.world.manager);
  for (const client of connected) {
    await client.hear(about(end, 'lead.created'));
    const seen = client.heard.filter((message) => message.type === 'pipeline.changed');
    expect(seen.map((message) => String(message['subjectId'])).toSorted()).toEqual(subjects.toSorted());
    const ids = client.heard.flatMap((message) => (message['subjectId'] ? [BigInt(String(message['id']))] : []));
    expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)));
    await client.close();
  }
});

test('a client that asks to resume after it began to listen gets what it missed, and nothing twice', async () => {
  const { world } = live;
  const { id: seen } = await leadOf(live.world.manager);
  const watcher = await live.listen(world.admin);
  const { rows } = await world.database.pool.query<{ seq: string }>(
    `SELECT seq::text FROM events WHERE subject_id = $1 AND type = 'lead.created'`,
    [seen],
  );
  const missed = await leadOf(live.world.manager);
  await watcher.hear(about(missed.id, 'lead.created'));
  const back = await live.listen(world.admin);
  const meanwhile = await leadOf(live.world.manager);
  await back.hear(about(meanwhile.id, 'lead.created'));
  back.say({ type: 'resume', lastEventId: rows[0]?.seq });
  await back.hear(about(missed.id, 'lead.created'));
  await everybodyHears(back);
  expect(back.heard.filter(about(meanwhile.id, 'lead.created'))).toHaveLength(1);
  expect(back.heard.filter(about(missed.id, 'lead.created'))).toHaveLength(1);
  expect(back.heard.filter(about(seen, 'lead.created'))).toEqual([]);
});

test('a gap whose beginning is not kept any more is told as a reset', async () => {
  const client = connectLive(live.port, '/ws?lastEventId=999999999', { token: await live.tokenOf(live.world.analyst) });
  await client.hear((message) => message.type === 'reset');
  await client.hear(isReady);
  await client.close();
});

test('what happens in one process is told in another', async () => {
  const elsewhere = await live.anotherProcess();
  const client = connectLive(elsewhere.port, '/ws', { token: await live.tokenOf(live.world.secondApprover) });
  await client.hear(isReady);
  await everybodyHears(client);
  await client.close();
});

test('a dismissed member, and one whose rights changed, are cut off within a second', async () => {
  const { world } = live;
  const [leaver, changed, staying] = await Promise.all([
    live.listen(world.approver),
    live.listen(world.secondApprover),
    live.listen(world.manager),
  ]);
  const startedMs = performance.now();
  await disableUser(world.as(world.admin), { userId: world.approver.id });
  await updateUser(world.as(world.admin), { userId: world.secondApprover.id, role: 'analyst' });
  expect(await leaver.ended).toMatchObject({ code: 4401 });
  expect(await changed.ended).toMatchObject({ code: 4401 });
  expect(performance.now() - startedMs).toBeLessThan(1_000);
  await everybodyHears(staying);
  const again = connectLive(live.port, '/ws', { token: await live.tokenOf(world.approver) });
  expect(await again.ended).toMatchObject({ code: 4401 });
});

test('a session that was signed out without an event is found by the regular check', async () => {
  const quick = await live.anotherProcess({ recheckMs: 50 });
  const token = await live.newToken(live.world.analyst);
  const client = connectLive(quick.port, '/ws', { token });
  await client.hear(isReady);
  expect((await live.call({ method: 'POST', path: '/api/auth/logout', by: token, body: {} })).status).toBe(200);
  expect(await client.ended).toMatchObject({ code: 4401 });
});

test('rooms narrow what is told and never widen it', async () => {
  const { world } = live;
  const client = await live.listen(world.manager);
  client.say({ type: 'leave', room: 'organization' });
  client.say({ type: 'join', room: 'user' });
  client.say({ type: 'join', room: `chat:${newId()}` });
  await client.hear((message) => message.type === 'refused');
  const ofAll = newId();
  await inTransaction(world.system(), async (tx) => tx.event('pipeline.changed', ofAll, {}));
  const foreign = await leadOf(world.otherManager);
  const own = await leadOf(world.manager);
  await client.hear(about(own.id, 'lead.created'));
  expect(client.heard.filter((message) => about(ofAll)(message) || about(foreign.id)(message))).toEqual([]);
  await client.close();
});
