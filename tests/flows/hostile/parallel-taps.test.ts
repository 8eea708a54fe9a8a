import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '#platform/errors.ts';
import { approveCallRequest } from '#domain/call-requests/approve-call-request.ts';
import { rejectCallRequest } from '#domain/call-requests/reject-call-request.ts';
import { placeCallJob } from '#jobs/calls/place-call.job.ts';
import { createCallWorld } from '#tests/support/call-world.ts';
import type { CallWorld } from '#tests/support/call-world.ts';
import { scaled } from './scale.ts';

const taps = 50;
const rounds = scaled(100);

let world: CallWorld;
beforeAll(async () => {
  world = await createCallWorld();
});
afterAll(() => world.close());

test(`Of ${taps} parallel approvals one wins, ${rounds} times: one call, and all others are told who decided.`, async () => {
  const { prisma } = world.database;
  await prisma.organization.updateMany({ data: { maxCallsPerDay: 1_000_000 } });
  const { leadId } = await world.aLead();
  const deciders = [world.approver, world.secondApprover, world.admin];
  const callIds: string[] = [];
  const wrong: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { id: callRequestId, revision, payloadHash } = await world.aRequest({ leadId });
    const results = await Promise.allSettled(
      Array.from({ length: taps }, (_, tap) => {
        const decider = deciders[tap % deciders.length] ?? world.approver;
        return approveCallRequest(world.as(decider, 'bot'), { callRequestId, revision, payloadHash });
      }),
    );
    const approvals = await prisma.approval.findMany({ where: { callRequestId }, include: { decider: true } });
    const calls = await prisma.call.findMany({ where: { callRequestId } });
    const winners = results.filter((result) => result.status === 'fulfilled');
    if (winners.length !== 1 || approvals.length !== 1 || calls.length !== 1)
      wrong.push(`round ${round}: ${winners.length} winners, ${approvals.length} approvals, ${calls.length} calls`);
    const by = approvals[0]?.decider.name;
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      const { reason } = result;
      const isTold =
        reason instanceof AppError &&
        reason.reason === 'callRequest.alreadyDecided' &&
        reason.params['by'] === by &&
        reason.params['status'] === 'approved';
      if (!isTold) wrong.push(`round ${round}: a loser was told ${String(reason)}`);
    }
    callIds.push(...calls.map(({ id }) => id));
  }
  expect(wrong).toEqual([]);
  const wanted = await prisma.effect.groupBy({ by: ['key'], where: { kind: 'place-call' } });
  expect(wanted.length).toBe(rounds);
  await world.drain([placeCallJob]);
  expect(world.telephony.placed.length).toBe(new Set(world.telephony.placed.map(({ attemptId }) => attemptId)).size);
  const dialed = await prisma.callAttempt.groupBy({ by: ['callId'], _count: true });
  expect(dialed.filter(({ _count }) => _count !== 1)).toEqual([]);
  expect(dialed.length).toBeLessThanOrEqual(callIds.length);
}, 240_000);

test(`Of ${taps} parallel approvals and refusals one wins, and a refused request is never dialled.`, async () => {
  const { prisma } = world.database;
  const outcomes = new Set<string>();
  for (let round = 0; round < 12; round += 1) {
    const { id: callRequestId, revision, payloadHash } = await world.aRequest();
    const results = await Promise.allSettled(
      Array.from({ length: taps }, (_, tap) =>
        (tap + round) % 2 === 0
          ? approveCallRequest(world.as(world.approver), { callRequestId, revision, payloadHash })
          : rejectCallRequest(world.as(world.secondApprover), { callRequestId, revision, reason: 'No' }),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    const { status } = await prisma.callRequest.findUniqueOrThrow({ where: { id: callRequestId } });
    outcomes.add(status);
    expect(await prisma.approval.findMany({ where: { callRequestId }, select: { decision: true } })).toEqual([
      { decision: status },
    ]);
    expect(await prisma.call.count({ where: { callRequestId } })).toBe(status === 'approved' ? 1 : 0);
  }
  expect([...outcomes].every((status) => status === 'approved' || status === 'rejected')).toBe(true);
});
