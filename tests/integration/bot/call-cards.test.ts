import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approveCallRequest } from '#domain/call-requests/approve-call-request.ts';
import { requestCall } from '#domain/call-requests/request-call.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { remindApprovers } from '#domain/call-requests/remind-approvers.ts';
import { newId } from '#platform/ids.ts';
import { createBotWorld } from '#tests/support/bot-world.ts';
import type { BotWorld, Chatter } from '#tests/support/bot-world.ts';
import { createFakeTelephony } from '#tests/support/fakes/fake-telephony.ts';
import { ProviderError } from '#platform/errors.ts';

const telephony = createFakeTelephony();
let world: BotWorld;
let manager: Chatter;
let approver: Chatter;
let phones = 0;

beforeAll(async () => {
  world = await createBotWorld({ telephony: async () => telephony });
  await world.database.prisma.organization.updateMany({
    data: {
      callingFromMinute: 0,
      callingToMinute: 1440,
      timeZone: 'UTC',
      hoursBetweenCalls: 0,
      maxCallsPerDay: 50,
      dailyBudgetCents: 1_000_000,
      allowedCountries: ['RU'],
    },
  });
  manager = await world.join(world.manager, 'ru');
  approver = await world.join(world.approver);
});
afterAll(() => world.close());

async function aRequest(name: string) {
  phones += 1;
  const lead = await createLead(world.as(world.manager), {
    name,
    phone: `+7495123460${phones}`,
    ownerId: world.manager.id,
  });
  return requestCall(world.as(world.manager), { leadId: lead.id, goal: `Call ${name}` });
}

async function approve(request: Awaited<ReturnType<typeof aRequest>>): Promise<string> {
  const { id: callRequestId, revision, payloadHash } = request;
  const { callId } = await approveCallRequest(world.as(world.approver), { callRequestId, revision, payloadHash });
  if (!callId) throw new Error('An approved request has no call.');
  await world.work();
  return callId;
}

const statusOf = async (callId: string) =>
  (await world.database.prisma.call.findUniqueOrThrow({ where: { id: callId } })).status;

describe('the card of a call that waits for a person', () => {
  it('says why and dials again at a tap', async () => {
    telephony.failNext({ error: new ProviderError('fake', 'permanent', 'refused', 'The line is barred.') });
    const callId = await approve(await aRequest('Refused'));
    const card = await manager.sees(manager.texts.calls.needsPersonReasons['providerRefused'] ?? '');
    expect(card.text).toContain('The line is barred.');
    await manager.press(manager.texts.calls.dialAgain);
    await world.work();
    expect(await statusOf(callId)).toBe('ringing');
    await manager.sees(manager.texts.calls.statuses.ringing);
  });

  it('whose client was renamed after the approval is asked for again and closed by one tap', async () => {
    const request = await aRequest('Renamed');
    const { id: callRequestId, revision, payloadHash } = request;
    const { callId } = await approveCallRequest(world.as(world.approver), { callRequestId, revision, payloadHash });
    await world.database.prisma.contact.update({ where: { id: request.contact.id }, data: { name: 'Somebody Else' } });
    await world.work();
    await manager.sees(manager.texts.calls.needsPersonReasons['approvalMismatch'] ?? '');
    await manager.press(manager.texts.calls.askAgain);
    await manager.sees(manager.texts.calls.againRequested);
    expect(await statusOf(callId ?? '')).toBe('cancelled');
    await world.work();
    await approver.sees('Person: Somebody Else');
  });
});

describe('the card of a finished call', () => {
  it('makes tasks of the next steps once, however often it is tapped, and ticks them off', async () => {
    const { organizationId } = world;
    const lead = await createLead(world.as(world.manager), { name: 'Talked To', ownerId: world.manager.id });
    const callId = newId();
    const { prisma } = world.database;
    await prisma.call.create({
      data: {
        id: callId,
        organizationId,
        leadId: lead.id,
        managerId: world.manager.id,
        source: 'retell',
        direction: 'outgoing',
        status: 'ended',
        analysisStatus: 'completed',
      },
    });
    await prisma.callAnalysis.create({
      data: {
        id: newId(),
        organizationId,
        callId,
        sentiment: 'neutral',
        sentimentScore: 0,
        topics: [],
        summary: 'Договорились.',
        actionItems: ['Отправить прайс', 'Позвонить во вторник'],
        language: 'ru',
        engine: 'test',
        metrics: {},
        inputHash: 'test',
      },
    });
    const messenger = await world.bots.messengerFor(organizationId);
    await messenger.drawCard(world.system(), {
      id: newId(),
      kind: 'call',
      subjectId: callId,
      userId: world.manager.id,
      chatId: BigInt(manager.user.id),
      threadId: null,
      messageId: null,
      contentHash: null,
    });
    const card = await manager.sees('Договорились.');
    const { calls } = manager.texts;
    const tap = () =>
      world.sim.tap(manager.user, manager.chat, card.messageId, '✅ Завести 2 задачи по итогам', { waitMs: 2_000 });
    await Promise.all([tap(), tap()]);
    await manager.sees('2 задачи');
    expect(await prisma.task.count({ where: { callId } })).toBe(2);
    await manager.press(calls.taskDone('Отправить прайс'));
    await manager.sees('2 задачи, 1 сделана');
    expect(await prisma.task.findFirst({ where: { callId, doneAt: { not: null } } })).toMatchObject({
      title: 'Отправить прайс',
      ownerId: world.manager.id,
    });
  });
});

describe('a reminder to approvers', () => {
  it('comes as a new message that says so, and the old card is gone', async () => {
    const request = await aRequest('Waits Long');
    await world.work();
    const card = await approver.sees('Waits Long');
    await world.database.prisma.callRequest.update({
      where: { id: request.id },
      data: { updatedAt: new Date(Date.now() - 3 * 3_600_000), deadlineAt: new Date(Date.now() + 600_000) },
    });
    expect(await remindApprovers(world.system(), { callRequestId: request.id })).toBe('reminded');
    await world.work();
    const reminder = await approver.sees('⏰');
    expect(reminder.text).toContain('Waits Long');
    expect(reminder.messageId).toBeGreaterThan(card.messageId);
    expect((await approver.history()).map((message) => message.messageId)).not.toContain(card.messageId);
  });
});
