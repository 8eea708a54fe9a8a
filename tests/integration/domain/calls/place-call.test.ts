import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError, ProviderError } from '#platform/errors.ts';
import { createEffectRunner } from '#platform/effects/effect-runner.ts';
import { claimEffect, markDispatched } from '#platform/effects/effect-store.ts';
import { mayWeCall } from '#domain/call-permission/may-we-call.ts';
import { cancelCallRequest } from '#domain/call-requests/cancel-call-request.ts';
import { claimAttempt } from '#domain/calls/claim-attempt.ts';
import { getCall } from '#domain/calls/get-call.ts';
import { reconcileCall } from '#domain/calls/reconcile-call.ts';
import { resolveNeedsPerson } from '#domain/calls/resolve-needs-person.ts';
import { applyProviderCall } from '#domain/calls/apply-provider-call.ts';
import { placeCallJob } from '#jobs/calls/place-call.job.ts';
import { dialDueCalls } from '#jobs/sweeps/dial-due-calls.ts';
import { createCallWorld } from '#tests/support/call-world.ts';
import type { CallWorld } from '#tests/support/call-world.ts';

let world: CallWorld;
let noon: Date;
beforeAll(async () => {
  world = await createCallWorld();
  noon = world.clock.now();
});
beforeEach(() => world.clock.set(noon));
afterAll(() => world.close());

const unknown = (text = 'No answer in 30 s.') => new ProviderError('fake', 'unknown', 'timeout', text);
const effectOf = async (callId: string) => {
  const { rows } = await world.database.pool.query<{
    id: string;
    state: string;
    dispatched: boolean;
    attempts: number;
    last_error: string | null;
  }>(
    `SELECT id, state, dispatched_at IS NOT NULL AS dispatched, attempts, last_error FROM effects
     WHERE kind = 'place-call' AND payload->>'callId' = $1 ORDER BY seq DESC LIMIT 1`,
    [callId],
  );
  const [row] = rows;
  if (!row) throw new Error('There is no effect.');
  return row;
};
/** Makes the effect due now, as if its pause were over. */
const skipPause = (callId: string) =>
  world.database.pool.query(
    `UPDATE effects SET run_at = now() - interval '1 second' WHERE kind = 'place-call' AND payload->>'callId' = $1 AND state = 'ready'`,
    [callId],
  );
const callOf = (callId: string) =>
  world
    .system()
    .db.call.findFirstOrThrow({ where: { id: callId }, include: { attempts: { orderBy: { number: 'asc' } } } });
const dialledTo = (phone: string) => world.telephony.placed.filter((order) => order.toNumber === phone);
const runPlacing = () => world.drain([placeCallJob]);

describe('placing an approved call', () => {
  test('asks the provider once, for exactly what was approved, with our id of the attempt', async () => {
    const { callId, attemptId, request } = await world.aPlacedCall({ goal: 'Пригласить на тест-драйв' });
    const [order, ...more] = dialledTo(request.phone);
    expect(more).toEqual([]);
    expect(order).toMatchObject({
      attemptId,
      organizationId: world.organizationId,
      fromNumber: request.agent.fromNumber,
      toNumber: request.phone,
      variables: {
        goal: 'Пригласить на тест-драйв',
        script: request.script.text,
        disclosure: request.script.disclosure,
        lead_name: request.lead.name,
        client_name: request.contact.name,
        company_name: '',
      },
    });
    expect(await callOf(callId)).toMatchObject({
      status: 'ringing',
      attempts: [{ number: 1, state: 'placed', payloadHash: request.payloadHash }],
    });
    expect(await effectOf(callId)).toMatchObject({ state: 'done' });
  });

  test('the attempt is committed with its permission before the provider is asked', async () => {
    const request = await world.anApprovedRequest();
    let seen: unknown = null;
    const place = world.telephony.placeCall;
    world.telephony.placeCall = async (order) => {
      seen = await world.database.prisma.callAttempt.findFirst({ where: { id: order.attemptId } });
      return place(order);
    };
    await runPlacing();
    world.telephony.placeCall = place;
    expect(seen).toMatchObject({ callId: request.callId, state: 'dialing', permission: { allowed: true } });
  });

  test.each([
    [
      'the number',
      (id: string) => world.database.pool.query(`UPDATE call_requests SET phone = '+79990000000' WHERE id = $1`, [id]),
    ],
    [
      'the goal',
      (id: string) =>
        world.database.pool.query(`UPDATE call_requests SET goal = 'Sell something else' WHERE id = $1`, [id]),
    ],
    [
      'the cost cap',
      (id: string) =>
        world.database.pool.query(`UPDATE call_requests SET cost_cap_cents = cost_cap_cents + 1 WHERE id = $1`, [id]),
    ],
    [
      'the window',
      (id: string) =>
        world.database.pool.query(
          `UPDATE call_requests SET window_end = window_end + interval '1 minute' WHERE id = $1`,
          [id],
        ),
    ],
    [
      'the stored hash',
      (id: string) =>
        world.database.pool.query(`UPDATE call_requests SET payload_hash = repeat('0', 64) WHERE id = $1`, [id]),
    ],
    [
      'the revision',
      (id: string) => world.database.pool.query(`UPDATE call_requests SET revision = revision + 1 WHERE id = $1`, [id]),
    ],
    [
      'the name of the lead',
      (id: string) =>
        world.database.pool.query(
          `UPDATE leads SET name = 'Somebody else' WHERE id = (SELECT lead_id FROM call_requests WHERE id = $1)`,
          [id],
        ),
    ],
    [
      'the name of the person',
      (id: string) =>
        world.database.pool.query(
          `UPDATE contacts SET name = 'Somebody else' WHERE id = (SELECT contact_id FROM call_requests WHERE id = $1)`,
          [id],
        ),
    ],
    [
      'the company',
      (id: string) =>
        world.database.pool.query(
          `UPDATE contacts SET company_name = 'Another' WHERE id = (SELECT contact_id FROM call_requests WHERE id = $1)`,
          [id],
        ),
    ],
  ])('nothing is dialled when %s is not what was approved: the call stands before a person', async (_what, tamper) => {
    const request = await world.anApprovedRequest();
    const before = world.telephony.placed.length;
    await tamper(request.id);
    await runPlacing();
    expect(world.telephony.placed).toHaveLength(before);
    expect(await callOf(request.callId)).toMatchObject({
      status: 'needs_person',
      failureNote: 'approvalMismatch',
      attempts: [],
    });
  });

  test('a person who opted out after the approval is not called, and the rules that refuse are kept', async () => {
    const { leadId, contactId } = await world.aLead();
    const request = await world.anApprovedRequest({ leadId });
    await world.system().db.consent.create({
      data: { contactId, kind: 'call', granted: false, source: 'message', proof: { text: 'не звоните' } },
    });
    await runPlacing();
    expect(dialledTo(request.phone)).toEqual([]);
    expect(await callOf(request.callId)).toMatchObject({
      status: 'needs_person',
      failureNote: 'permissionDenied: consent.withdrawn',
    });
  });

  test('before its window, and outside calling hours, the call waits and is dialled by the sweep when its time has come', async () => {
    const windowStart = new Date(noon.getTime() + 3_600_000);
    const request = await world.anApprovedRequest({
      windowStart,
      windowEnd: new Date(noon.getTime() + 30 * 3_600_000),
    });
    await runPlacing();
    expect(await callOf(request.callId)).toMatchObject({ status: 'queued', nextAttemptAt: windowStart, attempts: [] });
    // 23:30 in Moscow.
    world.clock.set(new Date(noon.getTime() + 10.5 * 3_600_000));
    await world.system().db.call.update({ where: { id: request.callId }, data: { nextAttemptAt: new Date(0) } });
    await dialDueCalls.run(world.make);
    await runPlacing();
    const waiting = await callOf(request.callId);
    expect(waiting).toMatchObject({ status: 'queued', attempts: [] });
    expect(waiting.nextAttemptAt).toEqual(new Date(noon.getTime() + 20 * 3_600_000));
    world.clock.set(new Date(noon.getTime() + 20 * 3_600_000));
    await world.system().db.call.update({ where: { id: request.callId }, data: { nextAttemptAt: new Date(0) } });
    expect(await dialDueCalls.run(world.make)).toBe(1);
    expect(await dialDueCalls.run(world.make)).toBe(0);
    await runPlacing();
    expect(dialledTo(request.phone)).toHaveLength(1);
  });

  test('a call whose window is over before it could be placed stands before a person', async () => {
    const request = await world.anApprovedRequest({ windowEnd: new Date(noon.getTime() + 3_600_000) });
    world.clock.advance(2 * 3_600_000);
    await runPlacing();
    expect(await callOf(request.callId)).toMatchObject({ status: 'needs_person', failureNote: 'windowOver' });
    const error = await resolveNeedsPerson(world.as(world.manager), {
      callId: request.callId,
      decision: 'dialAgain',
    }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason: 'window.invalid' });
  });

  test('two approved requests for one number do not pass the pause between calls side by side', async () => {
    const { leadId } = await world.aLead();
    const windowEnd = new Date(noon.getTime() + 6 * 3_600_000);
    const first = await world.anApprovedRequest({ leadId, windowEnd });
    const second = await world.anApprovedRequest({ leadId, windowEnd });
    const claims = await Promise.all([
      claimAttempt(world.system(), first.callId, 'a'),
      claimAttempt(world.system(), second.callId, 'b'),
    ]);
    expect(claims.map((claim) => claim.result).toSorted()).toEqual(['dial', 'postponed']);
    expect(claims.find((claim) => claim.result === 'postponed')).toMatchObject({
      until: new Date(noon.getTime() + 4 * 3_600_000).toISOString(),
    });
    await cancelCallRequest(world.as(world.manager), {
      callRequestId: claims[0]?.result === 'dial' ? second.id : first.id,
    });
  });

  test('a refusal that may pass gives the attempt up as not placed and dials again by another attempt', async () => {
    world.telephony.failNext({ error: new ProviderError('fake', 'retryable', 'unavailable', 'Try later.') });
    const request = await world.anApprovedRequest();
    await runPlacing();
    expect(await callOf(request.callId)).toMatchObject({
      status: 'queued',
      attempts: [{ state: 'not_placed', error: 'Try later.' }],
    });
    expect(await effectOf(request.callId)).toMatchObject({ state: 'ready', dispatched: false });
    await skipPause(request.callId);
    await runPlacing();
    expect(dialledTo(request.phone)).toHaveLength(1);
    expect(await callOf(request.callId)).toMatchObject({
      status: 'ringing',
      attempts: [
        { number: 1, state: 'not_placed' },
        { number: 2, state: 'placed' },
      ],
    });
  });

  test('a refusal for good stands before a person at once, and a number that does not exist is marked so', async () => {
    world.telephony.failNext({
      error: new ProviderError('fake', 'permanent', 'bad_number', 'There is no such number.'),
    });
    const request = await world.anApprovedRequest();
    await runPlacing();
    expect(await callOf(request.callId)).toMatchObject({
      status: 'needs_person',
      failureNote: 'providerRefused: There is no such number.',
    });
    expect(await effectOf(request.callId)).toMatchObject({ state: 'done' });
    const permission = await mayWeCall(world.as(world.manager), { phone: request.phone });
    expect(permission.reasons[0]).toMatchObject({ rule: 'phone.valid', allowed: false });
  });

  test('a timeout after the provider took the call: it is looked up and adopted, never dialled again', async () => {
    world.telephony.failNext({ error: unknown(), taken: true });
    const request = await world.anApprovedRequest();
    await runPlacing();
    expect(await callOf(request.callId)).toMatchObject({ status: 'dialing', attempts: [{ state: 'unknown' }] });
    expect(await effectOf(request.callId)).toMatchObject({ state: 'ready', dispatched: true });
    world.telephony.outage = new ProviderError('fake', 'retryable', 'unavailable', 'Down.');
    await skipPause(request.callId);
    await runPlacing();
    expect(await effectOf(request.callId)).toMatchObject({ state: 'ready', dispatched: true });
    world.telephony.outage = null;
    await skipPause(request.callId);
    await runPlacing();
    expect(dialledTo(request.phone)).toHaveLength(1);
    expect(await callOf(request.callId)).toMatchObject({
      status: 'ringing',
      attempts: [{ number: 1, state: 'placed' }],
    });
    expect(await effectOf(request.callId)).toMatchObject({ state: 'done' });
  });

  test('a timeout after which the provider knows no call is waited out, then dialled by the next attempt, once', async () => {
    world.telephony.failNext({ error: unknown() });
    const request = await world.anApprovedRequest();
    await runPlacing();
    await skipPause(request.callId);
    await runPlacing();
    expect(await callOf(request.callId)).toMatchObject({ status: 'dialing', attempts: [{ state: 'unknown' }] });
    await world.database.pool.query(`UPDATE effects SET dispatched_at = now() - interval '2 minutes' WHERE id = $1`, [
      (await effectOf(request.callId)).id,
    ]);
    await skipPause(request.callId);
    await runPlacing();
    expect(dialledTo(request.phone)).toHaveLength(1);
    expect(await callOf(request.callId)).toMatchObject({
      status: 'ringing',
      attempts: [{ state: 'not_placed' }, { number: 2, state: 'placed' }],
    });
  });

  test('an outcome that stays unknown until the deadline stands before a person, whose word or a webhook settles it', async () => {
    world.telephony.failNext({ error: unknown(), taken: true });
    const request = await world.anApprovedRequest();
    await runPlacing();
    world.telephony.outage = unknown('Down.');
    await world.database.pool.query(`UPDATE effects SET deadline_at = now() - interval '1 second' WHERE id = $1`, [
      (await effectOf(request.callId)).id,
    ]);
    await skipPause(request.callId);
    await runPlacing();
    world.telephony.outage = null;
    const stuck = await callOf(request.callId);
    expect(stuck).toMatchObject({ status: 'needs_person', attempts: [{ state: 'unknown' }] });
    expect(stuck.failureNote).toMatch(/^outcomeUnknown/);
    expect(await effectOf(request.callId)).toMatchObject({ state: 'unknown' });
    const attemptId = stuck.attempts[0]?.id ?? '';
    await applyProviderCall(world.system(), {
      call: world.telephony.change(attemptId, { phase: 'ongoing', startedAt: noon }),
      fact: 'started',
    });
    expect(await callOf(request.callId)).toMatchObject({
      status: 'ongoing',
      failureNote: null,
      attempts: [{ state: 'placed' }],
    });
    expect(dialledTo(request.phone)).toHaveLength(1);
  });

  test('a person may have a call dialled again that was certainly not placed, once', async () => {
    world.telephony.failNext({ error: unknown() });
    const request = await world.anApprovedRequest();
    await runPlacing();
    await world.database.pool.query(`UPDATE effects SET deadline_at = now() - interval '1 second' WHERE id = $1`, [
      (await effectOf(request.callId)).id,
    ]);
    world.telephony.outage = unknown('Down.');
    await skipPause(request.callId);
    await runPlacing();
    world.telephony.outage = null;
    expect(await callOf(request.callId)).toMatchObject({ status: 'needs_person', attempts: [{ state: 'unknown' }] });
    const decisions = await Promise.all(
      [world.manager, world.admin].map((user) =>
        resolveNeedsPerson(world.as(user), { callId: request.callId, decision: 'dialAgain' }).then(
          (call) => call.status,
          (error: unknown) => (error instanceof AppError ? error.reason : String(error)),
        ),
      ),
    );
    expect(decisions.toSorted()).toEqual(['call.notWaitingForPerson', 'queued']);
    await runPlacing();
    // The unknown try counts as a call to this number only until the person said that it was none.
    expect(dialledTo(request.phone)).toHaveLength(1);
    expect(await callOf(request.callId)).toMatchObject({
      status: 'ringing',
      attempts: [{ state: 'not_placed' }, { state: 'placed' }],
    });
  });

  test('a process that dies between the attempt and the provider loses nothing and dials once', async () => {
    const request = await world.anApprovedRequest();
    const { id } = await effectOf(request.callId);
    await claimEffect(world.database, id, 'dead process', 30);
    await claimAttempt(world.system(), request.callId, id);
    await world.database.pool.query(`UPDATE effects SET lease_until = now() - interval '1 second' WHERE id = $1`, [id]);
    await runnerOf().run(id);
    expect(dialledTo(request.phone)).toHaveLength(1);
    expect(await callOf(request.callId)).toMatchObject({
      status: 'ringing',
      attempts: [{ state: 'not_placed' }, { number: 2, state: 'placed' }],
    });
  });

  test('a process that dies after the provider took the call: the next one adopts it', async () => {
    const request = await world.anApprovedRequest();
    const { id } = await effectOf(request.callId);
    const effect = await claimEffect(world.database, id, 'dead process', 30);
    if (!effect) throw new Error('The effect was not free.');
    const claim = await claimAttempt(world.system(), request.callId, id);
    if (claim.result !== 'dial') throw new Error('It was not claimed.');
    await markDispatched(world.database, { id, fence: effect.fence });
    await world.telephony.placeCall(claim.order);
    await world.database.pool.query(`UPDATE effects SET lease_until = now() - interval '1 second' WHERE id = $1`, [id]);
    await runnerOf().run(id);
    expect(dialledTo(request.phone)).toHaveLength(1);
    expect(await callOf(request.callId)).toMatchObject({
      status: 'ringing',
      attempts: [{ number: 1, state: 'placed' }],
    });
  });

  test('a look-up that finds nothing right after dialling proves nothing', async () => {
    world.telephony.failNext({ error: unknown() });
    const request = await world.anApprovedRequest();
    await runPlacing();
    const { id } = await effectOf(request.callId);
    const handle = { id, fence: 1, attempts: 1, dispatch: async () => undefined };
    expect(await reconcileCall(world.system(), { callId: request.callId }, handle)).toEqual({ found: 'later' });
    expect(await reconcileCall(world.system(), { callId: request.callId }, handle, { graceMs: 0 })).toEqual({
      found: 'not-done',
    });
    expect(await callOf(request.callId)).toMatchObject({ status: 'queued', attempts: [{ state: 'not_placed' }] });
    await world.database.pool.query(`UPDATE effects SET state = 'cancelled' WHERE id = $1`, [id]);
  });

  test('a telephone service that is not connected puts the call before a person', async () => {
    const request = await world.anApprovedRequest();
    const { id } = await effectOf(request.callId);
    await runnerOf(async () => {
      throw new AppError('service_not_connected', 'service.notConnected', 'retell is not connected.', {
        params: { service: 'retell' },
      });
    }).run(id);
    expect(await getCall(world.as(world.manager), { callId: request.callId })).toMatchObject({
      status: 'needs_person',
      failureNote: 'notPlaced: retell is not connected.',
    });
  });
});

function runnerOf(telephony?: () => Promise<never>) {
  const make: typeof world.make = Object.assign(
    (options: Parameters<typeof world.make>[0]) => {
      const ctx = world.make(options);
      return telephony ? { ...ctx, ports: { ...ctx.ports, telephony } } : ctx;
    },
    { runtime: world.make.runtime },
  );
  return createEffectRunner({
    database: world.database,
    handlers: new Map([[placeCallJob.name, placeCallJob.handler(make)]]),
    owner: 'next process',
    wake: () => undefined,
    log: world.system().log,
  });
}
