import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '#platform/errors.ts';
import { updateAgent } from '#domain/agents/update-agent.ts';
import { approveCallRequest } from '#domain/call-requests/approve-call-request.ts';
import { cancelCallRequest } from '#domain/call-requests/cancel-call-request.ts';
import { editCallRequest } from '#domain/call-requests/edit-call-request.ts';
import { expireCallRequest } from '#domain/call-requests/expire-call-request.ts';
import { getCallRequest } from '#domain/call-requests/get-call-request.ts';
import { listCallRequests } from '#domain/call-requests/list-call-requests.ts';
import { rejectCallRequest } from '#domain/call-requests/reject-call-request.ts';
import { remindApprovers } from '#domain/call-requests/remind-approvers.ts';
import type { CallRequestView } from '#domain/call-requests/call-request-view.ts';
import { updateContact } from '#domain/contacts/update-contact.ts';
import { updateLead } from '#domain/leads/update-lead.ts';
import { createCallWorld } from '#tests/support/call-world.ts';
import type { CallWorld } from '#tests/support/call-world.ts';

let world: CallWorld;
beforeAll(async () => void (world = await createCallWorld()));
afterAll(() => world.close());

const shown = ({ id, revision, payloadHash }: CallRequestView) => ({ callRequestId: id, revision, payloadHash });
const refusalOf = async (work: Promise<unknown>): Promise<AppError> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw error ?? new Error('It was not refused.');
};

describe('deciding about a call request', () => {
  test('of fifty decisions at the same moment one wins, one call is queued, and all others are told who decided what', async () => {
    const request = await world.aRequest();
    const approvers = [world.approver, world.secondApprover, world.admin];
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => {
        const ctx = world.as(approvers[index % 3] ?? world.admin);
        return index % 5 === 4
          ? rejectCallRequest(ctx, { callRequestId: request.id, revision: 1, reason: 'Не сейчас' })
          : approveCallRequest(ctx, shown(request));
      }),
    );
    const winners = results.filter((result) => result.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    const db = world.system().db;
    const [approval, ...more] = await db.approval.findMany({
      where: { callRequestId: request.id },
      include: { decider: true },
    });
    expect(more).toEqual([]);
    const after = await db.callRequest.findFirstOrThrow({ where: { id: request.id } });
    expect(after.status).toBe(approval?.decision);
    expect(await db.call.count({ where: { callRequestId: request.id } })).toBe(after.status === 'approved' ? 1 : 0);
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      expect(result.reason).toBeInstanceOf(AppError);
      expect(result.reason).toMatchObject({
        reason: 'callRequest.alreadyDecided',
        params: { status: after.status, by: approval?.decider.name },
      });
    }
  });

  test('an approval leaves one queued call, its effect, audit, timeline and events', async () => {
    const request = await world.aRequest();
    const approved = await approveCallRequest(world.as(world.approver, 'bot'), shown(request));
    expect(approved).toMatchObject({
      status: 'approved',
      approval: { decision: 'approved', decidedBy: { id: world.approver.id } },
    });
    const db = world.system().db;
    const call = await db.call.findFirstOrThrow({ where: { callRequestId: request.id } });
    expect(call).toMatchObject({
      id: approved.callId,
      status: 'queued',
      phone: request.phone,
      managerId: world.manager.id,
    });
    expect(await db.approval.findFirst({ where: { callRequestId: request.id } })).toMatchObject({
      door: 'bot',
      payloadHash: request.payloadHash,
      ownApprovalAllowed: false,
    });
    expect(await db.auditEntry.count({ where: { subjectId: request.id, action: 'callRequest.approved' } })).toBe(1);
    expect(await db.activity.count({ where: { kind: 'callRequest.approved', leadId: request.lead.id } })).toBe(1);
    const { rows } = await world.database.pool.query(`SELECT kind FROM effects WHERE payload->>'callId' = $1`, [
      call.id,
    ]);
    expect(rows).toContainEqual({ kind: 'place-call' });
  });

  test('the requester cannot approve or reject their own request, unless the organization allows it at that moment', async () => {
    const request = await world.aRequest();
    const { prisma } = world.database;
    await prisma.user.update({ where: { id: world.manager.id }, data: { permissions: ['calls.approve'] } });
    const own = world.as(world.manager);
    expect(await refusalOf(approveCallRequest(own, shown(request)))).toMatchObject({
      reason: 'callRequest.ownRequest',
    });
    expect(await refusalOf(rejectCallRequest(own, { callRequestId: request.id, reason: 'нет' }))).toMatchObject({
      reason: 'callRequest.ownRequest',
    });
    await prisma.organization.update({ where: { id: world.organizationId }, data: { ownApprovalAllowed: true } });
    expect(await approveCallRequest(own, shown(request))).toMatchObject({ status: 'approved' });
    await prisma.organization.update({ where: { id: world.organizationId }, data: { ownApprovalAllowed: false } });
    await prisma.user.update({ where: { id: world.manager.id }, data: { permissions: [] } });
  });

  test('the database itself refuses an approval by the requester', async () => {
    const request = await world.aRequest();
    await expect(
      world.system().db.approval.create({
        data: {
          callRequestId: request.id,
          requesterId: world.manager.id,
          revision: 1,
          payloadHash: request.payloadHash,
          decision: 'approved',
          deciderId: world.manager.id,
          ownApprovalAllowed: false,
          door: 'api',
        },
      }),
    ).rejects.toThrow(/approvals_four_eyes/);
  });

  test('an approver whose right was taken away or who was disabled is refused, whatever the session still says', async () => {
    const request = await world.aRequest();
    const { prisma } = world.database;
    await prisma.user.update({ where: { id: world.secondApprover.id }, data: { permissions: [] } });
    const ctx = world.as(world.secondApprover);
    expect(ctx.actor).toMatchObject({ permissions: ['calls.approve'] });
    expect(await refusalOf(approveCallRequest(ctx, shown(request)))).toMatchObject({ reason: 'permission.missing' });
    await prisma.user.update({
      where: { id: world.secondApprover.id },
      data: { permissions: ['calls.approve'], disabledAt: new Date() },
    });
    expect(await refusalOf(approveCallRequest(ctx, shown(request)))).toMatchObject({ reason: 'permission.missing' });
    await prisma.user.update({ where: { id: world.secondApprover.id }, data: { disabledAt: null } });
    expect(await getCallRequest(world.as(world.manager), { callRequestId: request.id })).toMatchObject({
      status: 'pending',
    });
  });

  test('a manager without the right, an analyst and the system cannot decide', async () => {
    const request = await world.aRequest();
    expect(await refusalOf(approveCallRequest(world.as(world.otherManager), shown(request)))).toMatchObject({
      reason: 'permission.missing',
    });
    expect(await refusalOf(approveCallRequest(world.as(world.analyst), shown(request)))).toMatchObject({
      reason: 'permission.missing',
    });
    expect(await refusalOf(approveCallRequest(world.system(), shown(request)))).toMatchObject({
      reason: 'permission.membersOnly',
    });
  });

  test('a request that was edited since it was shown is not approved, and the editor asks again with the next revision', async () => {
    const request = await world.aRequest();
    const edited = await editCallRequest(world.as(world.manager), {
      callRequestId: request.id,
      version: 1,
      goal: 'Узнать бюджет',
    });
    expect(edited).toMatchObject({ status: 'pending', revision: 2, goal: 'Узнать бюджет' });
    expect(edited.payloadHash).not.toBe(request.payloadHash);
    expect(await refusalOf(approveCallRequest(world.as(world.approver), shown(request)))).toMatchObject({
      reason: 'callRequest.changedSinceShown',
      params: { revision: 2 },
    });
    expect(
      await refusalOf(
        approveCallRequest(world.as(world.approver), { ...shown(edited), payloadHash: request.payloadHash }),
      ),
    ).toMatchObject({
      reason: 'callRequest.changedSinceShown',
    });
    expect(await approveCallRequest(world.as(world.approver), shown(edited))).toMatchObject({
      status: 'approved',
      revision: 2,
    });
  });

  test('an edit that changes nothing asks nobody again', async () => {
    const request = await world.aRequest();
    const same = await editCallRequest(world.as(world.manager), {
      callRequestId: request.id,
      goal: request.goal,
      costCapCents: request.costCapCents,
    });
    expect(same).toMatchObject({ revision: 1, payloadHash: request.payloadHash });
  });

  test('an edit of an approved request that was not dialled voids the approval, cancels its call and keeps the old decision as history', async () => {
    const request = await world.anApprovedRequest();
    const edited = await editCallRequest(world.as(world.manager), { callRequestId: request.id, goal: 'Другая цель' });
    expect(edited).toMatchObject({ status: 'pending', revision: 2, approval: null });
    const db = world.system().db;
    expect(await db.call.findFirst({ where: { id: request.callId } })).toMatchObject({
      status: 'cancelled',
      failureNote: 'superseded',
    });
    expect(await db.approval.count({ where: { callRequestId: request.id, revision: 1 } })).toBe(1);
    const again = await approveCallRequest(world.as(world.admin), shown(edited));
    expect(again).toMatchObject({ status: 'approved', revision: 2, callId: request.callId });
    expect(await db.call.findFirst({ where: { id: request.callId } })).toMatchObject({ status: 'queued' });
    expect(await db.approval.count({ where: { callRequestId: request.id } })).toBe(2);
  });

  test('a call that is on its way can be neither edited nor cancelled', async () => {
    const { request } = await world.aPlacedCall();
    const ctx = world.as(world.manager);
    expect(await refusalOf(editCallRequest(ctx, { callRequestId: request.id, goal: 'Поздно' }))).toMatchObject({
      reason: 'callRequest.alreadyDialled',
    });
    expect(await refusalOf(cancelCallRequest(ctx, { callRequestId: request.id }))).toMatchObject({
      reason: 'callRequest.alreadyDialled',
    });
    expect(await getCallRequest(ctx, { callRequestId: request.id })).toMatchObject({ status: 'approved', revision: 1 });
  });

  test('a cancelled request cannot be approved, and its queued call is not dialled', async () => {
    const request = await world.anApprovedRequest();
    await cancelCallRequest(world.as(world.manager), { callRequestId: request.id, reason: 'Клиент передумал' });
    const db = world.system().db;
    expect(await db.call.findFirst({ where: { id: request.callId } })).toMatchObject({ status: 'cancelled' });
    expect(await refusalOf(approveCallRequest(world.as(world.approver), shown(request)))).toMatchObject({
      reason: 'callRequest.alreadyDecided',
      params: { status: 'cancelled' },
    });
  });

  test('an expired request is told as expired, never as refused, by the operation and by the sweep alike', async () => {
    const request = await world.aRequest();
    const late = new Date(world.clock.now().getTime() - 1_000);
    await world.system().db.callRequest.update({ where: { id: request.id }, data: { deadlineAt: late } });
    expect(await refusalOf(approveCallRequest(world.as(world.approver), shown(request)))).toMatchObject({
      reason: 'callRequest.expired',
    });
    expect(await expireCallRequest(world.system(), { callRequestId: request.id })).toBe(true);
    expect(await expireCallRequest(world.system(), { callRequestId: request.id })).toBe(false);
    expect(await refusalOf(approveCallRequest(world.as(world.approver), shown(request)))).toMatchObject({
      reason: 'callRequest.expired',
    });
    expect(await getCallRequest(world.as(world.manager), { callRequestId: request.id })).toMatchObject({
      status: 'expired',
      approval: null,
    });
  });

  test('reminds once at half of the time and escalates once at three quarters', async () => {
    const request = await world.aRequest();
    const start = world.clock.now();
    const at = async (minutes: number) => {
      world.clock.set(new Date(start.getTime() + minutes * 60_000));
      return remindApprovers(world.system(), { callRequestId: request.id });
    };
    const steps = [await at(59), await at(60), await at(61), await at(89), await at(90), await at(91)];
    world.clock.set(start);
    expect(steps).toEqual(['nothing', 'reminded', 'nothing', 'nothing', 'escalated', 'nothing']);
  });

  test('another voice or number of the agent voids approvals that were not dialled and asks again', async () => {
    const pending = await world.aRequest();
    const approved = await world.anApprovedRequest();
    await updateAgent(world.as(world.admin), { agentId: world.agentId, fromNumber: '+14155550177' });
    for (const before of [pending, approved]) {
      expect(await getCallRequest(world.as(world.manager), { callRequestId: before.id })).toMatchObject({
        status: 'pending',
        revision: 2,
        approval: null,
      });
    }
    expect(await refusalOf(approveCallRequest(world.as(world.approver), shown(pending)))).toMatchObject({
      reason: 'callRequest.changedSinceShown',
    });
  });

  test('a request whose agent was changed behind its back is asked for again instead of staying undecidable', async () => {
    const request = await world.aRequest();
    await world.system().db.agent.update({ where: { id: world.agentId }, data: { providerAgentId: 'agent_swapped' } });
    expect(await refusalOf(approveCallRequest(world.as(world.approver), shown(request)))).toMatchObject({
      reason: 'callRequest.changedSinceShown',
    });
    const again = await getCallRequest(world.as(world.approver), { callRequestId: request.id });
    expect(again).toMatchObject({ status: 'pending', revision: 2 });
    expect(await approveCallRequest(world.as(world.approver), shown(again))).toMatchObject({ status: 'approved' });
    await world.system().db.agent.update({ where: { id: world.agentId }, data: { providerAgentId: 'agent_test' } });
  });

  test('a request whose client was renamed behind its back is asked for again before it can be approved', async () => {
    const request = await world.aRequest();
    await world.system().db.contact.update({ where: { id: request.contact.id }, data: { companyName: 'ООО «Новое»' } });
    expect(await refusalOf(approveCallRequest(world.as(world.approver), shown(request)))).toMatchObject({
      reason: 'callRequest.changedSinceShown',
    });
    const again = await getCallRequest(world.as(world.approver), { callRequestId: request.id });
    expect(again).toMatchObject({ status: 'pending', revision: 2 });
    expect(await approveCallRequest(world.as(world.approver), shown(again))).toMatchObject({ status: 'approved' });
  });

  test('a pending request is asked for again when the names that the agent is told change, and only then', async () => {
    const request = await world.aRequest();
    const revision = async () =>
      (await getCallRequest(world.as(world.manager), { callRequestId: request.id })).revision;
    const leadId = request.lead.id;
    await updateLead(world.as(world.manager), { leadId, note: 'Перезвонить' });
    await updateContact(world.as(world.manager), { contactId: request.contact.id, language: 'ru' });
    expect(await revision()).toBe(1);
    await updateLead(world.as(world.manager), { leadId, name: 'Мария, окна' });
    expect(await revision()).toBe(2);
    await updateContact(world.as(world.manager), { contactId: request.contact.id, companyName: 'ООО «Окна»' });
    const again = await getCallRequest(world.as(world.approver), { callRequestId: request.id });
    expect(again).toMatchObject({ status: 'pending', revision: 3, companyName: 'ООО «Окна»' });
    expect(await approveCallRequest(world.as(world.approver), shown(again))).toMatchObject({ status: 'approved' });
  });

  test('an approver does not approve what they changed last, unless the organization allows it; another one does', async () => {
    const { prisma } = world.database;
    const request = await world.aRequest();
    const edit = (goal: string) => editCallRequest(world.as(world.approver), { callRequestId: request.id, goal });
    const edited = await edit('Узнать сроки');
    expect(await refusalOf(approveCallRequest(world.as(world.approver), shown(edited)))).toMatchObject({
      reason: 'callRequest.ownRequest',
    });
    await expect(
      world.system().db.approval.create({
        data: {
          callRequestId: request.id,
          requesterId: world.manager.id,
          revision: 2,
          payloadHash: edited.payloadHash,
          decision: 'approved',
          deciderId: world.approver.id,
          ownApprovalAllowed: false,
          door: 'api',
        },
      }),
    ).rejects.toThrow(/approvals_four_eyes_of_editor/);
    expect(await approveCallRequest(world.as(world.secondApprover), shown(edited))).toMatchObject({
      status: 'approved',
    });
    const again = await edit('Узнать бюджет');
    await prisma.organization.update({ where: { id: world.organizationId }, data: { ownApprovalAllowed: true } });
    expect(await approveCallRequest(world.as(world.approver), shown(again))).toMatchObject({ status: 'approved' });
    await prisma.organization.update({ where: { id: world.organizationId }, data: { ownApprovalAllowed: false } });
  });

  test('an approver may reject what they changed last, and approve it once somebody else changed it after them', async () => {
    const [first, second] = [await world.aRequest(), await world.aRequest()];
    for (const { id } of [first, second])
      await editCallRequest(world.as(world.approver), { callRequestId: id, goal: 'Узнать сроки' });
    expect(
      await rejectCallRequest(world.as(world.approver), { callRequestId: first.id, reason: 'Передумали' }),
    ).toMatchObject({ status: 'rejected' });
    const last = await editCallRequest(world.as(world.manager), { callRequestId: second.id, goal: 'Узнать бюджет' });
    expect(await approveCallRequest(world.as(world.approver), shown(last))).toMatchObject({ status: 'approved' });
  });

  test('managers see what they asked for and what is about their leads, approvers and analysts all, other organizations nothing', async () => {
    const request = await world.aRequest();
    const callRequestId = request.id;
    expect(await refusalOf(getCallRequest(world.as(world.otherManager), { callRequestId }))).toMatchObject({
      reason: 'callRequest.notFound',
    });
    expect((await listCallRequests(world.as(world.otherManager))).items).toEqual([]);
    expect(await getCallRequest(world.as(world.analyst), { callRequestId })).toMatchObject({ id: callRequestId });
    expect(await refusalOf(getCallRequest(world.as(world.other.admin), { callRequestId }))).toMatchObject({
      reason: 'callRequest.notFound',
    });
    expect(await refusalOf(approveCallRequest(world.as(world.other.approver), shown(request)))).toMatchObject({
      reason: 'callRequest.notFound',
    });
    const mine = await listCallRequests(world.as(world.manager), { mine: true, limit: 5 });
    expect(mine.items[0]?.id).toBe(callRequestId);
    expect(mine.nextCursor).not.toBeNull();
    const next = await listCallRequests(world.as(world.manager), { mine: true, limit: 5, cursor: mine.nextCursor });
    expect(next.items.map((item) => item.id)).not.toContain(callRequestId);
    expect(next.items.length).toBeGreaterThan(0);
  });
});
