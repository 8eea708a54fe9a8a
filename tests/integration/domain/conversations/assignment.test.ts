import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getInboxStats } from '#domain/conversations/get-inbox-stats.ts';
import { listInbox } from '#domain/conversations/list-inbox.ts';
import { markOverdue } from '#domain/conversations/mark-overdue.ts';
import { receiveClientMessage } from '#domain/conversations/receive-client-message.ts';
import { returnConversation } from '#domain/conversations/return-conversation.ts';
import { sendMessage } from '#domain/conversations/send-message.ts';
import { takeConversation } from '#domain/conversations/take-conversation.ts';
import { updateOrganization } from '#domain/organizations/update-organization.ts';
import type { UpdateOrganizationInput } from '#domain/organizations/update-organization.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
let nextId = 7_000;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  const { prisma } = world.database;
  await prisma.lead.updateMany({ data: { closedAt: new Date() } });
  await prisma.user.updateMany({ data: { lastAssignedAt: null, onDuty: true, disabledAt: null } });
  await rule({ assignmentRule: 'least_loaded', assignmentLoadCap: null, returnToQueueMinutes: null });
});

const rule = (input: UpdateOrganizationInput) => updateOrganization(world.as(world.admin), input);

function write(text = 'hello', id = (nextId += 1)) {
  return receiveClientMessage(world.system(), {
    externalChatId: `bot:1:${id}`,
    telegramUserId: String(id),
    firstName: `Client ${id}`,
    externalMessageId: `${id}-${(nextId += 1)}`,
    text,
    sentAt: new Date(),
  });
}
const ownersOf = async (conversationIds: string[]) => {
  const rows = await world.database.prisma.conversation.findMany({ where: { id: { in: conversationIds } } });
  return rows.map((row) => row.ownerId);
};
const counts = (owners: (string | null)[]) =>
  [...Map.groupBy(owners, (owner) => owner).values()].map((list) => list.length).sort((a, b) => a - b);

test.each(['least_loaded', 'round_robin'] as const)(
  'Twenty clients who write at once are given out evenly to the four managers on duty by %s.',
  async (assignmentRule) => {
    await rule({ assignmentRule });
    const received = await Promise.all(Array.from({ length: 20 }, () => write()));
    const owners = await ownersOf(received.map(({ conversationId }) => conversationId));
    expect(counts(owners)).toEqual([5, 5, 5, 5]);
  },
);

test('Nobody gets more by rule than the cap, the rest waits for a taker, and who is off duty gets nothing.', async () => {
  await rule({ assignmentLoadCap: 1 });
  await world.database.prisma.user.updateMany({ where: { id: world.manager.id }, data: { onDuty: false } });
  const received = await Promise.all(Array.from({ length: 5 }, () => write()));
  const owners = await ownersOf(received.map(({ conversationId }) => conversationId));
  expect(owners.filter((owner) => owner === null)).toHaveLength(2);
  expect(owners).not.toContain(world.manager.id);
});

test('A client who wrote before keeps their owner, whatever the rule says, until that one has left.', async () => {
  const { conversationId } = await write('first', 90_001);
  const [owner = null] = await ownersOf([conversationId]);
  await rule({ assignmentRule: 'nobody' });
  await world.database.prisma.lead.updateMany({ data: { closedAt: new Date(0) } });
  await write('much later', 90_001);
  expect(await ownersOf([conversationId])).toEqual([owner]);
  await world.database.prisma.lead.updateMany({ data: { closedAt: new Date(0) } });
  await world.database.prisma.user.update({ where: { id: owner ?? '' }, data: { disabledAt: new Date() } });
  await write('after they left', 90_001);
  expect(await ownersOf([conversationId])).toEqual([null]);
});

test('A silent owner’s client goes back once; of two who take them one wins, and the other is told who.', async () => {
  const { conversationId, leadId } = await write();
  await rule({ returnToQueueMinutes: 30 });
  expect(await returnConversation(world.system(), { conversationId })).toBe(false);
  const longAgo = new Date(Date.now() - 31 * 60_000);
  await world.database.prisma.conversation.update({ where: { id: conversationId }, data: { waitingSince: longAgo } });
  const back = await Promise.all([1, 2, 3].map(() => returnConversation(world.system(), { conversationId })));
  expect(back.filter(Boolean)).toHaveLength(1);
  const lead = await world.database.prisma.lead.findUniqueOrThrow({ where: { id: leadId ?? '' } });
  expect(lead.ownerId).toBeNull();
  const takers = [world.manager, world.otherManager];
  const taken = await Promise.allSettled(takers.map((user) => takeConversation(world.as(user), { conversationId })));
  const lost = taken.findIndex(({ status }) => status === 'rejected');
  expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(taken[lost]).toMatchObject({
    reason: { reason: 'conversation.alreadyTaken', params: { by: takers[1 - lost]?.name } },
  });
  await expect(takeConversation(world.as(world.other.manager), { conversationId })).rejects.toMatchObject({
    reason: 'conversation.notFound',
  });
});

test('The clock runs from the first unanswered message, is overdue once, and our reply stops it.', async () => {
  const { conversationId } = await write('one', 90_002);
  const clock = () => world.database.prisma.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  const { waitingSince } = await clock();
  await write('two', 90_002);
  expect((await clock()).waitingSince).toEqual(waitingSince);
  expect(await markOverdue(world.system(), { conversationId })).toBe(false);
  await world.database.prisma.conversation.update({ where: { id: conversationId }, data: { replyDueAt: new Date(0) } });
  expect((await listInbox(world.as(world.admin), { limit: 1 })).items[0]?.id).toBe(conversationId);
  expect((await getInboxStats(world.as(world.admin))).overdue).toBe(1);
  const marks = await Promise.all([1, 2].map(() => markOverdue(world.system(), { conversationId })));
  expect(marks.filter(Boolean)).toHaveLength(1);
  await sendMessage(world.as(world.admin), { conversationId, text: 'here' });
  expect(await clock()).toMatchObject({ waitingSince: null, replyDueAt: null, overdueAt: null, unreadCount: 0 });
});

test('Pages of the inbox show every conversation once, those who wait first, and nothing of another organization.', async () => {
  const received = await Promise.all(Array.from({ length: 5 }, () => write()));
  await sendMessage(world.as(world.admin), { conversationId: received[0]?.conversationId ?? '', text: 'answered' });
  const seen: { id: string; waits: boolean }[] = [];
  let place: Awaited<ReturnType<typeof listInbox>>['nextPlace'] = null;
  do {
    const page = await listInbox(world.as(world.admin), { limit: 3, place });
    seen.push(...page.items.map(({ id, waitingSince }) => ({ id, waits: waitingSince !== null })));
    place = page.nextPlace;
  } while (place);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
  expect(seen.length).toBe(await world.database.prisma.conversation.count());
  expect(seen.map(({ waits }) => waits)).toEqual(seen.map(({ waits }) => waits).sort((a, b) => Number(b) - Number(a)));
  expect((await listInbox(world.as(world.other.admin))).items).toEqual([]);
});
