import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DomainEvent } from '#domain/events.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { planEffects } from '#jobs/reactions.ts';
import { drawCardsJob } from '#jobs/cards/draw-cards.job.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
const onlyCards = (event: DomainEvent) => planEffects(event).filter(({ kind }) => kind === 'draw-cards');
beforeAll(async () => void (world = await createTestWorld({ planEffects: onlyCards })));
afterAll(() => world.close());

test('where no bot is connected, drawing cards ends quietly and leaves nothing before a person', async () => {
  await world.database.prisma.user.update({
    where: { id: world.manager.id },
    data: { telegramUserId: 5n, telegramChatId: 5n },
  });
  await createLead(world.as(world.manager), { name: 'Nobody Sees' });
  expect(await world.drain([drawCardsJob])).toBe(1);
  const { rows } = await world.database.pool.query('SELECT kind, state FROM effects');
  expect(rows).toEqual([{ kind: 'draw-cards', state: 'done' }]);
});
