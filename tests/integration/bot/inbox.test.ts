import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTemplate } from '#domain/templates/create-template.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import type { SeenMessage } from '#sandbox/telegram/index.ts';
import { createBotWorld } from '#tests/support/bot-world.ts';
import type { BotWorld, Chatter } from '#tests/support/bot-world.ts';

const stored = new Map<string, Uint8Array>();
const storage: FileStorage = {
  put: async (key, bytes) => void stored.set(key, bytes),
  putStream: async () => Promise.reject(new Error('nothing is streamed here')),
  open: async () => null,
  size: async (key) => stored.get(key)?.byteLength ?? null,
  delete: async (key) => void stored.delete(key),
};
const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4]);

let world: BotWorld;
let manager: Chatter;
let colleague: Chatter;
let client: Chatter;

beforeAll(async () => {
  world = await createBotWorld({ storage });
  await world.database.prisma.user.updateMany({ where: { id: { not: world.manager.id } }, data: { onDuty: false } });
  manager = await world.join(world.manager, 'ru');
  colleague = await world.join(world.otherManager, 'en');
  client = await world.stranger('Sonya', 'ru');
  await client.write('Здравствуйте');
  await world.work();
});
afterAll(() => world.close());

/** Waits until the bot has made so many messages of the client, and carries out what follows. */
async function received(count: number): Promise<void> {
  await expect.poll(() => world.database.prisma.message.count({ where: { direction: 'incoming' } })).toBe(count);
  await world.work();
}
const media = (seen: SeenMessage[]) => seen.filter((message) => message.from.isBot && message.media !== null);

test('A card says by when to answer, and a photo comes below its card and is kept with us.', async () => {
  expect((await manager.history()).some(({ text }) => text.includes('Ответить до'))).toBe(true);
  await world.sim.sendPhoto(client.user, client.chat, { bytes: jpeg, caption: 'Вот окно' });
  await received(2);
  expect((await manager.sees('Вот окно')).media).toBeNull();
  expect(media(await manager.history())).toHaveLength(1);
  const row = await world.database.prisma.message.findFirstOrThrow({ where: { text: 'Вот окно' } });
  const file = await world.database.prisma.storedFile.findUniqueOrThrow({ where: { id: row.fileId ?? '' } });
  expect(stored.get(file.storageKey)).toEqual(jpeg);
  await world.work();
  expect(media(await manager.history())).toHaveLength(1);
});

test('A reply with a photo goes to the client once with its caption, an edit follows it, and it can be taken back.', async () => {
  const card = (await manager.history()).findLast(({ text }) => text.includes('Вот окно') && text.includes('Ответьте'));
  const sent = await world.sim.sendPhoto(manager.user, manager.chat, {
    bytes: jpeg,
    caption: 'Такое же?',
    replyTo: card?.messageId ?? 0,
  });
  await manager.sees('Отправляем');
  await world.work();
  await world.work();
  const shown = media(await client.history());
  expect(shown.map(({ text }) => text)).toEqual(['Такое же?']);
  await world.sim.editMessage(manager.user, manager.chat, sent.messageId, 'Точно такое же?');
  await expect.poll(() => world.database.prisma.message.count({ where: { text: 'Точно такое же?' } })).toBe(1);
  await world.work();
  expect(media(await client.history()).map(({ text }) => text)).toEqual(['Точно такое же?']);
  const own = await world.database.prisma.message.findFirstOrThrow({ where: { text: 'Точно такое же?' } });
  expect(own.versions).toMatchObject([{ text: 'Такое же?' }]);
  await manager.press(manager.texts.conversations.withdraw);
  await world.work();
  expect(media(await client.history())).toHaveLength(0);
});

test('An answered card shows no clock any more.', async () => {
  const cards = (await manager.history()).filter(({ text }) => text.includes('Вот окно'));
  expect(cards.length).toBeGreaterThan(0);
  expect(cards.every(({ text }) => !text.includes('Ответить до'))).toBe(true);
});

test('A template is shown filled in before it is sent, and sent by one tap.', async () => {
  await createTemplate(world.as(world.admin), {
    kind: 'message',
    name: 'Замер',
    text: '{{firstName}}, когда замерить?',
  });
  await manager.press(manager.texts.conversations.templates);
  await manager.press('Замер');
  const preview = await manager.sees('Sonya, когда замерить?');
  expect(preview.text).toContain('Кому: Sonya');
  await manager.press(manager.texts.conversations.templateSend, preview);
  await world.work();
  await client.sees('Sonya, когда замерить?');
});

test('A client whom nobody has is shown to everybody on duty; the first one has them, the other loses the card.', async () => {
  await world.database.prisma.user.updateMany({ where: { role: 'manager' }, data: { onDuty: true } });
  await world.database.prisma.organization.updateMany({ data: { assignmentRule: 'nobody' } });
  const stranger = await world.stranger('Boris', 'en');
  await stranger.write('Anybody there?');
  await world.work();
  await manager.sees('Anybody there?');
  const card = (await colleague.history()).findLast(({ text }) => text.includes('Anybody there?'));
  await colleague.press(colleague.texts.conversations.take, card ?? (await colleague.sees('Anybody there?')));
  await world.work();
  const conversation = await world.database.prisma.conversation.findFirstOrThrow({
    where: { contact: { name: 'Boris' } },
  });
  expect(conversation.ownerId).toBe(world.otherManager.id);
  expect((await manager.history()).some(({ text }) => text.includes('Anybody there?'))).toBe(false);
  await expect(colleague.sees(colleague.texts.conversations.nobodys)).rejects.toThrow('in vain');
}, 20_000);
