import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { takeLead } from '#domain/leads/take-lead.ts';
import { jobs } from '#jobs/catalog.ts';
import { planEffects } from '#jobs/reactions.ts';
import { planDigestsNow } from '#jobs/sweeps/plan-digests.ts';
import { raiseAlertsAt } from '#jobs/sweeps/raise-alerts.ts';
import { createFakeMessenger } from '#tests/support/fakes/fake-messenger.ts';
import { createMovingClock } from '#tests/support/moving-clock.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

const clock = createMovingClock(new Date('2026-10-19T08:00:00Z'));
const messenger = createFakeMessenger();
let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld({ clock, planEffects, ports: { messenger: async () => messenger } });
  const { prisma } = world.database;
  await prisma.reportChannel.create({
    data: {
      id: newId(),
      organizationId: world.organizationId,
      chatId: -1001n,
      title: 'Sales',
      language: 'en',
      timeZone: 'Europe/Berlin',
      createdAt: clock.now(),
    },
  });
  await prisma.user.update({ where: { id: world.admin.id }, data: { telegramUserId: 5n, telegramChatId: 5n } });
  await prisma.user.update({ where: { id: world.manager.id }, data: { telegramUserId: 6n, telegramChatId: 6n } });
});
afterAll(() => world.close());

test('each digest comes once from two processes, by the channel’s clock on both sides of its change', async () => {
  // From 8:00 UTC on, each hour around the sending and around the week's.
  for (let hour = 0; hour < 24 * 9; hour += 1) {
    if ([0, 8, 9, 10].includes(hour % 24)) await Promise.all([planDigestsNow(world.make), planDigestsNow(world.make)]);
    clock.advance(3_600_000);
  }
  await world.drain(jobs);
  const rows = await world.database.prisma.digest.findMany({ orderBy: { dueAt: 'asc' } });
  const due = rows.filter(({ period }) => period === 'day').map(({ dueAt }) => dueAt.toISOString());
  expect(due).toEqual([
    '2026-10-19T17:00:00.000Z',
    '2026-10-20T17:00:00.000Z',
    '2026-10-21T17:00:00.000Z',
    '2026-10-22T17:00:00.000Z',
    '2026-10-23T17:00:00.000Z',
    '2026-10-24T17:00:00.000Z',
    '2026-10-25T18:00:00.000Z',
    '2026-10-26T18:00:00.000Z',
    '2026-10-27T18:00:00.000Z',
  ]);
  expect(rows.filter(({ period }) => period === 'week').map(({ slot }) => slot)).toEqual(['2026-10-19']);
  expect(messenger.digests).toHaveLength(10);
  expect(rows.every(({ sentAt }) => sentAt !== null)).toBe(true);
});

test('a lead that nobody took is told of once to its owner, then to the admins, and settled when it is taken', async () => {
  clock.set('2026-11-10T08:00:00Z');
  const { id } = await createLead(world.as(world.admin), { name: 'Olga', ownerId: world.manager.id });
  const { prisma } = world.database;
  await prisma.lead.update({ where: { id }, data: { createdAt: clock.now() } });
  const told = async () => {
    await Promise.all([raiseAlertsAt(world.make, clock.now()), raiseAlertsAt(world.make, clock.now())]);
    const rows = await prisma.notice.findMany({ where: { subjectId: id }, orderBy: { createdAt: 'asc' } });
    return rows.map(({ userId, status }) => [userId, status]);
  };
  clock.set('2026-11-10T08:29:00Z');
  expect(await told()).toEqual([]);
  clock.set('2026-11-10T08:31:00Z');
  expect(await told()).toEqual([[world.manager.id, 'sent']]);
  clock.set('2026-11-10T09:05:00Z');
  expect(await told()).toEqual([
    [world.manager.id, 'sent'],
    [world.admin.id, 'sent'],
  ]);
  await world.drain(jobs);
  await takeLead(world.as(world.manager), { leadId: id });
  await world.drain(jobs);
  const rows = await prisma.notice.findMany({ where: { subjectId: id }, orderBy: { createdAt: 'asc' } });
  expect(rows.map(({ resolvedById }) => resolvedById)).toEqual([world.manager.id, world.manager.id]);
  expect(rows.map(({ actedAt }) => actedAt !== null)).toEqual([true, false]);
  const inChannel = messenger.shown.filter(({ card }) => card.kind === 'alerts' && card.chatId === -1001n);
  expect(inChannel.filter(({ how }) => how === 'sent')).toHaveLength(1);
});

test('a channel that the bot was removed from is switched off, and the admins are told', async () => {
  clock.set('2026-11-11T18:30:00Z');
  messenger.blockedBy.add(-1001n);
  await planDigestsNow(world.make);
  await world.drain(jobs);
  const channel = await world.database.prisma.reportChannel.findFirstOrThrow({ where: { chatId: -1001n } });
  expect(channel.disabledAt).not.toBeNull();
  const notices = await world.database.prisma.notice.findMany({ where: { kind: 'channels.lost' } });
  expect(notices.map(({ userId }) => userId)).toEqual([world.admin.id]);
  expect(await planDigestsNow(world.make)).toBe(0);
});
