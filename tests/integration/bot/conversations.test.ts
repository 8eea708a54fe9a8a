import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Llm } from '#domain/ports/llm.ts';
import { createBotWorld } from '#tests/support/bot-world.ts';
import type { BotWorld, Chatter } from '#tests/support/bot-world.ts';

const llm: Llm = {
  engine: 'test-model',
  analyzeCall: async () => {
    throw new Error('No call is analysed here.');
  },
  async draftReply(input, onText) {
    const text = input.hint ? `Short: ${input.hint}` : 'Thank you for writing, we will measure on Monday.';
    onText(text.slice(0, 10));
    return { value: text, engine: 'test-model', usage: { inputTokens: 1, outputTokens: 1, costMicros: null } };
  },
  test: async () => ({ ok: true, message: 'fine' }),
};

let world: BotWorld;
let manager: Chatter;
let client: Chatter;

beforeAll(async () => {
  world = await createBotWorld({ llm: async () => llm });
  await world.database.prisma.user.updateMany({ where: { id: { not: world.manager.id } }, data: { onDuty: false } });
  manager = await world.join(world.manager);
  client = await world.stranger('Sonya');
  await client.write('When can you measure?');
  await client.sees(client.texts.start.received);
  await world.work();
});
afterAll(() => world.close());

describe('a client’s message', () => {
  it('comes to the owner as a card, and a reply to the card goes to the client', async () => {
    const card = await manager.sees('When can you measure?');
    expect(card.text).toContain('Sonya');
    const cardOfMessage = (await manager.history()).find((message) =>
      message.text.includes(manager.texts.conversations.replyHint.source.replace(/<[^>]+>/g, '')),
    );
    await manager.write('On Monday, is it all right?', { replyTo: cardOfMessage?.messageId ?? 0 });
    await manager.sees('On its way to Sonya.');
    await world.work();
    await client.sees('On Monday, is it all right?');
  });

  it('gets a proposed reply that is sent only by a tap, once', async () => {
    await client.write('And how much is it?');
    await expect.poll(() => world.database.prisma.message.count({ where: { text: 'And how much is it?' } })).toBe(1);
    await world.work();
    const card = await manager.sees('we will measure on Monday');
    expect((await client.history()).some((message) => message.text.includes('measure on Monday'))).toBe(false);
    await Promise.all(
      [1, 2].map(() =>
        world.sim
          .tap(manager.user, manager.chat, card.messageId, manager.texts.drafts.send, { waitMs: 2_000 })
          .catch(() => undefined),
      ),
    );
    await manager.sees(manager.texts.drafts.statuses['sent'] ?? '');
    await world.work();
    await client.sees('we will measure on Monday');
    expect((await client.history()).filter((message) => message.text.includes('measure on Monday'))).toHaveLength(1);
  });

  it('can be answered by a draft written anew with a hint', async () => {
    await client.write('Is there a discount?');
    await expect.poll(() => world.database.prisma.message.count({ where: { text: 'Is there a discount?' } })).toBe(1);
    await world.work();
    await manager.sees('Is there a discount?');
    await manager.press(manager.texts.drafts.withHint);
    const question = await manager.sees('What should it say or avoid?');
    await manager.write('ten percent', { replyTo: question.messageId });
    await expect.poll(() => world.database.prisma.draft.count({ where: { hint: 'ten percent' } })).toBe(1);
    await world.work();
    await manager.sees('Short: ten percent');
  });

  it('makes an open draft stale, and the old button says so', async () => {
    const card = (await manager.history()).findLast((message) => message.text.includes('Short: ten percent'));
    await client.write('Never mind the discount');
    await expect.poll(() => world.database.prisma.draft.count({ where: { status: 'stale' } })).toBeGreaterThan(0);
    await world.sim.tap(manager.user, manager.chat, card?.messageId ?? 0, manager.texts.drafts.send, { waitMs: 2_000 });
    await manager.sees(manager.texts.errors.reasons['draft.stale']({}));
  });
});
