import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTask } from '#domain/tasks/create-task.ts';
import { updateUser } from '#domain/users/update-user.ts';
import { beginDaysAt } from '#jobs/sweeps/begin-days.ts';
import { createBotWorld } from '#tests/support/bot-world.ts';
import type { BotWorld, Chatter } from '#tests/support/bot-world.ts';

let world: BotWorld;
const people = {} as { ru: Chatter; en: Chatter };

beforeAll(async () => {
  world = await createBotWorld();
  people.en = await world.join(world.manager);
  people.ru = await world.join(world.otherManager, 'ru');
});
afterAll(() => world.close());

const zone = 'Europe/Moscow';
const tomorrow = () => DateTime.now().setZone(zone).startOf('day').plus({ days: 1 });
const tasksNamed = (title: string) => world.database.prisma.task.findMany({ where: { title } });

const languages = ['en', 'ru'] as const;
const words = {
  en: {
    line: 'send Kozlov the contract tomorrow at 10',
    title: 'send Kozlov the contract',
    open: 'call Smith tomorrow at 5',
    openTitle: 'call Smith',
    undated: 'tidy the price list',
    another: 'the day after tomorrow at noon',
    nonsense: 'when pigs fly',
    later: 'tomorrow at 14:00',
    note: 'asked for the new terms',
    clock: '10:00',
  },
  ru: {
    line: 'отправить Козлову договор завтра в 10',
    title: 'отправить Козлову договор',
    open: 'позвонить Сидорову завтра в 5',
    openTitle: 'позвонить Сидорову',
    undated: 'навести порядок в прайсе',
    another: 'послезавтра в полдень',
    nonsense: 'когда рак свистнет',
    later: 'завтра в 14:00',
    note: 'просил новые условия',
    clock: '10:00',
  },
};

describe.each([
  ['en', 'call Kozlov tomorrow at 10', 'call Kozlov'],
  ['en', 'Send Maria Petrova the offer on friday', 'Send Maria Petrova the offer'],
  ['ru', 'позвонить Козлову завтра в 10', 'позвонить Козлову'],
  ['ru', 'Отправить Марии Петровой договор в пятницу', 'Отправить Марии Петровой договор'],
  ['ru', 'отчёт по складу завтра', 'отчёт по складу'],
] as const)('A line of its own (%s): %s', (language, line, title) => {
  test('is proposed as a task, and created by a tap', async () => {
    const person = people[language];
    await person.write(line);
    await person.sees(title);
    await person.press(person.texts.tasks.create);
    await person.sees(language === 'en' ? 'The task is created' : 'Задача создана');
    expect(await tasksNamed(title)).toHaveLength(1);
  });
});

describe.each(languages)('Tasks in the chat (%s)', (language) => {
  const said = words[language];
  const person = () => people[language];
  const begin = async () => {
    await person().write('/tasks');
    await person().sees(language === 'en' ? 'My tasks' : 'Мои задачи');
    await person().press(person().texts.tasks.add);
    await person().sees(language === 'en' ? 'What is to be done' : 'Что сделать');
  };

  test('are proposed from one line with the date written out, and a tap creates one, however often.', async () => {
    const { tasks } = person().texts;
    await begin();
    await person().write(said.line);
    const proposal = await person().sees(said.title);
    expect(proposal.text).toContain(said.clock);
    await Promise.all(
      [1, 2].map(() =>
        world.sim.tap(person().user, person().chat, proposal.messageId, tasks.create).catch(() => undefined),
      ),
    );
    await person().sees(language === 'en' ? 'The task is created' : 'Задача создана');
    const rows = await tasksNamed(said.title);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.dueAt).toEqual(tomorrow().set({ hour: 10 }).toJSDate());
  });

  test('ask which date is meant when there are two, each on a button.', async () => {
    await begin();
    await person().write(said.open);
    const proposal = await person().sees(said.openTitle);
    const labels = proposal.buttons.flat().map(({ text }) => text);
    expect(labels[0]).toContain('17:00');
    expect(labels[1]).toContain('05:00');
    expect(labels).not.toContain(person().texts.tasks.create);
    await person().press(labels[0] ?? '', proposal);
    const [task] = await tasksNamed(said.openTitle);
    expect(task?.dueAt).toEqual(tomorrow().set({ hour: 17 }).toJSDate());
  });

  test('take another date from a button, from words that are asked for again until they are one, or none.', async () => {
    const { tasks } = person().texts;
    await begin();
    await person().write(said.undated);
    await person().sees(tasks.noDate);
    await person().press(tasks.setDate);
    await person().press(tasks.quick.tomorrow);
    await person().sees(said.clock);
    await person().press(tasks.changeDate);
    await person().press(tasks.otherDate);
    await person().write(said.nonsense);
    await person().sees(tasks.dateUnknown);
    await person().write(said.another);
    await person().sees('12:00');
    await person().press(tasks.create);
    const [task] = await tasksNamed(said.undated);
    expect(task?.dueAt).toEqual(tomorrow().plus({ days: 1 }).set({ hour: 12 }).toJSDate());
  });

  test('are listed with what is due first first, and each opens its card with the way back.', async () => {
    const { tasks } = person().texts;
    await person().write('/tasks');
    const shown = await person().sees(language === 'en' ? 'for later' : 'на потом');
    const label = shown.buttons.flat().find(({ text }) => text.includes(said.title))?.text ?? '';
    expect(label).not.toBe('');
    await person().press(label, shown);
    const card = await person().sees(said.title);
    expect(card.buttons.flat().map(({ text }) => text)).toEqual(
      expect.arrayContaining([tasks.done, tasks.hour, tasks.tomorrow, tasks.toList]),
    );
    await person().press(tasks.done, card);
    await person().sees(tasks.doneMark);
    const [task] = await tasksNamed(said.title);
    expect(task?.doneAt).not.toBeNull();
  });

  test('are put off by a reply with a date, and noted on by any other reply.', async () => {
    const member = language === 'en' ? world.manager : world.otherManager;
    const { tasks } = person().texts;
    const ctx = world.as(language === 'en' ? world.otherManager : world.manager);
    const given = await createTask(ctx, {
      title: `${said.title} II`,
      ownerId: member.id,
      dueAt: tomorrow().set({ hour: 9 }).toJSDate(),
    });
    await world.work();
    const card = await person().sees(`${said.title} II`);
    await person().write(said.later, { replyTo: card.messageId });
    await person().sees('14:00');
    await person().write(said.note, { replyTo: card.messageId });
    await person().sees(tasks.noteSaved);
    const row = await world.database.prisma.task.findUniqueOrThrow({ where: { id: given.id } });
    expect(row.dueAt).toEqual(tomorrow().set({ hour: 14 }).toJSDate());
    expect(row.note).toBe(said.note);
  });
});

describe('The day in the morning', () => {
  const wednesday = (hour: number) => DateTime.fromISO('2026-11-18T00:00', { zone }).set({ hour }).toJSDate();

  test('is shown at nine of a working day by the member’s own clock, once, also by two processes.', async () => {
    const dayNotices = () =>
      world.database.prisma.notice.count({ where: { kind: 'day.begun', userId: world.manager.id } });
    const today = DateTime.now().setZone(zone).toFormat('yyyy-MM-dd');
    await createTask(world.as(world.manager), { title: 'water the plants', dueOn: today });
    expect(await beginDaysAt(world.make, wednesday(8))).toBe(0);
    expect(await beginDaysAt(world.make, DateTime.fromJSDate(wednesday(9)).plus({ days: 3 }).toJSDate())).toBe(0);
    await updateUser(world.as(world.admin), { userId: world.otherManager.id, timeZone: 'Asia/Vladivostok' });
    const begun = await Promise.all([1, 2].map(() => beginDaysAt(world.make, wednesday(9))));
    expect(begun.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await dayNotices()).toBe(1);
    await world.work();
    const card = await people.en.sees('water the plants');
    expect(card.text).toContain('1 task for today');
    await people.en.press(people.en.texts.tasks.day.openTasks, card);
    await people.en.sees('My tasks');
  });
});
