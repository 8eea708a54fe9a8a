import { DateTime } from 'luxon';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { takeLead } from '#domain/leads/take-lead.ts';
import { alertOfCall } from '#domain/notices/alert-rules.ts';
import type { UserActor } from '#domain/permissions.ts';
import { planDigestsNow } from '#jobs/sweeps/plan-digests.ts';
import { raiseAlertsAt } from '#jobs/sweeps/raise-alerts.ts';
import { createMovingClock } from '#tests/support/moving-clock.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

const zone = 'Europe/Berlin';
const days = 30;
const cap = 6;
const start = DateTime.fromISO('2026-10-05T00:00', { zone });
const clock = createMovingClock(start.toJSDate());
/** The same numbers in every run. */
let seed = 20261005;
const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;

let world: TestWorld;
const people: UserActor[] = [];
beforeAll(async () => {
  world = await createTestWorld({ clock });
  const { prisma } = world.database;
  await prisma.organization.update({ where: { id: world.organizationId }, data: { timeZone: zone } });
  await prisma.stage.update({ where: { id: world.stageIds[0] }, data: { stuckAfterHours: 72 } });
  for (let number = 0; number < 50; number += 1) {
    const id = newId();
    const role = number < 3 ? 'admin' : 'manager';
    await prisma.user.create({
      data: {
        id,
        organizationId: world.organizationId,
        name: `Person ${number}`,
        role,
        telegramUserId: BigInt(9_000 + number),
        telegramChatId: BigInt(9_000 + number),
        noticesPerDay: cap,
      },
    });
    people.push({ ...world.manager, id, role });
  }
  await prisma.reportChannel.create({
    data: {
      id: newId(),
      organizationId: world.organizationId,
      chatId: -7n,
      title: 'All',
      language: 'en',
      createdAt: clock.now(),
    },
  });
});
afterAll(() => world.close());

/** An incoming lead, whose owner is away as often as not, or who has none. */
async function leadComes(): Promise<string> {
  const { prisma } = world.database;
  const { organizationId, pipelineId, stageIds } = world;
  const owner = random() < 0.3 ? null : (people[3 + Math.floor(random() * 47)]?.id ?? null);
  const contactId = newId();
  const id = newId();
  await prisma.contact.create({ data: { id: contactId, organizationId, name: 'Client' } });
  await prisma.lead.create({
    data: {
      id,
      organizationId,
      contactId,
      pipelineId,
      stageId: stageIds[0],
      name: 'Client',
      source: 'webhook',
      ownerId: owner,
      createdAt: clock.now(),
      stageEnteredAt: clock.now(),
    },
  });
  return id;
}

async function callGoesUnanswered(managerId: string): Promise<void> {
  const id = newId();
  await world.database.prisma.call.create({
    data: {
      id,
      organizationId: world.organizationId,
      source: 'retell',
      direction: 'outgoing',
      status: 'not_connected',
      outcome: 'no_answer',
      managerId,
      createdAt: clock.now(),
    },
  });
  await alertOfCall(world.system(), { callId: id });
}

test('in 30 days of a team of 50 nobody is above their cap, no lead stays without an owner, and digests keep their time', async () => {
  const { prisma } = world.database;
  for (let hour = 0; hour < days * 24; hour += 1) {
    clock.set(start.plus({ hours: hour }).toJSDate());
    const local = start.plus({ hours: hour });
    const isWorking = local.weekday <= 5 && local.hour >= 9 && local.hour < 18;
    if (local.hour === 8) {
      // Everybody is away on one day in eight.
      const away = people
        .slice(3)
        .filter(() => random() < 0.125)
        .map(({ id }) => id);
      await prisma.user.updateMany({ where: { organizationId: world.organizationId }, data: { onDuty: true } });
      await prisma.user.updateMany({ where: { id: { in: away } }, data: { onDuty: false } });
    }
    const opened = isWorking ? 4 : random() < 0.3 ? 1 : 0;
    for (let lead = 0; lead < opened; lead += 1) {
      const leadId = await leadComes();
      const taker = people[3 + Math.floor(random() * 47)];
      const owned = await prisma.lead.findFirst({ where: { id: leadId }, select: { ownerId: true } });
      if (taker && random() < 0.4 && (owned?.ownerId === null || owned?.ownerId === taker.id))
        await takeLead(world.as(taker), { leadId });
    }
    // Some have a bad day: all their calls go unanswered.
    if (isWorking)
      for (let call = 0; call < 3; call += 1) await callGoesUnanswered(people[3 + (local.ordinal % 5)]?.id ?? '');
    await raiseAlertsAt(world.make, clock.now());
    await planDigestsNow(world.make);
    const late = await prisma.lead.count({
      where: { ownerId: null, createdAt: { lt: new Date(clock.now().getTime() - 3 * 24 * 3_600_000) } },
    });
    expect(late, `leads without an owner at ${local.toISO()}`).toBe(0);
  }

  const notices = await prisma.notice.findMany({ where: { organizationId: world.organizationId } });
  expect(notices.length).toBeGreaterThan(500);
  const loud = notices.filter(({ status, severity }) => status === 'sent' && severity === 'normal');
  const perDay = Map.groupBy(
    loud,
    ({ userId, sentAt }) => `${userId} ${DateTime.fromJSDate(sentAt ?? new Date(0), { zone }).toFormat('yyyy-MM-dd')}`,
  );
  expect(Math.max(...[...perDay.values()].map((list) => list.length))).toBe(cap);
  expect(notices.filter(({ status }) => status === 'folded').length).toBeGreaterThan(0);
  const atNight = loud.filter(({ sentAt }) => {
    const { hour } = DateTime.fromJSDate(sentAt ?? new Date(0), { zone });
    return hour >= 22 || hour < 8;
  });
  expect(atNight).toEqual([]);
  const digests = await prisma.digest.findMany({ where: { period: 'day' }, orderBy: { dueAt: 'asc' } });
  expect(digests.map(({ dueAt }) => DateTime.fromJSDate(dueAt, { zone }).toFormat('yyyy-MM-dd HH:mm'))).toEqual(
    Array.from({ length: days }, (_none, day) => start.plus({ days: day }).toFormat("yyyy-MM-dd '19:00'")),
  );
}, 120_000);
