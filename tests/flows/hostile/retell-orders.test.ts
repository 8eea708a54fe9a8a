import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer } from '#api/server.ts';
import type { RunningServer } from '#api/server.ts';
import type { ProviderCall } from '#domain/ports/telephony.ts';
import { toProviderCall } from '#integrations/retell/provider-call.ts';
import { WireCall } from '#integrations/retell/wire.ts';
import { jobs } from '#jobs/catalog.ts';
import { planEffects } from '#jobs/reactions.ts';
import { pollCalls } from '#jobs/sweeps/poll-calls.ts';
import { startJobsWorker } from '#jobs/worker.ts';
import type { JobsWorker } from '#jobs/worker.ts';
import { newId } from '#platform/ids.ts';
import { createLog } from '#platform/log.ts';
import { openQueues } from '#platform/queue.ts';
import type { Queues } from '#platform/queue.ts';
import { createWebhookIntake } from '#platform/webhook-intake.ts';
import { createApiWorld, retellApiKey } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import { until } from '#tests/support/child-process.ts';
import { createFakeLlm } from '#tests/support/fakes/fake-llm.ts';
import { createFakeMessenger } from '#tests/support/fakes/fake-messenger.ts';
import { createFakeTelephony } from '#tests/support/fakes/fake-telephony.ts';
import { createRawClient } from './raw-request.ts';
import { signAsRetell } from './retell-forgeries.ts';

const kinds = ['call_started', 'call_ended', 'call_analyzed'] as const;
type Kind = (typeof kinds)[number];

const log = createLog('silent');
const known = new Map<string, ProviderCall>();
const telephony = { ...createFakeTelephony(), getCall: async (id: string) => known.get(id) ?? null };
const llm = createFakeLlm();
const messenger = createFakeMessenger();
let api: ApiWorld;
let queues: Queues;
let worker: JobsWorker;
let server: RunningServer;
let client: ReturnType<typeof createRawClient>;

beforeAll(async () => {
  api = await createApiWorld({
    world: {
      planEffects,
      ports: { telephony: async () => telephony, llm: async () => llm, messenger: async () => messenger },
    },
    deps: { webhookIntake: { accept: (delivery) => intake.accept(delivery) } },
  });
  const { world } = api;
  queues = await openQueues({ databaseUrl: world.databaseUrl, pool: world.database.pool, log });
  const intake = createWebhookIntake({ database: world.database, wake: queues.wake });
  worker = startJobsWorker({
    make: world.make,
    queues,
    jobs,
    sweeps: [],
    sweepIntervalMs: 200,
    pollIntervalMs: 200,
    log,
  });
  server = await startServer({ fetch: api.fetch, port: 0, hostname: '127.0.0.1', log });
  client = createRawClient(server.port);
});
afterAll(async () => {
  client.close();
  await server.close();
  await worker.stop();
  await queues.close();
  await api.close();
});

interface DialedCall {
  callId: string;
  attemptId: string;
  providerCallId: string;
}

/** Calls that the provider has registered, as they stand before the first event. */
async function dialedCalls(count: number): Promise<DialedCall[]> {
  const { database, organizationId } = api.world;
  const { prisma } = database;
  const calls: DialedCall[] = [];
  const { leadId, contactId, callRequestId } = await createRecords(api.world, api.world);
  const request = await prisma.callRequest.update({
    where: { id: callRequestId },
    data: { status: 'approved', maxAttempts: 1 },
  });
  for (let made = 0; made < count; made += 1) {
    const call = { callId: newId(), attemptId: newId(), providerCallId: `call_${newId().slice(-12)}` };
    const ownRequest = newId();
    await prisma.callRequest.create({ data: { ...request, id: ownRequest } });
    await prisma.call.create({
      data: {
        id: call.callId,
        organizationId,
        callRequestId: ownRequest,
        leadId,
        contactId,
        source: 'retell',
        direction: 'outgoing',
        status: 'dialing',
        providerCallId: call.providerCallId,
      },
    });
    await prisma.callAttempt.create({
      data: {
        id: call.attemptId,
        organizationId,
        callId: call.callId,
        number: 1,
        state: 'placed',
        providerCallId: call.providerCallId,
        payloadHash: '0'.repeat(64),
        permission: {},
      },
    });
    calls.push(call);
  }
  return calls;
}

// A real talk of today: the poll looks only at calls that ended within a day.
const startedMs = Date.now() - 30 * 60_000;
const spoken = [
  {
    role: 'agent',
    content: 'Здравствуйте! Это помощник салона.',
    words: [{ word: 'Здравствуйте', start: 0, end: 2.5 }],
  },
  { role: 'user', content: 'Да, хочу на тест-драйв в субботу.', words: [{ word: 'Да', start: 3, end: 6.25 }] },
];

/** What the provider knows of the call when it sends this event. */
function wireCall(call: DialedCall, kind: Kind) {
  const base = {
    call_id: call.providerCallId,
    call_type: 'phone_call',
    agent_id: 'agent_test',
    metadata: { attempt_id: call.attemptId, organization_id: api.world.organizationId },
    start_timestamp: startedMs,
  };
  if (kind === 'call_started') return { ...base, call_status: 'ongoing' };
  const ended = {
    ...base,
    call_status: 'ended',
    end_timestamp: startedMs + 61_000,
    duration_ms: 61_000,
    disconnection_reason: 'user_hangup',
    transcript_object: spoken,
    call_cost: { combined_cost: 12 },
  };
  return kind === 'call_ended' ? ended : { ...ended, call_analysis: { call_successful: true, in_voicemail: false } };
}

async function deliver(call: DialedCall, kind: Kind): Promise<void> {
  const body = JSON.stringify({ event: kind, call: wireCall(call, kind) });
  const signature = signAsRetell(body, retellApiKey, Date.now());
  const { status } = await client.send({
    method: 'POST',
    path: '/api/webhooks/retell',
    headers: { 'content-type': 'application/json', 'x-retell-signature': signature },
    body,
  });
  expect(status).toBe(204);
}

/** Every stored event was applied, and nothing that it set in motion is under way. */
async function settled(): Promise<void> {
  await until(
    'all events are applied',
    async () => {
      const { rows } = await api.world.database.pool.query<{ open: number }>(
        `SELECT (SELECT count(*)::int FROM webhook_deliveries WHERE handled_at IS NULL)
              + (SELECT count(*)::int FROM effects WHERE state IN ('ready', 'running') AND kind <> 'test') AS open`,
      );
      return rows[0]?.open === 0;
    },
    { timeoutMs: 25_000 },
  );
}

interface FinalState {
  call: object;
  attempts: object[];
  segments: object[];
  analyses: number;
  ended: number;
}

/** Everything that is told of a call afterwards, without what is its own: ids and times of writing. */
async function stateOf({ callId }: DialedCall): Promise<FinalState> {
  const { prisma } = api.world.database;
  const call = await prisma.call.findUniqueOrThrow({
    where: { id: callId },
    select: {
      status: true,
      outcome: true,
      providerRank: true,
      providerReason: true,
      startedAt: true,
      endedAt: true,
      durationSec: true,
      costCents: true,
      nextAttemptAt: true,
      failureNote: true,
      analysisStatus: true,
      recordingStatus: true,
    },
  });
  return {
    call,
    attempts: await prisma.callAttempt.findMany({
      where: { callId },
      select: { number: true, state: true, outcome: true },
    }),
    segments: await prisma.transcriptSegment.findMany({
      where: { callId },
      orderBy: { position: 'asc' },
      select: { position: true, speaker: true, startMs: true, endMs: true, text: true },
    }),
    analyses: await prisma.callAnalysis.count({ where: { callId } }),
    ended: await prisma.auditEntry.count({ where: { subjectId: callId, action: 'call.ended' } }),
  };
}

/** Every different order of the events, each of them twice. */
function ordersOfAll(): Kind[][] {
  const orders: Kind[][] = [];
  const extend = (order: Kind[]): void => {
    if (order.length === kinds.length * 2) return void orders.push(order);
    for (const kind of kinds) if (order.filter((one) => one === kind).length < 2) extend([...order, kind]);
  };
  extend([]);
  return orders;
}

async function finalState(): Promise<FinalState> {
  const [call] = await dialedCalls(1);
  if (!call) throw new Error('No call.');
  for (const kind of kinds) {
    await deliver(call, kind);
    await settled();
  }
  const state = await stateOf(call);
  expect(state).toMatchObject({
    call: { status: 'ended', outcome: 'talked', durationSec: 61, costCents: 12, analysisStatus: 'completed' },
    attempts: [{ number: 1, state: 'placed', outcome: 'talked' }],
    segments: [{ speaker: 'B' }, { speaker: 'A' }],
    analyses: 1,
    ended: 1,
  });
  return state;
}

test(
  'All 90 orders of a call’s three events, each sent twice, lead to one final state, and no step goes back.',
  { timeout: 120_000 },
  async () => {
    const expected = await finalState();
    const orders = ordersOfAll();
    expect(orders.length).toBe(90);
    const calls = await dialedCalls(orders.length);
    const ranks = new Map<string, number>();
    for (let step = 0; step < kinds.length * 2; step += 1) {
      await Promise.all(
        calls.map(async (call, index) => {
          const kind = orders[index]?.[step];
          if (kind) await deliver(call, kind);
        }),
      );
      await settled();
      const rows = await api.world.database.prisma.call.findMany({
        where: { id: { in: calls.map(({ callId }) => callId) } },
      });
      for (const { id, providerRank } of rows) {
        expect(providerRank, `step ${step} of ${id}`).toBeGreaterThanOrEqual(ranks.get(id) ?? 0);
        ranks.set(id, providerRank);
      }
    }
    const wrong: string[] = [];
    for (const [index, call] of calls.entries()) {
      const state = await stateOf(call);
      if (JSON.stringify(state) !== JSON.stringify(expected))
        wrong.push(`${orders[index]?.join(', ')}: ${JSON.stringify(state)}`);
    }
    expect(wrong).toEqual([]);
  },
);

test('All events of a call at the same moment, each sent twice, lead to the same final state.', async () => {
  const expected = await finalState();
  const calls = await dialedCalls(20);
  await Promise.all(calls.flatMap((call) => [...kinds, ...kinds].map((kind) => deliver(call, kind))));
  await settled();
  for (const call of calls) expect(await stateOf(call)).toEqual(expected);
});

test('Whichever events are lost, also all of them, the poll brings the call to the same final state.', async () => {
  const expected = await finalState();
  const subsets = Array.from({ length: 2 ** kinds.length }, (_, bits) => kinds.filter((_kind, at) => (bits >> at) & 1));
  const calls = await dialedCalls(subsets.length);
  for (const [index, call] of calls.entries()) {
    for (const kind of (subsets[index] ?? []).toReversed()) await deliver(call, kind);
  }
  await settled();
  const { prisma, pool } = api.world.database;
  for (const call of calls)
    known.set(call.providerCallId, toProviderCall(WireCall.parse(wireCall(call, 'call_analyzed'))));
  // What the poll waits for before it looks: quiet of a minute and more.
  await pool.query(`UPDATE calls SET updated_at = updated_at - interval '2 minutes'`);
  await until('the poll has nothing left to repair', async () => {
    await pollCalls.run(api.world.make);
    await settled();
    return (
      (await prisma.call.count({
        where: { id: { in: calls.map(({ callId }) => callId) }, providerRank: { lt: 4 } },
      })) === 0
    );
  });
  const wrong: string[] = [];
  for (const [index, call] of calls.entries()) {
    const state = await stateOf(call);
    if (JSON.stringify(state) !== JSON.stringify(expected))
      wrong.push(`only ${subsets[index]?.join(', ')} arrived: ${JSON.stringify(state)}`);
  }
  expect(wrong).toEqual([]);
});
