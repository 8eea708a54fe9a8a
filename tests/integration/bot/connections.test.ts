import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBotWorld } from '#tests/support/bot-world.ts';
import type { BotWorld, Chatter } from '#tests/support/bot-world.ts';

const secret = 'sk-very-secret-value-0123456789';
let world: BotWorld;
let admin: Chatter;
beforeAll(async () => {
  world = await createBotWorld();
  admin = await world.join(world.admin, 'ru');
});
afterAll(() => world.close());

const newest = async () => (await admin.history()).findLast((seen) => seen.from.isBot);

test('A service is connected from the chat; the secret is deleted, shown nowhere and kept encrypted.', async () => {
  const { connections, menu } = admin.texts;
  await admin.write('/settings');
  await admin.press(connections.button);
  await admin.sees(connections.notConnected);
  await admin.press(`▫️ ${connections.names.openai}`);
  await admin.press(connections.connect);
  for (const answer of ['nonsense', 'openai', '-', 'gpt-test']) {
    const question = await newest();
    await admin.write(answer, { replyTo: question?.messageId ?? 0 });
  }
  const question = await admin.sees(connections.fields['apiKey'] ?? '');
  expect(question.text).toContain(connections.secretPromise);
  const sent = await admin.write(secret, { replyTo: question.messageId });
  await admin.sees(connections.saved);
  const shown = await admin.history();
  expect(shown.map((seen) => seen.messageId)).not.toContain(sent.messageId);
  expect(JSON.stringify(shown)).not.toContain(secret);
  const { prisma } = world.database;
  const row = await prisma.setting.findFirstOrThrow({ where: { key: 'openai' } });
  expect(row.values).toEqual({ kind: 'openai', model: 'gpt-test' });
  const stored = [
    row,
    await prisma.telegramUpdate.findMany(),
    await prisma.formDraft.findMany(),
    await prisma.auditEntry.findMany(),
  ];
  expect(
    JSON.stringify(stored, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
  ).not.toContain(secret);
  expect(menu.settings).not.toBe('');
});

test('The connection test says in a sentence what is wrong, and a service is disconnected after a question.', async () => {
  const { connections } = admin.texts;
  await admin.press(connections.test);
  expect((await admin.sees('⚠️')).text).toContain(connections.names.openai);
  await admin.press(connections.disconnect);
  await admin.sees('?');
  await admin.press(connections.yesDisconnect);
  await admin.sees(connections.disconnected);
  expect(await world.database.prisma.setting.count({ where: { key: 'openai' } })).toBe(0);
});

test('A manager is offered no connections.', async () => {
  const manager = await world.join(world.manager, 'en');
  await manager.write('/settings');
  const seen = await manager.sees('Settings');
  expect(seen.buttons.flat().map((button) => button.text)).not.toContain(manager.texts.connections.button);
});
