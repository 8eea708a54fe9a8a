import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createLead } from '#domain/leads/create-lead.ts';
import { updateLead } from '#domain/leads/update-lead.ts';
import { createWebhookSubscription } from '#domain/webhook-subscriptions/create-webhook-subscription.ts';
import { deleteWebhookSubscription } from '#domain/webhook-subscriptions/delete-webhook-subscription.ts';
import {
  listWebhookDeliveries,
  listWebhookSubscriptions,
} from '#domain/webhook-subscriptions/list-webhook-subscriptions.ts';
import { replayWebhookDelivery, testWebhookSubscription } from '#domain/webhook-subscriptions/send-again.ts';
import { updateWebhookSubscription } from '#domain/webhook-subscriptions/update-webhook-subscription.ts';
import { setFeatureFlag } from '#domain/feature-flags/set-feature-flag.ts';
import { createWebhookSender } from '#integrations/outgoing-webhook/index.ts';
import { deliverWebhookJob } from '#jobs/webhooks-out/deliver-webhook.job.ts';
import { retryWebhookJob } from '#jobs/webhooks-out/retry-webhook.job.ts';
import { planEffects } from '#jobs/reactions.ts';
import { createMovingClock } from '#tests/support/moving-clock.ts';
import { startAnsweringServer } from '#tests/support/answering-server.ts';
import type { AnsweringServer, SeenRequest } from '#tests/support/answering-server.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
let receiver: AnsweringServer;
let answers: number[];
const clock = createMovingClock();

beforeAll(async () => {
  receiver = await startAnsweringServer((response, _request, count) => {
    response.writeHead(answers[count - 1] ?? 200, { location: 'http://127.0.0.1:1/' });
    response.end('ok');
  });
  const webhooks = createWebhookSender({ operatorAddresses: [receiver.address] });
  world = await createTestWorld({ clock, planEffects, ports: { webhooks } });
});
afterAll(async () => {
  await receiver.close();
  await world.close();
});
beforeEach(async () => {
  await world.database.pool.query('DELETE FROM outgoing_webhooks');
  await world.database.pool.query('DELETE FROM webhook_subscriptions');
  await world.database.pool.query('DELETE FROM effects');
  receiver.requests.length = 0;
  answers = [];
});

const jobs = [deliverWebhookJob, retryWebhookJob];
const admin = () => world.as(world.admin);
const subscribe = (events: string[], by = world.admin) =>
  createWebhookSubscription(world.as(by), { url: `${receiver.url}/hook`, events });
const aLead = (ownerId = world.manager.id) => createLead(admin(), { name: 'Анна Петрова', source: 'manual', ownerId });
/** Lets retries that wait for their time run now. */
const hurry = () =>
  world.database.pool.query(`UPDATE effects SET run_at = now() - interval '1 second' WHERE state = 'ready'`);
const deliveriesOf = async (webhookSubscriptionId: string) =>
  (await listWebhookDeliveries(admin(), { webhookSubscriptionId })).items;
const Sent = z.object({
  id: z.string(),
  type: z.string(),
  subjectId: z.string(),
  data: z.record(z.string(), z.unknown()).nullable(),
});
const sent = (request: SeenRequest | undefined) => Sent.parse(JSON.parse(request?.body ?? 'null'));

/** As a receiver does it with the secret that it was shown. */
function isSignedBy(secret: string, request: SeenRequest | undefined): boolean {
  const [, seconds = '', given = ''] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request?.headers['perezvon-signature'])) ?? [];
  return createHmac('sha256', secret).update(`${seconds}.${request?.body}`).digest('hex') === given;
}

test('an event reaches each address that asked for its type, signed, with the record, and nobody else', async () => {
  const [wanted, everything, unrelated] = [
    await subscribe(['lead.created']),
    await subscribe(['*']),
    await subscribe(['call.analyzed']),
  ];
  const lead = await aLead();
  await world.drain(jobs);
  const created = receiver.requests.filter((request) => sent(request).type === 'lead.created');
  expect(created).toHaveLength(2);
  for (const { secret } of [wanted, everything])
    expect(created.some((request) => isSignedBy(secret, request))).toBe(true);
  expect(created.some((request) => isSignedBy(unrelated.secret, request))).toBe(false);
  expect(sent(created[0])).toMatchObject({
    subjectId: lead.id,
    data: { source: 'manual', record: { id: lead.id, name: 'Анна Петрова' } },
  });
  expect(created[0]?.headers['perezvon-event-id']).toBe(sent(created[0]).id);
  expect(await deliveriesOf(unrelated.id)).toEqual([]);
  expect(await deliveriesOf(wanted.id)).toMatchObject([{ status: 'delivered', attempts: 1, lastStatus: 200 }]);
});

test('nothing is written for organizations without subscriptions, nor for those of others', async () => {
  await createWebhookSubscription(world.as(world.other.admin), { url: `${receiver.url}/other`, events: ['*'] });
  await aLead();
  const { rows } = await world.database.pool.query(
    `SELECT 1 FROM effects WHERE kind = 'deliver-webhook' AND organization_id = $1`,
    [world.organizationId],
  );
  expect(rows).toEqual([]);
  await world.drain(jobs);
  expect(receiver.requests.filter((request) => request.path === '/other').map((request) => sent(request).type)).toEqual(
    receiver.requests.map(() => 'settings.changed'),
  );
});

test('all other work that an event asks for stays what it is without subscriptions', async () => {
  const effectsOfALead = async () => {
    await world.database.pool.query('DELETE FROM effects');
    const { id } = await aLead();
    const { rows } = await world.database.pool.query<{ kind: string; payload: Record<string, unknown> }>(
      `SELECT kind, payload FROM effects WHERE kind <> 'deliver-webhook' ORDER BY seq`,
    );
    return rows.map(({ kind, payload }) => ({ kind, payload: JSON.stringify(payload).replaceAll(id, 'lead') }));
  };
  const without = (await effectsOfALead()).map(({ kind }) => kind);
  await subscribe(['*']);
  await subscribe(['*']);
  const effects = await effectsOfALead();
  expect(without.length).toBeGreaterThan(0);
  expect(effects.map(({ kind }) => kind)).toEqual(without);
  expect(effects.filter(({ payload }) => payload.includes('subscriptionId'))).toEqual([]);
});

test('events come in their order', async () => {
  const { id } = await subscribe(['lead.created', 'lead.changed']);
  const lead = await aLead();
  for (const note of ['a', 'b', 'c']) await updateLead(admin(), { leadId: lead.id, note });
  await world.drain(jobs);
  const { rows } = await world.database.pool.query<{ id: string }>(
    `SELECT id FROM events WHERE subject_id = $1 AND type IN ('lead.created', 'lead.changed') ORDER BY seq`,
    [lead.id],
  );
  expect(receiver.requests.map((request) => sent(request).id)).toEqual(rows.map((row) => row.id));
  expect((await deliveriesOf(id)).every((delivery) => delivery.status === 'delivered')).toBe(true);
});

test('what fails is tried again without holding up the next event, and ends delivered', async () => {
  const { id } = await subscribe(['lead.created']);
  answers = [500, 200, 302];
  const first = await aLead();
  const second = await aLead();
  await world.drain(jobs);
  expect(receiver.requests.map((request) => sent(request).subjectId)).toEqual([first.id, second.id]);
  expect(await deliveriesOf(id)).toMatchObject([
    { status: 'delivered' },
    { status: 'waiting', attempts: 1, lastStatus: 500, lastError: 'The address answered 500.' },
  ]);
  for (let round = 0; round < 2; round += 1) {
    await hurry();
    await world.drain(jobs);
  }
  expect((await deliveriesOf(id)).map(({ status, attempts }) => ({ status, attempts }))).toEqual([
    { status: 'delivered', attempts: 1 },
    { status: 'delivered', attempts: 3 },
  ]);
  // 302 was not followed.
  expect(receiver.requests).toHaveLength(4);
  expect(
    new Set(receiver.requests.filter((request) => sent(request).subjectId === first.id).map((request) => request.body))
      .size,
  ).toBe(1);
});

test('after a day of tries a delivery is failed, and a replay by hand sends the same body with a new signature', async () => {
  const { id, secret } = await subscribe(['lead.created']);
  answers = [503, 503];
  await aLead();
  await world.drain(jobs);
  await world.database.pool.query(
    `UPDATE effects SET deadline_at = now() - interval '1 minute' WHERE kind = 'retry-webhook'`,
  );
  await hurry();
  await world.drain(jobs);
  const [failed] = await deliveriesOf(id);
  expect(failed).toMatchObject({ status: 'failed', attempts: 1 });
  answers = [];
  clock.advance(60_000);
  await replayWebhookDelivery(admin(), { webhookSubscriptionId: id, deliveryId: failed?.id ?? '' });
  await world.drain(jobs);
  expect(await deliveriesOf(id)).toMatchObject([{ status: 'delivered', attempts: 2 }]);
  const [first, again] = receiver.requests;
  expect(again?.body).toBe(first?.body);
  expect(again?.headers['perezvon-signature']).not.toBe(first?.headers['perezvon-signature']);
  expect(isSignedBy(secret, again)).toBe(true);
});

test('410 switches a subscription off at once, three days of failures in the end, each with an entry in the audit', async () => {
  const gone = await subscribe(['lead.created']);
  answers = [410];
  await aLead();
  await world.drain(jobs);
  expect(await listWebhookSubscriptions(admin())).toMatchObject([{ id: gone.id, enabled: false }]);
  await aLead();
  await world.drain(jobs);
  expect(receiver.requests).toHaveLength(1);
  await deleteWebhookSubscription(admin(), { webhookSubscriptionId: gone.id });

  const failing = await subscribe(['lead.created']);
  answers = [410, 500, 500];
  await aLead();
  await world.drain(jobs);
  expect(await listWebhookSubscriptions(admin())).toMatchObject([{ enabled: true, failures: 1 }]);
  clock.advance(3 * 86_400_000 + 60_000);
  await aLead();
  await world.drain(jobs);
  expect(await listWebhookSubscriptions(admin())).toMatchObject([{ enabled: false }]);
  const audits = await world
    .system()
    .db.auditEntry.findMany({ where: { action: 'webhookSubscription.disabled' }, orderBy: { seq: 'asc' } });
  expect(audits.map((entry) => [entry.subjectId, z.looseObject({ why: z.string() }).parse(entry.data).why])).toEqual([
    [gone.id, 'gone'],
    [failing.id, 'failing'],
  ]);
  const again = await updateWebhookSubscription(admin(), { webhookSubscriptionId: failing.id, enabled: true });
  expect(again).toMatchObject({ enabled: true, failures: 0, failingSince: null });
});

test('an address gets what its maker may see, and events of records that they may not see do not go there', async () => {
  await world.database.prisma.user.update({
    where: { id: world.otherManager.id },
    data: { permissions: ['settings.write', 'settings.read'] },
  });
  const by = { ...world.otherManager, permissions: ['settings.write', 'settings.read'] };
  const { id } = await subscribe(['lead.created'], by);
  const foreign = await aLead(world.manager.id);
  const own = await aLead(world.otherManager.id);
  await world.drain(jobs);
  expect(receiver.requests.map((request) => sent(request).subjectId)).toEqual([own.id]);
  expect(JSON.stringify(await deliveriesOf(id))).not.toContain(foreign.id);
});

test('a test event is sent and logged, and the secret is kept only encrypted and shown only once', async () => {
  const { id, secret } = await subscribe(['call.analyzed']);
  await testWebhookSubscription(admin(), { webhookSubscriptionId: id });
  await world.drain(jobs);
  expect(sent(receiver.requests[0])).toMatchObject({ type: 'webhook.test', data: null });
  expect(isSignedBy(secret, receiver.requests[0])).toBe(true);
  expect(await deliveriesOf(id)).toMatchObject([{ eventType: 'webhook.test', status: 'delivered' }]);
  expect(JSON.stringify(await listWebhookSubscriptions(admin()))).not.toContain(secret);
  const { rows } = await world.database.pool.query(`SELECT row_to_json(s)::text AS row FROM webhook_subscriptions s`);
  expect(JSON.stringify(rows)).not.toContain(secret);
});

test.each([
  'http://127.0.0.1/hook',
  'http://127.0.0.1:5432/hook',
  'http://[::1]/hook',
  'http://169.254.169.254/latest/meta-data',
  'http://[::ffff:10.0.0.1]/',
  'https://user:password@example.com/',
  'https://example.com:22/',
  'ftp://example.com/',
  'file:///etc/passwd',
])('the address %s is refused when it is written down', async (url) => {
  await expect(createWebhookSubscription(admin(), { url, events: ['*'] })).rejects.toMatchObject({
    code: 'validation_failed',
  });
});

test('a name that resolves to a private address is refused when it is reached for, and nothing is sent', async () => {
  const sender = createWebhookSender({
    operatorAddresses: [],
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  });
  await expect(sender.post({ url: `http://rebound.example.com:8080/`, headers: {}, body: '{}' })).rejects.toThrow(
    /not a public address/,
  );
  sender.close();
});

test('only who may write settings makes subscriptions, and nobody reaches those of another organization', async () => {
  await expect(subscribe(['*'], world.manager)).rejects.toMatchObject({ reason: 'permission.missing' });
  const { id } = await subscribe(['*']);
  const stranger = world.as(world.other.admin);
  for (const attempt of [
    () => listWebhookDeliveries(stranger, { webhookSubscriptionId: id }),
    () => updateWebhookSubscription(stranger, { webhookSubscriptionId: id, enabled: false }),
    () => deleteWebhookSubscription(stranger, { webhookSubscriptionId: id }),
    () => testWebhookSubscription(stranger, { webhookSubscriptionId: id }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
});

test('with the feature switched off nothing is sent, and with it on again it is', async () => {
  await subscribe(['lead.created']);
  await setFeatureFlag(admin(), { key: 'outgoingWebhooks', enabled: false });
  await aLead();
  await world.drain(jobs);
  expect(receiver.requests).toEqual([]);
  await setFeatureFlag(admin(), { key: 'outgoingWebhooks', enabled: true });
  await aLead();
  await world.drain(jobs);
  expect(receiver.requests).toHaveLength(1);
});
