import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { drawCardsJob } from '#jobs/cards/draw-cards.job.ts';
import { planEffects } from '#jobs/reactions.ts';
import { setReportChannel } from '#domain/settings/set-report-channel.ts';
import { createApiWorld, jsonOf } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';
import { createFakeMessenger } from '#tests/support/fakes/fake-messenger.ts';

let api: ApiWorld;
const messenger = createFakeMessenger();
beforeAll(async () => {
  api = await createApiWorld({ world: { planEffects, ports: { messenger: async () => messenger } } });
  await api.world.database.prisma.heartbeat.create({ data: { name: 'jobs' } });
});
afterAll(() => api.close());

const answerShape = { ok: z.boolean(), message: z.string(), channels: z.array(z.looseObject({ result: z.string() })) };
const tested = async () => {
  const answered = api.call({ method: 'POST', path: '/api/reports/test-telegram', by: api.world.admin });
  // The worker of another process, as soon as there is work.
  const working = setInterval(() => void api.world.drain([drawCardsJob]), 50);
  const answer = await answered.finally(() => clearInterval(working));
  expect(answer.status).toBe(200);
  return jsonOf(answer, answerShape);
};

test('a test of report channels says what to do while there is none, then that the line is there, each time anew', async () => {
  expect(await tested()).toMatchObject({
    ok: false,
    channels: [],
    message: expect.stringContaining('no report channel'),
  });
  await setReportChannel(api.world.as(api.world.admin), { chatId: '-1001', title: 'Отдел продаж', language: 'ru' });
  for (let time = 0; time < 2; time += 1)
    expect(await tested()).toMatchObject({ ok: true, channels: [{ title: 'Отдел продаж', result: 'sent' }] });
  const listed = await api.call({ path: '/api/reports', by: api.world.analyst });
  expect(await listed.json()).toMatchObject({ channels: [{ chatId: '-1001' }], digests: [] });
  for (const [method, path] of [
    ['GET', '/api/reports'],
    ['POST', '/api/reports/test-telegram'],
  ] as const)
    expect((await api.call({ method, path, by: api.world.manager })).status).toBe(403);
});
