import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLead } from '#domain/leads/create-lead.ts';
import { completeTask } from '#domain/tasks/complete-task.ts';
import { createTask } from '#domain/tasks/create-task.ts';
import { getTask } from '#domain/tasks/get-task.ts';
import { remindTask } from '#domain/tasks/remind-task.ts';
import { createBotWorld } from '#tests/support/bot-world.ts';
import type { BotWorld, Chatter } from '#tests/support/bot-world.ts';

let world: BotWorld;
let owner: Chatter;
let boss: Chatter;
beforeAll(async () => {
  world = await createBotWorld();
  owner = await world.join(world.manager, 'ru');
  boss = await world.join(world.admin, 'en');
});
afterAll(() => world.close());

/** A task whose reminder is due now, and was sent this many times before. */
async function aDueTask(title: string, remindCount = 0): Promise<string> {
  const ctx = world.as(world.manager);
  const lead = await createLead(ctx, { name: 'Мария Козлова', phone: '+79161234567' });
  const { id } = await createTask(ctx, { title, leadId: lead.id, dueAt: new Date(Date.now() + 3_600_000) });
  await world.database.prisma.task.update({
    where: { id },
    data: { remindAt: new Date(Date.now() - 1_000), remindCount },
  });
  return id;
}

const labelsOf = (message: { buttons: { text: string }[][] }) => message.buttons.flat().map(({ text }) => text);

test('The owner is reminded by a card with its buttons, and a tap on Done draws it as done.', async () => {
  const taskId = await aDueTask('Отправить <прайс>');
  await remindTask(world.system(), { taskId });
  await world.work();
  const card = await owner.sees('Отправить <прайс>');
  const { tasks } = owner.texts;
  expect(card.text).toContain('Мария Козлова');
  expect(labelsOf(card)).toEqual([tasks.done, tasks.hour, tasks.tomorrow, tasks.openLead]);
  expect((await boss.history()).filter(({ text }) => text.includes('прайс'))).toEqual([]);
  await owner.press(tasks.done, card);
  expect((await owner.sees(tasks.doneMark)).messageId).toBe(card.messageId);
  expect((await getTask(world.as(world.manager), { taskId })).doneAt).toBeInstanceOf(Date);
});

test('A tap on Tomorrow moves the task to that time tomorrow; a tap on an old card of what is done changes nothing.', async () => {
  const taskId = await aDueTask('Позвонить завтра');
  await remindTask(world.system(), { taskId });
  await world.work();
  const card = await owner.sees('Позвонить завтра');
  const before = await getTask(world.as(world.manager), { taskId });
  await owner.press(owner.texts.tasks.tomorrow, card);
  const moved = await getTask(world.as(world.manager), { taskId });
  const dueMs = moved.dueAt?.getTime() ?? 0;
  expect((dueMs - (before.dueAt?.getTime() ?? 0)) % 86_400_000).toBe(0);
  expect(dueMs).toBeGreaterThan(Date.now());
  expect(moved.remindCount).toBe(0);
  await completeTask(world.as(world.admin), { taskId });
  await owner.press(owner.texts.tasks.hour, card);
  expect((await owner.sees(owner.texts.tasks.doneMark)).messageId).toBe(card.messageId);
  expect((await getTask(world.as(world.manager), { taskId })).dueAt).toEqual(moved.dueAt);
});

test('After two missed reminders the admin has a card that names the owner, in the admin’s language.', async () => {
  const taskId = await aDueTask('Забытое дело', 2);
  await remindTask(world.system(), { taskId });
  await world.work();
  const card = await boss.sees('Забытое дело');
  expect(card.text).toContain(`${world.manager.name} has not got round to this task.`);
  await owner.sees('Забытое дело');
  await boss.press(boss.texts.tasks.done, card);
  await world.work();
  await owner.sees(owner.texts.tasks.doneMark);
});
