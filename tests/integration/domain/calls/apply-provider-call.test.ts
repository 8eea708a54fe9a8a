import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ProviderCall } from '#domain/ports/telephony.ts';
import { applyProviderCall } from '#domain/calls/apply-provider-call.ts';
import { cancelCallRequest } from '#domain/call-requests/cancel-call-request.ts';
import { getCall } from '#domain/calls/get-call.ts';
import { placeCallJob } from '#jobs/calls/place-call.job.ts';
import { dialDueCalls } from '#jobs/sweeps/dial-due-calls.ts';
import { pollCalls } from '#jobs/sweeps/poll-calls.ts';
import { createCallWorld } from '#tests/support/call-world.ts';
import type { CallWorld } from '#tests/support/call-world.ts';
import { aProviderCall } from '#tests/support/fakes/fake-telephony.ts';

let world: CallWorld;
let noon: Date;
beforeAll(async () => {
  world = await createCallWorld();
  noon = world.clock.now();
});
beforeEach(() => world.clock.set(noon));
afterAll(() => world.close());

const startedAt = () => new Date(noon.getTime() + 5_000);
const endedAt = () => new Date(noon.getTime() + 65_000);
const turns = [
  {
    speaker: 'B' as const,
    startMs: 0,
    endMs: 4_000,
    text: 'Здравствуйте! Это голосовой помощник на основе искусственного интеллекта, разговор записывается.',
  },
  { speaker: 'A' as const, startMs: 4_500, endMs: 7_000, text: 'Да, слушаю вас.' },
  { speaker: 'B' as const, startMs: 7_500, endMs: 12_000, text: 'Когда вам удобно приехать на тест-драйв?' },
];

/** The facts of one conversation, as webhooks tell them. */
function conversation(known: ProviderCall): Record<'registered' | 'started' | 'ended' | 'analyzed', ProviderCall> {
  const started = { ...known, phase: 'ongoing' as const, startedAt: startedAt() };
  const ended = {
    ...started,
    phase: 'ended' as const,
    outcome: 'talked' as const,
    providerReason: 'user_hangup',
    endedAt: endedAt(),
    durationSec: 60,
    segments: turns,
    recordingUrl: 'https://recordings.test/1.wav',
  };
  return { registered: known, started, ended, analyzed: { ...ended, costCents: 42, complete: true } };
}

const send = (call: ProviderCall) => applyProviderCall(world.system(), { call, fact: 'seen' });

function permutations<T>(items: T[]): T[][] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}

/** What must be equal however the facts came. */
async function stateOf(callId: string) {
  const call = await getCall(world.system(), { callId });
  const {
    status,
    outcome,
    providerReason,
    startedAt,
    endedAt,
    durationSec,
    costCents,
    recordingStatus,
    transcriptStatus,
    analysisStatus,
    nextAttemptAt,
    attempts,
    transcript,
  } = call;
  return {
    status,
    outcome,
    providerReason,
    startedAt,
    endedAt,
    durationSec,
    costCents,
    recordingStatus,
    transcriptStatus,
    analysisStatus,
    nextAttemptAt,
    attempts: attempts.map(({ state, outcome }) => ({ state, outcome })),
    transcript: transcript.map(({ speaker, text }) => ({ speaker, text })),
  };
}

describe('what the provider tells of a call', () => {
  test('all orders of one call’s facts, each told twice, end in one state', async () => {
    const orders = permutations(['registered', 'started', 'ended', 'analyzed'] as const);
    const states: Awaited<ReturnType<typeof stateOf>>[] = [];
    for (const order of orders) {
      const { callId, attemptId } = await world.aPlacedCall();
      const facts = conversation(world.telephony.callOf(attemptId) ?? aProviderCall({}));
      for (const name of [...order, ...order]) await send(facts[name]);
      states.push(await stateOf(callId));
    }
    expect(states).toHaveLength(24);
    expect(states[0]).toMatchObject({
      status: 'ended',
      outcome: 'talked',
      durationSec: 60,
      costCents: 42,
      recordingStatus: 'offered',
      transcriptStatus: 'final',
      analysisStatus: 'pending',
      attempts: [{ state: 'placed', outcome: 'talked' }],
    });
    expect(states[0]?.transcript).toHaveLength(3);
    for (const state of states) expect(state).toEqual(states[0]);
  });

  test('each missing fact but the last still ends the call, and facts told at the same moment do not lose each other', async () => {
    for (const missing of ['registered', 'started', 'ended'] as const) {
      const { callId, attemptId } = await world.aPlacedCall();
      const facts = conversation(world.telephony.callOf(attemptId) ?? aProviderCall({}));
      const told = (['registered', 'started', 'ended', 'analyzed'] as const).filter((name) => name !== missing);
      await Promise.all([...told, ...told].map((name) => send(facts[name])));
      expect(await stateOf(callId)).toMatchObject({
        status: 'ended',
        outcome: 'talked',
        costCents: 42,
        startedAt: startedAt(),
        transcriptStatus: 'final',
      });
    }
  });

  test('a conversation ends once: one end in the timeline and the audit, one analysis and one recording asked for', async () => {
    const { callId, attemptId, request } = await world.aPlacedCall();
    const facts = conversation(world.telephony.callOf(attemptId) ?? aProviderCall({}));
    for (const name of ['started', 'ended', 'ended', 'analyzed', 'analyzed', 'started'] as const)
      await send(facts[name]);
    const db = world.system().db;
    expect(await db.activity.count({ where: { leadId: request.lead.id, kind: 'call.ended' } })).toBe(1);
    expect(await db.auditEntry.count({ where: { subjectId: callId, action: 'call.ended' } })).toBe(1);
    for (const type of ['call.ended', 'call.transcriptStored', 'call.recordingOffered']) {
      expect(await db.event.count({ where: { subjectId: callId, type } })).toBe(1);
    }
  });

  test('busy in any order is dialled again after its pause, and the plan ends after as many tries as were approved', async () => {
    const { callId, request } = await world.aPlacedCall({ maxAttempts: 2 });
    const db = world.system().db;
    const dialAt = async (minutes: number) => {
      world.clock.set(new Date(noon.getTime() + minutes * 60_000));
      await db.call.update({ where: { id: callId }, data: { nextAttemptAt: new Date(0) } });
      await dialDueCalls.run(world.make);
      await world.drain([placeCallJob]);
    };
    const busy = async (minutes: number) => {
      const attempt = await db.callAttempt.findFirstOrThrow({ where: { callId }, orderBy: { number: 'desc' } });
      const at = new Date(noon.getTime() + minutes * 60_000);
      const call = world.telephony.change(attempt.id, {
        phase: 'not_connected',
        outcome: 'busy',
        providerReason: 'dial_busy',
        endedAt: at,
        durationSec: 0,
        complete: true,
      });
      await send(call);
      await send(call);
    };
    await busy(1);
    expect(await stateOf(callId)).toMatchObject({
      status: 'queued',
      outcome: 'busy',
      nextAttemptAt: new Date(noon.getTime() + 31 * 60_000),
    });
    await dialAt(31);
    expect(await stateOf(callId)).toMatchObject({
      status: 'ringing',
      outcome: null,
      attempts: [{ outcome: 'busy' }, { state: 'placed', outcome: null }],
    });
    await busy(32);
    expect(await stateOf(callId)).toMatchObject({ status: 'not_connected', outcome: 'busy', nextAttemptAt: null });
    expect(world.telephony.placed.filter((order) => order.toNumber === request.phone)).toHaveLength(2);
  });

  test('a late fact of an earlier try changes nothing of the present one', async () => {
    const { callId, attemptId } = await world.aPlacedCall();
    const first = world.telephony.change(attemptId, {
      phase: 'not_connected',
      outcome: 'no_answer',
      endedAt: startedAt(),
      complete: true,
    });
    await send(first);
    world.clock.advance(61 * 60_000);
    await world.system().db.call.update({ where: { id: callId }, data: { nextAttemptAt: new Date(0) } });
    await dialDueCalls.run(world.make);
    await world.drain([placeCallJob]);
    const before = await stateOf(callId);
    expect(before).toMatchObject({ status: 'ringing' });
    await send({ ...first, costCents: 3, segments: turns });
    expect(await stateOf(callId)).toEqual(before);
  });

  test('voicemail learned only from the provider’s analysis is planned again, in either order of the two facts', async () => {
    const states = [];
    for (const order of [
      ['ended', 'analyzed'],
      ['analyzed', 'ended'],
    ] as const) {
      const { callId, attemptId } = await world.aPlacedCall();
      const facts = conversation(world.telephony.callOf(attemptId) ?? aProviderCall({}));
      const told = {
        ended: { ...facts.ended, recordingUrl: null },
        analyzed: { ...facts.analyzed, recordingUrl: null, outcome: 'voicemail' as const },
      };
      for (const name of order) await send(told[name]);
      const { analysisStatus: _, ...state } = await stateOf(callId);
      states.push(state);
    }
    expect(states[0]).toMatchObject({
      status: 'queued',
      outcome: 'voicemail',
      nextAttemptAt: new Date(endedAt().getTime() + 120 * 60_000),
    });
    expect(states[1]).toEqual(states[0]);
  });

  test('a call that was cancelled while it waited for its next try stays cancelled when a late fact comes', async () => {
    const { callId, attemptId, request } = await world.aPlacedCall();
    const busy = world.telephony.change(attemptId, {
      phase: 'not_connected',
      outcome: 'busy',
      endedAt: startedAt(),
      complete: false,
    });
    await send(busy);
    await cancelCallRequest(world.as(world.manager), { callRequestId: request.id });
    await send({ ...busy, complete: true, costCents: 1 });
    expect(await stateOf(callId)).toMatchObject({ status: 'cancelled', nextAttemptAt: null, costCents: 1 });
  });

  test('calls that are not ours, of another organization, or a second one for our attempt are left alone', async () => {
    const { callId, attemptId } = await world.aPlacedCall();
    const known = world.telephony.callOf(attemptId) ?? aProviderCall({});
    const before = await stateOf(callId);
    const ended = conversation(known).ended;
    expect(await send({ ...ended, attemptId: null, providerCallId: 'call_foreign' })).toEqual({
      result: 'ignored',
      why: 'notOurs',
    });
    expect(await send({ ...ended, attemptId: 'not-an-id', providerCallId: 'call_foreign' })).toEqual({
      result: 'ignored',
      why: 'notOurs',
    });
    expect(await send({ ...ended, organizationId: world.other.organizationId })).toEqual({
      result: 'ignored',
      why: 'notOurs',
    });
    expect(
      await applyProviderCall(world.system(world.other.organizationId), {
        call: { ...ended, organizationId: null },
        fact: 'ended',
      }),
    ).toEqual({ result: 'ignored', why: 'notOurs' });
    expect(await send({ ...ended, providerCallId: 'call_second' })).toEqual({
      result: 'ignored',
      why: 'anotherCallOfAttempt',
    });
    expect(await stateOf(callId)).toEqual(before);
  });

  test('the poll repairs a call whose webhooks never came, and counts it as complete ten minutes after its end', async () => {
    const { callId, attemptId } = await world.aPlacedCall();
    const facts = conversation(world.telephony.callOf(attemptId) ?? aProviderCall({}));
    world.telephony.change(attemptId, { ...facts.ended, segments: null, recordingUrl: null });
    const age = () =>
      world.database.pool.query(
        `UPDATE calls SET updated_at = now() - interval '5 minutes', ended_at = coalesce(ended_at, NULL) WHERE id = $1`,
        [callId],
      );
    await age();
    await pollCalls.run(world.make);
    expect(await stateOf(callId)).toMatchObject({ status: 'ended', outcome: 'talked', transcriptStatus: 'none' });
    world.clock.set(new Date(endedAt().getTime() + 10 * 60_000));
    await age();
    await pollCalls.run(world.make);
    expect(await stateOf(callId)).toMatchObject({ status: 'ended', transcriptStatus: 'empty', analysisStatus: 'none' });
    expect(
      await world.system().db.event.findFirst({ where: { subjectId: callId, type: 'call.analysisFailed' } }),
    ).toMatchObject({ payload: { error: 'transcriptEmpty' } });
  });

  test('a number that does not exist is marked, so that nobody asks for it again', async () => {
    const { attemptId, request } = await world.aPlacedCall();
    await send(
      world.telephony.change(attemptId, {
        phase: 'not_connected',
        outcome: 'bad_number',
        endedAt: startedAt(),
        complete: true,
      }),
    );
    const phone = await world.system().db.contactPhone.findFirstOrThrow({ where: { e164: request.phone } });
    expect(phone.invalidAt).not.toBeNull();
  });

  test('the transcript only grows: partial, then final, and a shorter repeat does not replace it', async () => {
    const { callId, attemptId } = await world.aPlacedCall();
    const facts = conversation(world.telephony.callOf(attemptId) ?? aProviderCall({}));
    await send({ ...facts.started, segments: turns.slice(0, 1) });
    expect(await stateOf(callId)).toMatchObject({ status: 'ongoing', transcriptStatus: 'partial' });
    await send({ ...facts.started, segments: turns.slice(0, 2) });
    expect((await stateOf(callId)).transcript).toHaveLength(2);
    await send(facts.ended);
    await send({ ...facts.started, segments: turns.slice(0, 1) });
    await send({ ...facts.analyzed, segments: [] });
    expect((await stateOf(callId)).transcript).toHaveLength(3);
  });
});
