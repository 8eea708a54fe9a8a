import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ProviderError } from '#platform/errors.ts';
import { approveCallRequest } from '#domain/call-requests/approve-call-request.ts';
import { drawCard, planCards, redrawCards } from '#domain/cards/redraw-cards.ts';
import { notFound } from '#domain/not-found.ts';
import { drawCardsJob } from '#jobs/cards/draw-cards.job.ts';
import { createCallWorld } from '#tests/support/call-world.ts';
import type { CallWorld } from '#tests/support/call-world.ts';

let world: CallWorld;
const chats = { admin: 11n, manager: 12n, approver: 13n, secondApprover: 14n, otherManager: 15n } as const;

beforeAll(async () => {
  world = await createCallWorld();
  for (const [name, chatId] of Object.entries(chats)) {
    const user = world[name as keyof typeof chats];
    await world.database.prisma.user.update({
      where: { id: user.id },
      data: { telegramChatId: chatId, telegramUserId: chatId },
    });
  }
  await world.drain([drawCardsJob]);
});
beforeEach(async () => {
  world.messenger.shown.length = 0;
  await world.database.prisma.user.updateMany({
    where: { organizationId: world.organizationId },
    data: { onDuty: true, telegramBlocked: false },
  });
});
afterAll(() => world.close());

const shownTo = (kind: string) =>
  world.messenger.shown.filter(({ card }) => card.kind === kind).map(({ card }) => card.chatId);

describe('cards', () => {
  test('of an approval go to every approver on duty but the requester; of the request, to the requester', async () => {
    await world.database.prisma.user.update({ where: { id: world.secondApprover.id }, data: { onDuty: false } });
    await world.aRequest();
    await world.drain([drawCardsJob]);
    expect(new Set(shownTo('approval'))).toEqual(new Set([chats.admin, chats.approver]));
    expect(shownTo('callRequest')).toEqual([chats.manager]);
  });

  test('of an approval go to all approvers when nobody is on duty, and to admins off duty once it was escalated', async () => {
    const { prisma } = world.database;
    await prisma.user.updateMany({ where: { organizationId: world.organizationId }, data: { onDuty: false } });
    const first = await world.aRequest();
    expect(await planCards(world.system(), { kind: 'approval', subjectId: first.id })).toHaveLength(3);
    await prisma.user.update({ where: { id: world.approver.id }, data: { onDuty: true } });
    const second = await world.aRequest();
    expect(await planCards(world.system(), { kind: 'approval', subjectId: second.id })).toHaveLength(1);
    await world.system().db.callRequest.update({ where: { id: second.id }, data: { escalatedAt: world.clock.now() } });
    expect(await planCards(world.system(), { kind: 'approval', subjectId: second.id })).toHaveLength(2);
  });

  test('are edited, not sent again, when the record changes; everybody who had one sees the decision', async () => {
    const states = new Map<string, string>();
    world.messenger.render = async (card) => {
      const request = await world.system().db.callRequest.findFirst({ where: { id: card.subjectId } });
      return `${card.kind} ${request?.status ?? ''}`;
    };
    const { id: callRequestId, revision, payloadHash } = await world.aRequest();
    await world.drain([drawCardsJob]);
    await approveCallRequest(world.as(world.approver), { callRequestId, revision, payloadHash });
    await world.drain([drawCardsJob]);
    for (const { card, how, text } of world.messenger.shown)
      if (card.subjectId === callRequestId && card.kind === 'approval' && how === 'edited')
        states.set(String(card.chatId), text);
    expect([...states.values()]).toEqual(['approval approved', 'approval approved', 'approval approved']);
    const sent = world.messenger.shown.filter(
      ({ card, how }) => card.subjectId === callRequestId && card.kind === 'approval' && how === 'sent',
    );
    expect(sent).toHaveLength(3);
    world.messenger.render = (card) => `${card.kind} ${card.subjectId}`;
  });

  test('a decided request is shown to nobody new', async () => {
    const request = await world.anApprovedRequest();
    await world.database.pool.query(`DELETE FROM cards WHERE subject_id = $1`, [request.id]);
    expect(await planCards(world.system(), { kind: 'approval', subjectId: request.id })).toEqual([]);
  });

  test('planning twice at the same moment makes one card per chat', async () => {
    const { leadId } = await world.aLead();
    const plans = await Promise.all(
      Array.from({ length: 8 }, () => planCards(world.system(), { kind: 'lead', subjectId: leadId })),
    );
    expect(new Set(plans.flat()).size).toBe(1);
  });

  test('whose record is gone, or is no longer the reader’s to see, are taken away and leave nothing to repair', async () => {
    const { leadId } = await world.aLead();
    const subject = { kind: 'lead' as const, subjectId: leadId };
    await redrawCards(world.system(), subject);
    world.messenger.failNext(notFound('lead'));
    await redrawCards(world.system(), subject);
    expect(await world.system().db.card.count({ where: { ...subject, closedAt: null } })).toBe(0);
  });

  test('a reminder is a new message, because people are not told of edits', async () => {
    const request = await world.aRequest();
    await redrawCards(world.system(), { kind: 'approval', subjectId: request.id });
    world.messenger.shown.length = 0;
    await redrawCards(world.system(), { kind: 'approval', subjectId: request.id, anew: true });
    expect(world.messenger.shown.map(({ how }) => how)).toEqual(['sent', 'sent', 'sent']);
  });

  test('a reminder whose work is repeated after a failure is sent once to each', async () => {
    const request = await world.aRequest();
    const subject = { kind: 'approval' as const, subjectId: request.id };
    await redrawCards(world.system(), subject);
    world.messenger.shown.length = 0;
    const work = world.system();
    world.messenger.failNext(new ProviderError('telegram', 'retryable', 'rate_limited', 'Too fast.'));
    await expect(redrawCards(work, { ...subject, anew: true })).rejects.toThrow('Too fast.');
    await redrawCards(work, { ...subject, anew: true });
    const sent = world.messenger.shown.filter(({ how }) => how === 'sent').map(({ card }) => card.chatId);
    expect(sent).toHaveLength(3);
    expect(new Set(sent).size).toBe(3);
  });

  test('an approver who lost the right or the account loses the card too, and gets one again with the right', async () => {
    const { prisma } = world.database;
    const request = await world.aRequest();
    const subject = { kind: 'approval' as const, subjectId: request.id };
    await redrawCards(world.system(), subject);
    await prisma.user.update({ where: { id: world.approver.id }, data: { permissions: [] } });
    await prisma.user.update({ where: { id: world.secondApprover.id }, data: { disabledAt: new Date() } });
    world.messenger.shown.length = 0;
    world.messenger.closed.length = 0;
    await redrawCards(world.system(), { ...subject, anew: true });
    expect(new Set(world.messenger.closed.map((card) => card.chatId))).toEqual(
      new Set([chats.approver, chats.secondApprover]),
    );
    expect(shownTo('approval')).toEqual([chats.admin]);
    await redrawCards(world.system(), subject);
    expect(world.messenger.closed).toHaveLength(2);
    await prisma.user.update({ where: { id: world.approver.id }, data: { permissions: ['calls.approve'] } });
    await prisma.user.update({ where: { id: world.secondApprover.id }, data: { disabledAt: null } });
    world.messenger.shown.length = 0;
    await redrawCards(world.system(), subject);
    expect(world.messenger.shown.filter(({ how }) => how === 'sent').map(({ card }) => card.chatId)).toHaveLength(2);
  });

  test('a lead that went to somebody else is taken out of the former owner’s chat', async () => {
    const lead = await world.aLead();
    const subject = { kind: 'lead' as const, subjectId: lead.leadId };
    await redrawCards(world.system(), subject);
    expect(shownTo('lead')).toEqual([chats.manager]);
    await world.system().db.lead.updateMany({ where: { id: lead.leadId }, data: { ownerId: world.otherManager.id } });
    world.messenger.shown.length = 0;
    world.messenger.closed.length = 0;
    await redrawCards(world.system(), subject);
    expect(world.messenger.closed.map((card) => card.chatId)).toEqual([chats.manager]);
    expect(shownTo('lead')).toEqual([chats.otherManager]);
  });

  test('somebody who blocked the bot is marked and gets no more cards, and the others still get theirs', async () => {
    world.messenger.blockedBy.add(chats.approver);
    const request = await world.aRequest();
    expect(await redrawCards(world.system(), { kind: 'approval', subjectId: request.id })).toEqual({ cards: 3 });
    world.messenger.blockedBy.clear();
    expect(await world.system().db.user.findFirst({ where: { id: world.approver.id } })).toMatchObject({
      telegramBlocked: true,
    });
    expect(await planCards(world.system(), { kind: 'approval', subjectId: request.id })).toHaveLength(2);
  });

  test('one card that fails does not keep the others from being drawn, and the work is repeated', async () => {
    const request = await world.aRequest();
    await planCards(world.system(), { kind: 'approval', subjectId: request.id });
    world.messenger.failNext(
      new ProviderError('telegram', 'retryable', 'rate_limited', 'Too fast.', { retryAfterMs: 1_000 }),
    );
    await expect(redrawCards(world.system(), { kind: 'approval', subjectId: request.id })).rejects.toThrow('Too fast.');
    expect(world.messenger.shown).toHaveLength(2);
    await redrawCards(world.system(), { kind: 'approval', subjectId: request.id });
    expect(
      world.messenger.shown
        .slice(2)
        .map(({ how }) => how)
        .toSorted(),
    ).toEqual(['sent', 'unchanged', 'unchanged']);
  });

  test('call reports go to the report channels, and follow a group that became a supergroup', async () => {
    const db = world.system().db;
    await db.reportChannel.create({ data: { chatId: -100n, title: 'Team', language: 'ru' } });
    const { callId } = await world.anApprovedRequest();
    const draw = world.messenger.drawCard;
    world.messenger.drawCard = async (ctx, card, live) => ({
      ...(await draw(ctx, card, live)),
      chatId: -1_000_000_000_200n,
    });
    const [cardId] = await planCards(world.system(), { kind: 'callReport', subjectId: callId });
    await drawCard(world.system(), { cardId: cardId ?? '' });
    world.messenger.drawCard = draw;
    expect(await db.card.findFirst({ where: { id: cardId ?? '' } })).toMatchObject({ chatId: -1_000_000_000_200n });
    expect(await db.reportChannel.findMany({ select: { chatId: true } })).toEqual([{ chatId: -1_000_000_000_200n }]);
  });
});
