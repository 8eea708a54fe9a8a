import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLead } from '#domain/leads/create-lead.ts';
import { findUserByTelegram } from '#domain/users/find-user-by-telegram.ts';
import type { Language } from '#bot/texts/texts.ts';
import { createBotWorld } from '#tests/support/bot-world.ts';
import type { BotWorld, Chatter } from '#tests/support/bot-world.ts';

let world: BotWorld;
let admin: Chatter;
let manager: Chatter;
beforeAll(async () => {
  world = await createBotWorld();
  admin = await world.join(world.admin, 'en');
  manager = await world.join(world.manager, 'ru');
  for (let count = 0; count < 2; count += 1) await createLead(world.as(world.otherManager), { name: `Lead ${count}` });
});
afterAll(() => world.close());

const labels = (seen: { buttons: { text: string }[][] }) => seen.buttons.flat().map((button) => button.text);
const userNamed = (name: string) => world.database.prisma.user.findFirstOrThrow({ where: { name } });
const commandCalls = async (method: string, chatId: number) =>
  (await world.sim.outbox({})).filter(
    (entry) => entry.method === method && JSON.stringify(entry).includes(`"chat_id":${chatId}`),
  );

test('The team shows who is on duty with their open leads, and a manager can change nobody there.', async () => {
  await manager.write('/team');
  const { team } = manager.texts;
  const seen = await manager.sees(manager.texts.team.openLeads(2));
  expect(seen.text).toContain('Own other manager');
  expect(labels(seen)).toContain(manager.texts.actions.menu);
  expect(labels(seen)).not.toContain(team.invite);
  await manager.press(labels(seen).find((label) => label.includes('Own analyst')) ?? '');
  const member = await manager.sees('Own analyst');
  expect(labels(member)).toEqual([team.toTeam, manager.texts.actions.menu]);
});

test.each([
  ['en', () => admin],
  ['ru', () => manager],
] as const)('/duty puts oneself on and off duty in %s.', async (_language: Language, person) => {
  const { team } = person().texts;
  await person().write('/duty');
  await person().sees(team.nowOffDuty);
  await person().press(team.goOnDuty);
  await person().sees(team.nowOnDuty);
});

test('An invited colleague gets a link with a picture, which binds their account.', async () => {
  const { team } = admin.texts;
  await admin.write('/team');
  await admin.press(team.invite);
  await admin.press(team.roles.manager);
  const question = await admin.sees('name of the new');
  await admin.write('Вера Новикова <b>', { replyTo: question.messageId });
  const invite = await admin.sees('https://t.me/flow_test_bot?start=');
  expect(invite.text).toContain('Вера Новикова <b>');
  const code = /start=([\w-]+)/.exec(invite.text)?.[1] ?? '';
  const user = await world.sim.createUser({ firstName: 'Vera', languageCode: 'ru' });
  const chat = await world.sim.openPrivateChat(user, 'flow_test_bot', { startParam: code });
  await world.sim.waitForMessage(chat, (message) => message.text.includes('Добро пожаловать'));
  expect((await userNamed('Вера Новикова <b>')).telegramUserId).toBe(BigInt(user.id));
});

test('A role and permissions are changed by taps, and the commands follow.', async () => {
  const { team } = admin.texts;
  await admin.write('/team');
  await admin.press(labels(await admin.sees('Own manager')).find((label) => label.includes('Own manager')) ?? '');
  await admin.press(team.permissions);
  await admin.press(`⬜ ${team.permissionNames['calls.approve'] ?? ''}`);
  await admin.sees('what else may they do');
  expect((await userNamed('Own manager')).permissions).toEqual(['calls.approve']);
  await admin.press(`☑️ ${team.permissionNames['calls.approve'] ?? ''}`);
  expect((await userNamed('Own manager')).permissions).toEqual([]);
  await admin.press(admin.texts.actions.back);
  await admin.press(team.role);
  await admin.press(team.roles.analyst);
  await admin.sees(team.roles.analyst);
  expect((await userNamed('Own manager')).role).toBe('analyst');
  await world.work();
  const shown = (await commandCalls('setMyCommands', manager.user.id)).at(-1);
  expect(JSON.stringify(shown)).not.toContain('"command":"new"');
  await admin.press(team.role);
  await admin.press(team.roles.manager);
  await world.work();
});

describe('a leaver', () => {
  test('is let go on a screen that says what will happen; everything goes to the heir and the bot falls silent', async () => {
    const leaver = await world.join(world.otherManager, 'en');
    const { team } = admin.texts;
    await admin.write('/team');
    await admin.press(
      labels(await admin.sees('Own other manager')).find((label) => label.includes('Own other manager')) ?? '',
    );
    await admin.press(team.closeAccess);
    await admin.press(`Own manager · ${team.openLeads(0)}`);
    const last = await admin.sees('Close the access of Own other manager?');
    expect(last.text).toContain(team.openLeads(2));
    expect(last.text).toContain('go to Own manager');
    await admin.press(team.yesClose);
    await admin.sees('is closed');
    const leads = await world.database.prisma.lead.findMany({ where: { name: { startsWith: 'Lead ' } } });
    expect(leads.map((lead) => lead.ownerId)).toEqual([world.manager.id, world.manager.id]);
    expect(await findUserByTelegram(world.system(), String(leaver.user.id))).toBeNull();
    await world.work();
    expect(await commandCalls('deleteMyCommands', leaver.user.id)).toHaveLength(1);
    await leaver.write('/leads');
    await leaver.sees(leaver.texts.start.disabled);
  });

  test('cannot be the last admin, and the admin is told so', async () => {
    const other = await world.database.prisma.user.create({
      data: {
        organizationId: world.organizationId,
        name: 'Second admin',
        role: 'admin',
        telegramUserId: 5n,
        telegramChatId: 5n,
      },
    });
    await world.database.prisma.user.update({ where: { id: other.id }, data: { disabledAt: new Date() } });
    await admin.write('/team');
    await admin.press(labels(await admin.sees('Own admin')).find((label) => label.includes('Own admin')) ?? '');
    await admin.press(admin.texts.team.role);
    await admin.press(admin.texts.team.roles.manager);
    await admin.sees(admin.texts.errors.reasons['user.lastAdmin']({}));
  });
});
