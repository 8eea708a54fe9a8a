import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import type { Noticed } from '#domain/notices/notice-kinds.ts';
import { listMutes, muteNotice, unmute } from '#domain/notices/mutes.ts';
import { raiseNotice } from '#domain/notices/raise-notice.ts';
import { releaseNotice } from '#domain/notices/release-notice.ts';
import { actOnNotice } from '#domain/notices/settle-notices.ts';
import type { UserActor } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import { createFakeMessenger } from '#tests/support/fakes/fake-messenger.ts';
import { createMovingClock } from '#tests/support/moving-clock.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';
import { jobs } from '#jobs/catalog.ts';
import { planEffects } from '#jobs/reactions.ts';

const clock = createMovingClock(new Date('2026-11-20T09:00:00Z'));
const messenger = createFakeMessenger();
let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld({ clock, planEffects, ports: { messenger: async () => messenger } });
});
afterAll(() => world.close());

let person: UserActor;
let chatId = 1000n;
beforeEach(async () => {
  clock.set('2026-11-20T09:00:00Z');
  chatId += 1n;
  const id = newId();
  await world.database.prisma.user.create({
    data: {
      id,
      organizationId: world.organizationId,
      name: 'Vera',
      role: 'manager',
      telegramUserId: chatId,
      telegramChatId: chatId,
      noticesPerDay: 2,
    },
  });
  person = { ...world.manager, id };
});

const raise = (given: Partial<Noticed> = {}) =>
  inTransaction(world.system(), (tx) =>
    raiseNotice(tx, {
      userId: person.id,
      kind: 'leads.stuck',
      severity: 'normal',
      subjectType: 'lead',
      subjectId: newId(),
      dedupeKey: newId(),
      ...given,
    }),
  );
const noticesOf = () =>
  world.database.prisma.notice.findMany({
    where: { userId: person.id },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
const shownTo = (kind: string) => messenger.shown.filter(({ card }) => card.chatId === chatId && card.kind === kind);

test('the same thing noticed by two processes at once is one notice and one message', async () => {
  const dedupeKey = newId();
  const told = await Promise.all([raise({ dedupeKey }), raise({ dedupeKey }), raise({ dedupeKey })]);
  expect(told.filter((status) => status !== null)).toEqual(['sent']);
  await world.drain(jobs);
  expect(shownTo('notice').map(({ how }) => how)).toEqual(['sent']);
  expect((await noticesOf())[0]?.messageId).not.toBeNull();
});

test('what goes over the day’s cap is folded into one message, also when it is raised at once, and critical things pass', async () => {
  const statuses = await Promise.all(Array.from({ length: 6 }, () => raise()));
  expect(statuses.toSorted((one, other) => (one ?? '').localeCompare(other ?? ''))).toEqual([
    'folded',
    'folded',
    'folded',
    'folded',
    'sent',
    'sent',
  ]);
  expect(await raise({ severity: 'critical', kind: 'services.failing', subjectType: 'service', subjectId: null })).toBe(
    'sent',
  );
  expect(await raise({ severity: 'info' })).toBe('sent');
  expect(new Set((await noticesOf()).flatMap(({ foldedIntoId }) => foldedIntoId ?? [])).size).toBe(1);
  await world.drain(jobs);
  expect(shownTo('notice')).toHaveLength(4);
  expect(shownTo('noticeFold').filter(({ how }) => how === 'sent')).toHaveLength(1);
  clock.advance(24 * 3_600_000);
  expect(await raise()).toBe('sent');
});

test('in quiet hours a notice waits for their end, is sent then once by two processes, and critical ones do not wait', async () => {
  clock.set('2026-11-20T20:30:00Z');
  expect(await raise()).toBe('waiting');
  expect(await raise({ severity: 'critical' })).toBe('sent');
  const waiting = (await noticesOf()).find(({ status }) => status === 'waiting');
  expect(waiting?.notBefore.toISOString()).toBe('2026-11-21T05:00:00.000Z');
  const release = () => releaseNotice(world.system(), { noticeId: waiting?.id ?? '' });
  expect(await release()).toBe(false);
  clock.set('2026-11-21T05:00:00Z');
  expect((await Promise.all([release(), release()])).toSorted((one, other) => Number(one) - Number(other))).toEqual([
    false,
    true,
  ]);
  await world.drain(jobs);
  expect(shownTo('notice').filter(({ card }) => card.subjectId === waiting?.id)).toHaveLength(1);
});

test('muting a kind, a record or everything for a day holds back just that, until it is taken back', async () => {
  const subjectId = newId();
  await raise({ subjectId });
  const [notice] = await noticesOf();
  const noticeId = notice?.id ?? '';
  const ctx = world.as(person);
  await muteNotice(ctx, { noticeId, what: 'record' });
  expect(await raise({ subjectId })).toBe('muted');
  expect(await raise()).toBe('sent');
  const day = await muteNotice(ctx, { noticeId, what: 'day' });
  expect(await raise({ kind: 'calls.missed', subjectType: 'call' })).toBe('muted');
  expect(await raise({ severity: 'critical' })).toBe('sent');
  await unmute(ctx, { muteId: day.id });
  await muteNotice(ctx, { noticeId, what: 'kind' });
  expect(await raise({ severity: 'critical' })).toBe('muted');
  for (const { id } of await listMutes(ctx)) await unmute(ctx, { muteId: id });
  expect(await listMutes(ctx)).toEqual([]);
  await expect(muteNotice(world.as(world.otherManager), { noticeId, what: 'kind' })).rejects.toThrow('no such notice');
});

test('a person who stopped the bot is not written to, and the notice says so', async () => {
  await world.database.prisma.user.update({ where: { id: person.id }, data: { telegramBlocked: true } });
  expect(await raise()).toBe('dropped');
  await world.database.prisma.user.update({ where: { id: person.id }, data: { telegramBlocked: false } });
  messenger.blockedBy.add(chatId);
  expect(await raise()).toBe('sent');
  await world.drain(jobs);
  expect((await noticesOf()).map(({ status }) => status)).toEqual(['dropped', 'dropped']);
});

test('acting counts once, and redraws the message in place', async () => {
  await raise();
  await world.drain(jobs);
  const [notice] = await noticesOf();
  const noticeId = notice?.id ?? '';
  await actOnNotice(world.as(person), { noticeId });
  const first = (await noticesOf())[0]?.actedAt;
  clock.advance(60_000);
  await actOnNotice(world.as(person), { noticeId });
  expect((await noticesOf())[0]?.actedAt).toEqual(first);
  await world.drain(jobs);
  expect(shownTo('notice').map(({ how }) => how)).toEqual(['sent', 'unchanged']);
  await expect(actOnNotice(world.as(world.otherManager), { noticeId })).rejects.toThrow('no such notice');
});
