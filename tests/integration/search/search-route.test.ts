import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createLead } from '#domain/leads/create-lead.ts';
import { createApiWorld, jsonOf, problemShape } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
  const { world } = api;
  for (let count = 0; count < 3; count += 1)
    await createLead(world.as(world.manager), { name: `Козлов ${count}`, phone: `+7916000000${count}` });
});
afterAll(() => api.close());

const page = {
  items: z.array(z.looseObject({ kind: z.string(), id: z.string(), title: z.string() })),
  nextCursor: z.string().nullable(),
  incomplete: z.array(z.string()),
};
const ask = (query: string) => api.call({ by: api.world.manager, path: `/api/crm/search?${query}` });

test('The route answers with results of the kinds that were asked for, page by page.', async () => {
  const first = await jsonOf(await ask('q=kozlov&kinds=lead&limit=2'), page);
  expect(first.items.map(({ kind, title }) => [kind, title])).toEqual([
    ['lead', 'Козлов 2'],
    ['lead', 'Козлов 1'],
  ]);
  const next = await jsonOf(await ask(`q=kozlov&kinds=lead&limit=2&cursor=${first.nextCursor ?? ''}`), page);
  expect(next).toMatchObject({ items: [{ title: 'Козлов 0' }], nextCursor: null });
  const both = await jsonOf(await ask('q=kozlov&kinds=lead,contact'), page);
  expect(new Set(both.items.map(({ kind }) => kind))).toEqual(new Set(['lead', 'contact']));
});

test('An empty text finds nothing, an unknown kind and a made-up cursor are refused with the field.', async () => {
  expect(await jsonOf(await ask('q='), page)).toEqual({ items: [], nextCursor: null, incomplete: [] });
  for (const query of ['q=x&kinds=pets', 'q=x&cursor=made-up', 'q=x&limit=51']) {
    const answer = await ask(query);
    expect([answer.status, (await jsonOf(answer, problemShape)).code]).toEqual([422, 'validation_failed']);
  }
});
