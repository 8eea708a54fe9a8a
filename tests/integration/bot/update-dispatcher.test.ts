import type { Update } from 'grammy/types';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '#platform/log.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';
import { FinalUpdateError, createUpdateDispatcher } from '#bot/updates/update-dispatcher.ts';
import type { UpdateDispatcher } from '#bot/updates/update-dispatcher.ts';
import { claimUpdates, createUpdateStore } from '#bot/updates/update-store.ts';
import type { ClaimedUpdate } from '#bot/updates/update-store.ts';
import { lanesOf } from '#bot/updates/update-lanes.ts';

const log = createLog('silent');
let world: TestWorld;
let nextBotId = 1000;
let nextUpdateId = 1;
const dispatchers: UpdateDispatcher[] = [];

beforeAll(async () => {
  world = await createTestWorld();
});
afterEach(async () => {
  await Promise.all(dispatchers.splice(0).map((dispatcher) => dispatcher.stop()));
});
afterAll(() => world.close());

function text(chatId: number, userId: number, words: string): Update {
  nextUpdateId += 1;
  const from = { id: userId, is_bot: false, first_name: 'A' };
  const chat = { id: chatId, type: 'private' as const, first_name: 'A' };
  return { update_id: nextUpdateId, message: { message_id: nextUpdateId, date: 1, chat, from, text: words } };
}

function setUp(
  handle: (update: ClaimedUpdate) => Promise<void>,
  processes = 1,
  options: { maxAttempts?: number } = {},
) {
  const botId = (nextBotId += 1);
  const store = createUpdateStore(world.database);
  const parked: string[] = [];
  for (let index = 0; index < processes; index += 1) {
    dispatchers.push(
      createUpdateDispatcher({
        database: world.database,
        botIds: () => [botId],
        handle,
        onParked: async (update) => void parked.push(update.seq),
        log,
        sweepMs: 50,
        retryDelayMs: () => 10,
        ...options,
      }),
    );
  }
  return {
    botId,
    parked,
    put: (update: Update) => store({ organizationId: world.organizationId, botId, update, ...lanesOf(update) }),
    start: () => dispatchers.forEach((dispatcher) => dispatcher.start()),
    rows: () =>
      world.database.prisma.telegramUpdate.findMany({ where: { botId: BigInt(botId) }, orderBy: { seq: 'asc' } }),
    settled: () =>
      expect
        .poll(
          () =>
            world.database.prisma.telegramUpdate.count({
              where: { botId: BigInt(botId), handledAt: null, parkedAt: null },
            }),
          { timeout: 10_000 },
        )
        .toBe(0),
  };
}

describe('stored updates', () => {
  it('are kept once however often they are delivered, and the repeat is known as such', async () => {
    const { put, rows } = setUp(async () => undefined);
    const update = text(1, 1, 'hi');
    expect(await put(update)).toBe(true);
    expect(await put(update)).toBe(false);
    expect(await rows()).toHaveLength(1);
  });

  it('survive characters that the database cannot hold', async () => {
    const { put, rows } = setUp(async () => undefined);
    await put(text(1, 1, 'a\u0000b \ud800'));
    expect(await rows()).toHaveLength(1);
  });

  it('of one chat are handled in order and never two at once, by several processes', async () => {
    const seen = new Map<number, string[]>();
    let overlaps = 0;
    const busy = new Set<number>();
    const { put, start, settled } = setUp(async ({ payload }) => {
      const chatId = payload.message?.chat.id ?? 0;
      if (busy.has(chatId)) overlaps += 1;
      busy.add(chatId);
      await new Promise((resolve) => setImmediate(resolve));
      seen.set(chatId, [...(seen.get(chatId) ?? []), payload.message?.text ?? '']);
      busy.delete(chatId);
    }, 3);
    for (let index = 0; index < 20; index += 1)
      await Promise.all([1, 2, 3].map((chat) => put(text(chat, chat, String(index)))));
    start();
    await settled();
    expect(overlaps).toBe(0);
    for (const chat of [1, 2, 3])
      expect(seen.get(chat)).toEqual(Array.from({ length: 20 }, (_, index) => String(index)));
  });

  it('of one person in two chats wait for each other', async () => {
    const order: string[] = [];
    const gate = Promise.withResolvers<void>();
    const { put, start, settled } = setUp(async ({ payload }) => {
      order.push(`start ${payload.message?.text}`);
      if (payload.message?.text === 'first') await gate.promise;
      order.push(`end ${payload.message?.text}`);
    });
    await put(text(10, 5, 'first'));
    await put(text(20, 5, 'second'));
    await put(text(30, 6, 'somebody else'));
    start();
    await expect.poll(() => order).toContain('end somebody else');
    expect(order).not.toContain('start second');
    gate.resolve();
    await settled();
    expect(order.indexOf('start second')).toBeGreaterThan(order.indexOf('end first'));
  });

  it('whose process died are taken again when the lease runs out', async () => {
    const handled: string[] = [];
    const { put, start, settled, botId } = setUp(async ({ payload }) => void handled.push(payload.message?.text ?? ''));
    await put(text(1, 1, 'taken by the dead'));
    const [claimed] = await claimUpdates(world.database, { botIds: [botId], limit: 1, leaseSec: 60 });
    expect(claimed?.payload.message?.text).toBe('taken by the dead');
    expect(await claimUpdates(world.database, { botIds: [botId], limit: 1, leaseSec: 60 })).toEqual([]);
    await world.database.pool.query(
      `UPDATE telegram_updates SET lease_until = now() - interval '1 second' WHERE seq = $1`,
      [claimed?.seq],
    );
    start();
    await settled();
    expect(handled).toEqual(['taken by the dead']);
  });

  it('that fail are tried again, then parked with their error and told once, and their chat goes on', async () => {
    let tries = 0;
    const after: string[] = [];
    const { put, start, settled, rows, parked } = setUp(
      async ({ payload }) => {
        if (payload.message?.text !== 'poison') return void after.push(payload.message?.text ?? '');
        tries += 1;
        throw new Error('no such luck');
      },
      1,
      { maxAttempts: 3 },
    );
    await put(text(1, 1, 'poison'));
    await put(text(1, 1, 'next'));
    start();
    await settled();
    const [poison] = await rows();
    expect(tries).toBe(3);
    expect(poison).toMatchObject({ error: 'no such luck', handledAt: null });
    expect(poison?.parkedAt).not.toBeNull();
    expect(parked).toHaveLength(1);
    expect(after).toEqual(['next']);
  });

  it('that can never succeed are parked at once', async () => {
    let tries = 0;
    const { put, start, settled, rows, parked } = setUp(async () => {
      tries += 1;
      throw new FinalUpdateError('A1B2C3: broken', null);
    });
    await put(text(1, 1, 'x'));
    start();
    await settled();
    expect([tries, parked.length]).toEqual([1, 0]);
    expect((await rows())[0]?.error).toBe('A1B2C3: broken');
  });
});
