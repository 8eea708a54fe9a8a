import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyProviderCall } from '#domain/calls/apply-provider-call.ts';
import { getCall } from '#domain/calls/get-call.ts';
import { approveCallRequest } from '#domain/call-requests/approve-call-request.ts';
import { getCallRequest } from '#domain/call-requests/get-call-request.ts';
import { jobs } from '#jobs/catalog.ts';
import { expireCallRequests } from '#jobs/sweeps/expire-call-requests.ts';
import { remindApprovers } from '#jobs/sweeps/remind-approvers.ts';
import { createCallWorld } from '#tests/support/call-world.ts';
import type { CallWorld } from '#tests/support/call-world.ts';

let world: CallWorld;
beforeAll(async () => void (world = await createCallWorld()));
afterAll(() => world.close());

describe('the jobs', () => {
  test('carry an approval through call, recording, analysis, report and drafted follow-up, and leave nothing undone', async () => {
    const db = world.system().db;
    for (const [index, user] of [world.manager, world.approver].entries()) {
      const telegram = BigInt(500 + index);
      await db.user.update({ where: { id: user.id }, data: { telegramChatId: telegram, telegramUserId: telegram } });
    }
    await db.reportChannel.create({ data: { chatId: -200n, title: 'Team', language: 'ru' } });
    const { leadId, contactId } = await world.aLead();
    await db.conversation.create({
      data: { contactId, leadId, ownerId: world.manager.id, externalChatId: 'bot:1:900' },
    });

    const { id: callRequestId, revision, payloadHash } = await world.aRequest({ leadId });
    await world.drain(jobs);
    await approveCallRequest(world.as(world.approver), { callRequestId, revision, payloadHash });
    const { id: callId } = await db.call.findFirstOrThrow({ where: { callRequestId } });
    await world.drain(jobs);
    const { id: attemptId } = await db.callAttempt.findFirstOrThrow({ where: { callId } });
    const startedAt = world.clock.now();
    world.telephony.recordings.set('https://recordings.test/a.wav', {
      bytes: new Uint8Array([7]),
      mimeType: 'audio/wav',
    });
    const call = world.telephony.change(attemptId, {
      phase: 'ended',
      outcome: 'talked',
      startedAt,
      endedAt: new Date(startedAt.getTime() + 30_000),
      durationSec: 30,
      costCents: 9,
      segments: [{ speaker: 'A', startMs: 0, endMs: 900, text: 'Приеду в субботу.' }],
      recordingUrl: 'https://recordings.test/a.wav',
      complete: true,
    });
    await applyProviderCall(world.system(), { call, fact: 'analyzed' });
    await world.drain(jobs);

    expect(await getCall(world.as(world.manager), { callId })).toMatchObject({
      status: 'ended',
      recordingStatus: 'stored',
      analysisStatus: 'completed',
    });
    expect(await db.draft.findMany({ where: { callId } })).toMatchObject([
      { status: 'ready', ownerId: world.manager.id, text: world.llm.draft },
    ]);
    const kinds = new Set(world.messenger.shown.map(({ card }) => card.kind));
    expect([...kinds].toSorted()).toEqual(['approval', 'call', 'callReport', 'callRequest', 'draft']);
    const { rows } = await world.database.pool.query(
      `SELECT kind, state, last_error FROM effects WHERE state <> 'done'`,
    );
    expect(rows).toEqual([]);
    const timeline = await db.activity.findMany({
      where: { leadId },
      orderBy: { occurredAt: 'asc' },
      select: { kind: true },
    });
    expect(timeline.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([
        'callRequest.created',
        'callRequest.approved',
        'call.dialing',
        'call.ended',
        'call.analyzed',
      ]),
    );
    expect(await getCallRequest(world.as(world.manager), { callRequestId })).toMatchObject({
      status: 'approved',
      callId,
    });
  });

  test('sweeps work over all organizations: reminders first, then the end of what nobody decided', async () => {
    const request = await world.aRequest();
    const minutesAgo = (minutes: number) =>
      new Date(Math.min(Date.now(), world.clock.now().getTime()) - minutes * 60_000);
    const minutesOn = (minutes: number) =>
      new Date(Math.max(Date.now(), world.clock.now().getTime()) + minutes * 60_000);
    const read = () => world.system().db.callRequest.findFirstOrThrow({ where: { id: request.id } });
    await world.database.pool.query(`UPDATE call_requests SET updated_at = $2, deadline_at = $3 WHERE id = $1`, [
      request.id,
      minutesAgo(2_000),
      minutesOn(30),
    ]);
    expect(await remindApprovers.run(world.make)).toBe(1);
    expect(await read()).toMatchObject({ status: 'pending', remindedAt: expect.any(Date), escalatedAt: null });
    expect(await expireCallRequests.run(world.make)).toBe(0);
    await world.database.pool.query(`UPDATE call_requests SET deadline_at = $2 WHERE id = $1`, [
      request.id,
      minutesAgo(1),
    ]);
    expect(await expireCallRequests.run(world.make)).toBe(1);
    expect(await expireCallRequests.run(world.make)).toBe(0);
    expect(await read()).toMatchObject({ status: 'expired' });
  });
});
