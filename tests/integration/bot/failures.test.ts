import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBotWorld } from '#tests/support/bot-world.ts';
import type { BotWorld, Chatter } from '#tests/support/bot-world.ts';

let world: BotWorld;
let manager: Chatter;

beforeAll(async () => {
  world = await createBotWorld();
  manager = await world.join(world.manager);
});
afterAll(() => world.close());

const newestUpdate = () => world.database.prisma.telegramUpdate.findFirstOrThrow({ orderBy: { seq: 'desc' } });

describe('when Telegram or the bot fails', () => {
  it('the person is told once, with a code that the parked update carries too', async () => {
    await world.sim.fail({
      method: 'sendMessage',
      status: 400,
      description: 'Bad Request: nobody knows why',
      times: 1,
    });
    await manager.write('/menu');
    const told = await manager.sees('tell your administrator this code');
    const code = /code: (\w+)/.exec(told.text)?.[1] ?? 'none';
    const update = await newestUpdate();
    expect(update.error).toContain(code);
    expect(update.parkedAt).not.toBeNull();
    expect(update.attempts).toBe(1);
  });

  it('and may pass, the update is handled again until it succeeds', async () => {
    await world.sim.fail({ method: 'sendMessage', status: 502, description: 'Bad Gateway', times: 2 });
    await manager.write('/menu');
    await manager.sees('what shall we do?');
    expect(await newestUpdate()).toMatchObject({ attempts: 3, parkedAt: null });
  });

  it('and Telegram asks to wait a moment, the answer comes after it', async () => {
    await world.sim.fail({
      method: 'sendMessage',
      status: 429,
      description: 'Too Many Requests: retry after 1',
      retryAfter: 1,
      times: 1,
    });
    await manager.write('/menu');
    await manager.sees('what shall we do?');
    expect(await newestUpdate()).toMatchObject({ attempts: 1 });
  });
});
