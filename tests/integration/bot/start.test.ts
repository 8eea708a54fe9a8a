import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inviteUser } from '#domain/users/invite-user.ts';
import { createBotWorld } from '#tests/support/bot-world.ts';
import type { BotWorld } from '#tests/support/bot-world.ts';

let world: BotWorld;

beforeAll(async () => {
  world = await createBotWorld();
});
afterAll(() => world.close());

describe('a person who opens the bot', () => {
  it('by an invite link becomes the member it names, in the language of their account, with the commands of the role', async () => {
    const { inviteUrl } = await inviteUser(world.as(world.admin), { userId: world.manager.id });
    const user = await world.sim.createUser({ firstName: 'Мария', languageCode: 'ru' });
    const chat = await world.sim.openPrivateChat(user, 'flow_test_bot', {
      startParam: new URL(inviteUrl).searchParams.get('start') ?? '',
    });
    const welcome = await world.sim.waitForMessage(chat, (message) => message.text.includes('Добро пожаловать'));
    expect(welcome.text).toContain('менеджер');
    await world.sim.waitForMessage(chat, (message) => message.text.includes('чем займёмся'));
    const [call] = (await world.sim.outbox({})).filter(
      (entry) => entry.method === 'setMyCommands' && JSON.stringify(entry).includes(`"chat_id":${user.id}`),
    );
    expect(JSON.stringify(call)).toContain('Главное меню');
  });

  it('by a link that was used gets told so', async () => {
    const { inviteUrl } = await inviteUser(world.as(world.admin), { userId: world.otherManager.id });
    const startParam = new URL(inviteUrl).searchParams.get('start') ?? '';
    const first = await world.sim.createUser({ firstName: 'A', languageCode: 'en' });
    const firstChat = await world.sim.openPrivateChat(first, 'flow_test_bot', { startParam });
    await world.sim.waitForMessage(firstChat, (message) => message.text.includes('Welcome'));
    const second = await world.sim.createUser({ firstName: 'B', languageCode: 'en' });
    const secondChat = await world.sim.openPrivateChat(second, 'flow_test_bot', { startParam });
    await world.sim.waitForMessage(secondChat, (message) => message.text.includes('was used already'));
  });

  it('without a link is a client: what they write becomes a lead, and they see nothing of the team', async () => {
    const client = await world.stranger('Olga');
    await client.write('/start');
    await client.sees('Hello!');
    await client.write('I need ten windows');
    await client.sees(client.texts.start.received);
    const message = await world.database.prisma.message.findFirstOrThrow({
      where: { text: 'I need ten windows' },
      include: { conversation: true },
    });
    expect(message.conversation.leadId).not.toBeNull();
    await client.write('/leads');
    await client.sees(client.texts.start.membersOnly);
    await client.write('Are you there?');
    await expect.poll(() => world.database.prisma.message.count({ where: { text: 'Are you there?' } })).toBe(1);
    expect((await client.history()).filter((seen) => seen.text === client.texts.start.received)).toHaveLength(1);
  });

  it('and asks to be left alone is confirmed that', async () => {
    const client = await world.stranger('Pavel', 'ru');
    await client.write('Не звоните мне больше');
    await client.sees(client.texts.start.optedOut);
  });

  it('and blocks the bot is marked as unreachable', async () => {
    const client = await world.stranger('Rita');
    await client.write('Hello there');
    await client.sees(client.texts.start.received);
    await world.sim.block(client.user, 'flow_test_bot');
    await expect
      .poll(() =>
        world.database.prisma.contact.count({
          where: { telegramUserId: BigInt(client.user.id), unreachableAt: { not: null } },
        }),
      )
      .toBe(1);
  });
});

describe('the settings', () => {
  it('change the language at once, of the commands too', async () => {
    const analyst = await world.join(world.analyst, 'en');
    await analyst.write('/settings');
    await analyst.sees('Settings');
    await analyst.press('Русский');
    await analyst.sees('Говорим по-русски.');
    await analyst.write('/menu');
    await analyst.sees('чем займёмся');
  });
});

describe('a group that the bot is added to', () => {
  it('is offered to the admin as a place for reports', async () => {
    const admin = await world.join(world.admin);
    await world.sim.createGroup({
      title: 'Sales team',
      members: [admin.user],
      bots: ['flow_test_bot'],
      botIsAdmin: true,
    });
    await admin.sees('Sales team');
    await admin.press(admin.texts.reports.sendHere);
    await admin.sees('call results go to Sales team');
    expect(await world.database.prisma.reportChannel.findMany()).toMatchObject([
      { title: 'Sales team', personalData: false },
    ]);
  });
});
