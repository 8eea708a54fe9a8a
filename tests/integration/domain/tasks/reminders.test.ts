import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findCardPlaces } from '#domain/cards/card-recipients.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { assignLead } from '#domain/leads/assign-lead.ts';
import { deleteLead } from '#domain/leads/delete-lead.ts';
import { updateOrganization } from '#domain/organizations/update-organization.ts';
import { completeTask, reopenTask } from '#domain/tasks/complete-task.ts';
import { createTask } from '#domain/tasks/create-task.ts';
import type { CreateTaskInput } from '#domain/tasks/create-task.ts';
import { deleteTask } from '#domain/tasks/delete-task.ts';
import { getTask } from '#domain/tasks/get-task.ts';
import { listTasks } from '#domain/tasks/list-tasks.ts';
import { readMyDay } from '#domain/tasks/read-my-day.ts';
import { remindTask } from '#domain/tasks/remind-task.ts';
import { snoozeTask } from '#domain/tasks/snooze-task.ts';
import { updateTask } from '#domain/tasks/update-task.ts';
import { setOwnPreferences } from '#domain/users/set-own-preferences.ts';
import { remindTasks } from '#jobs/sweeps/remind-tasks.ts';
import { createMovingClock } from '#tests/support/moving-clock.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

const clock = createMovingClock();
let world: TestWorld;
beforeAll(async () => void (world = await createTestWorld({ clock })));
beforeEach(() => clock.set('2027-03-24T08:00:00Z'));
afterAll(() => world.close());

const mine = () => world.as(world.manager);
const aTask = (given: Partial<CreateTaskInput> = {}) => createTask(mine(), { title: 'Call back', ...given });
const remindersOf = (taskId: string) =>
  world.events.filter(({ type, subjectId }) => type === 'task.reminded' && subjectId === taskId).length;

test('Two sweepers at once raise one reminder for each due task.', async () => {
  const tasks = [];
  for (let count = 0; count < 5; count += 1) tasks.push(await aTask({ dueAt: new Date('2027-03-24T09:00:00Z') }));
  // Sweeps look by the database's clock, on which these are long due.
  clock.set('2027-03-24T09:00:01Z');
  await world.database.prisma.task.updateMany({
    where: { id: { in: tasks.map(({ id }) => id) } },
    data: { remindAt: new Date(Date.now() - 60_000) },
  });
  const done = await Promise.all([remindTasks.run(world.make), remindTasks.run(world.make)]);
  expect(done.reduce((sum, count) => sum + count)).toBe(5);
  for (const { id } of tasks) expect(remindersOf(id)).toBe(1);
  expect(await remindTasks.run(world.make)).toBe(0);
});

test('A missed reminder comes again after an hour, and on the next morning the admins are called in, once.', async () => {
  const { id: taskId } = await aTask({ dueAt: '2027-03-24T12:00:00Z' });
  const step = () => remindTask(world.system(), { taskId });
  expect(await step()).toBe('nothing');
  clock.set('2027-03-24T12:00:00Z');
  expect(await step()).toBe('reminded');
  expect(await step()).toBe('nothing');
  clock.set('2027-03-24T13:00:00Z');
  expect(await step()).toBe('reminded');
  expect((await getTask(mine(), { taskId })).remindAt).toEqual(new Date('2027-03-25T06:00:00Z'));
  expect((await findCardPlaces(world.system(), 'task', taskId)).map(({ userId }) => userId)).toEqual([]);
  clock.set('2027-03-25T06:00:00Z');
  expect(await step()).toBe('escalated');
  clock.set('2027-03-30T06:00:00Z');
  expect(await step()).toBe('nothing');
  expect(world.events.filter(({ type, subjectId }) => type === 'task.escalated' && subjectId === taskId)).toHaveLength(
    1,
  );
});

test('The owner is shown the reminder, and the admins on duty only after the escalation.', async () => {
  const { prisma } = world.database;
  for (const [index, user] of [world.manager, world.admin, world.otherManager].entries())
    await prisma.user.update({ where: { id: user.id }, data: { telegramChatId: BigInt(9_000 + index) } });
  const { id: taskId } = await aTask({ dueAt: '2027-03-24T12:00:00Z' });
  const shownTo = async () =>
    (await findCardPlaces(world.system(), 'task', taskId)).flatMap(({ userId }) => userId ?? []).toSorted();
  expect(await shownTo()).toEqual([]);
  clock.set('2027-03-24T12:00:00Z');
  await remindTask(world.system(), { taskId });
  expect(await shownTo()).toEqual([world.manager.id]);
  await prisma.task.update({ where: { id: taskId }, data: { escalatedAt: clock.now() } });
  expect(await shownTo()).toEqual([world.admin.id, world.manager.id].toSorted());
  await completeTask(mine(), { taskId });
  expect(await shownTo()).toEqual([]);
  const given = await createTask(world.as(world.admin), { title: 'For you', ownerId: world.otherManager.id });
  expect((await findCardPlaces(world.system(), 'task', given.id)).map(({ userId }) => userId)).toEqual([
    world.otherManager.id,
  ]);
});

test('Nobody is reminded of what is done, deleted, put off or of a deleted lead.', async () => {
  const lead = await createLead(mine(), { name: 'Gone' });
  const due = { dueAt: '2027-03-24T12:00:00Z' };
  const [done, deleted, later, orphan] = [
    await aTask(due),
    await aTask(due),
    await aTask(due),
    await aTask({ ...due, leadId: lead.id }),
  ];
  await completeTask(mine(), { taskId: done.id });
  await deleteTask(mine(), { taskId: deleted.id });
  await snoozeTask(mine(), { taskId: later.id, to: 'tomorrow' });
  await deleteLead(mine(), { leadId: lead.id });
  clock.set('2027-03-24T12:00:00Z');
  for (const { id } of [done, deleted, later, orphan])
    expect(await remindTask(world.system(), { taskId: id })).toBe('nothing');
  const reopened = await reopenTask(mine(), { taskId: done.id });
  expect(reopened).toMatchObject({ doneAt: null, remindAt: new Date('2027-03-25T06:00:00Z') });
});

test('"Tomorrow" keeps the clock time when summer time begins in between, and a day begins when it does there.', async () => {
  // Berlin's clocks go forward on 28 March 2027: 10:00 is 09:00 UTC before and 08:00 UTC after.
  clock.set('2027-03-27T09:30:00Z');
  const task = await aTask({ dueAt: '2027-03-27T10:00:00+01:00', dueTimeZone: 'Europe/Berlin' });
  const snoozed = await snoozeTask(mine(), { taskId: task.id, to: 'tomorrow' });
  expect(snoozed.dueAt).toEqual(new Date('2027-03-28T08:00:00Z'));
  expect(snoozed.remindAt).toEqual(new Date('2027-03-28T08:00:00Z'));
  await setOwnPreferences(mine(), { timeZone: 'Europe/Berlin' });
  const day = await aTask({ dueOn: '2027-03-28' });
  expect(day).toMatchObject({
    dueHasTime: false,
    dueAt: new Date('2027-03-27T23:00:00Z'),
    remindAt: new Date('2027-03-28T07:00:00Z'),
  });
  await setOwnPreferences(mine(), { timeZone: null });
});

test('Whoever moves to another zone keeps days and clock times; what was agreed in a zone stays the moment it is.', async () => {
  const agreed = await aTask({ dueAt: '2027-03-25T10:00:00+03:00', dueTimeZone: 'Europe/Moscow' });
  const own = await aTask({ dueAt: '2027-03-25T10:00:00+03:00' });
  const day = await aTask({ dueOn: '2027-03-26' });
  await setOwnPreferences(mine(), { timeZone: 'Asia/Yekaterinburg' });
  const now = async ({ id }: { id: string }) => {
    const { dueAt, remindAt } = await getTask(mine(), { taskId: id });
    return [dueAt?.toISOString(), remindAt?.toISOString()];
  };
  expect(await now(agreed)).toEqual(['2027-03-25T07:00:00.000Z', '2027-03-25T07:00:00.000Z']);
  expect(await now(own)).toEqual(['2027-03-25T05:00:00.000Z', '2027-03-25T05:00:00.000Z']);
  expect(await now(day)).toEqual(['2027-03-25T19:00:00.000Z', '2027-03-26T04:00:00.000Z']);
  await setOwnPreferences(mine(), { timeZone: null });
  expect(await now(day)).toEqual(['2027-03-25T21:00:00.000Z', '2027-03-26T06:00:00.000Z']);
  await updateOrganization(world.as(world.admin), { timeZone: 'Asia/Novosibirsk' });
  expect(await now(day)).toEqual(['2027-03-25T17:00:00.000Z', '2027-03-26T02:00:00.000Z']);
  await updateOrganization(world.as(world.admin), { timeZone: 'Europe/Moscow' });
});

test('An hour later is an hour from now or from its time, whichever is later; a day stays that day.', async () => {
  const timed = await aTask({ dueAt: '2027-03-24T12:00:00Z' });
  expect((await snoozeTask(mine(), { taskId: timed.id, to: 'hour' })).dueAt).toEqual(new Date('2027-03-24T13:00:00Z'));
  clock.set('2027-03-24T15:00:00Z');
  expect((await snoozeTask(mine(), { taskId: timed.id, to: 'hour' })).dueAt).toEqual(new Date('2027-03-24T16:00:00Z'));
  const day = await aTask({ dueOn: '2027-03-24' });
  expect(await snoozeTask(mine(), { taskId: day.id, to: 'hour' })).toMatchObject({
    dueAt: day.dueAt,
    remindAt: new Date('2027-03-24T16:00:00Z'),
  });
  expect((await snoozeTask(mine(), { taskId: day.id, to: 'until', until: '2027-04-01T07:00:00Z' })).dueAt).toEqual(
    new Date('2027-04-01T07:00:00Z'),
  );
  await expect(
    snoozeTask(mine(), { taskId: day.id, to: 'until', until: '2027-03-01T07:00:00Z' }),
  ).rejects.toMatchObject({ reason: 'input.invalid' });
});

test('A task is seen by its owner, by who sees its lead and by who sees all; a change needs the version that was seen.', async () => {
  const lead = await createLead(world.as(world.otherManager), { name: 'Theirs' });
  const loose = await aTask();
  const onLead = await createTask(world.as(world.admin), {
    title: 'For a colleague',
    leadId: lead.id,
    ownerId: world.manager.id,
  });
  for (const { id: taskId } of [loose, onLead]) {
    await expect(getTask(world.as(world.other.admin), { taskId })).rejects.toMatchObject({ reason: 'task.notFound' });
    expect((await getTask(world.as(world.analyst), { taskId })).id).toBe(taskId);
    expect((await getTask(mine(), { taskId })).id).toBe(taskId);
  }
  await expect(getTask(world.as(world.otherManager), { taskId: loose.id })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect((await getTask(world.as(world.otherManager), { taskId: onLead.id })).about).toBe('Theirs');
  await expect(createTask(mine(), { title: 'x', leadId: lead.id })).rejects.toMatchObject({ reason: 'lead.notFound' });
  await expect(createTask(mine(), { title: 'x', ownerId: world.other.manager.id })).rejects.toMatchObject({
    reason: 'input.invalid',
  });
  await expect(updateTask(world.as(world.analyst), { taskId: loose.id, title: 'x' })).rejects.toMatchObject({
    reason: 'permission.missing',
  });
  expect(await updateTask(mine(), { taskId: loose.id, title: 'Other', version: 1 })).toMatchObject({ version: 2 });
  await expect(updateTask(mine(), { taskId: loose.id, title: 'x', version: 1 })).rejects.toMatchObject({
    reason: 'task.changedMeanwhile',
  });
});

test('A task asked for twice with one key is one task.', async () => {
  const asked = await Promise.all([1, 2, 3].map(() => aTask({ title: 'Once', sourceKey: 'update:7' })));
  expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
});

test('Open tasks go with a lead to its new owner.', async () => {
  const lead = await createLead(mine(), { name: 'Handed over' });
  const task = await aTask({ leadId: lead.id });
  await assignLead(mine(), { leadId: lead.id, ownerId: world.otherManager.id });
  expect((await getTask(world.as(world.otherManager), { taskId: task.id })).ownerId).toBe(world.otherManager.id);
});

test('My day tells what is overdue, due today and tomorrow by the member’s own clock, in every list once.', async () => {
  const user = world.secondApprover;
  const ctx = world.as(user);
  await setOwnPreferences(ctx, { timeZone: 'Asia/Tokyo' });
  clock.set('2027-03-24T16:30:00Z'); // 01:30 on the 25th in Tokyo
  const make = (title: string, due: Partial<CreateTaskInput>) => createTask(ctx, { title, ...due });
  await make('yesterday', { dueOn: '2027-03-24' });
  await make('an hour ago', { dueAt: '2027-03-24T15:30:00Z' });
  await make('all day', { dueOn: '2027-03-25' });
  await make('tonight', { dueAt: '2027-03-25T14:59:00Z' });
  await make('tomorrow', { dueOn: '2027-03-26' });
  await make('some day', {});
  const free = await createLead(world.as(world.admin), { name: 'Nobody’s' });
  await assignLead(world.as(world.admin), { leadId: free.id, ownerId: null });
  const day = await readMyDay(ctx);
  expect(day.overdue.map(({ title }) => title)).toEqual(['yesterday', 'an hour ago']);
  expect(day.today.map(({ title }) => title)).toEqual(['all day', 'tonight']);
  expect(day).toMatchObject({ tomorrowCount: 1, overdueCount: 2, todayCount: 2, leadsWaiting: 1, unanswered: 0 });
  const { items } = await listTasks(ctx, { mine: true, isOpen: true, sort: 'due', limit: 4 });
  expect(items.map(({ title }) => title)).toEqual(['yesterday', 'all day', 'an hour ago', 'tonight']);
  const first = await listTasks(ctx, { mine: true, sort: 'due', limit: 5 });
  const rest = await listTasks(ctx, { mine: true, sort: 'due', limit: 5, cursor: first.nextCursor });
  expect([...first.items, ...rest.items].map(({ title }) => title).slice(4)).toEqual(['tomorrow', 'some day']);
});
