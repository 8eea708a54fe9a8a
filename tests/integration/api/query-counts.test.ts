import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { apiRoutes } from '#api/routes.ts';
import { aim, nameOf } from '#tests/integration/api/aim.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import type { ApiRecords } from '#tests/integration/api/api-records.ts';
import { createApiWorld } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';

const lists = apiRoutes.filter(
  ({ route, options }) =>
    route.method === 'get' &&
    (options.access ?? 'member') === 'member' &&
    !('x-not-implemented' in route) &&
    hasLimit(route.request?.query),
);

function hasLimit(query: unknown): boolean {
  return query instanceof z.ZodObject && 'limit' in query.shape;
}

let api: ApiWorld;
let records: ApiRecords;

beforeAll(async () => {
  api = await createApiWorld();
  for (let set = 0; set < 25; set += 1) records = await createRecords(api.world, api.world);
});
afterAll(() => api.close());

/** How many statements reach the database while the list answers, and how many rows it has. */
async function costOf(entry: (typeof lists)[number], limit: number): Promise<{ statements: number; rows: number }> {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  const answer = await aim(api, entry, records, api.world.admin, { query: { limit: String(limit) } });
  const statements = query.mock.calls.length;
  query.mockRestore();
  const { items } = (await answer.json()) as { items?: unknown[] };
  return { statements, rows: items?.length ?? 0 };
}

test('no list asks the database more often because its page is longer', async () => {
  const grown: string[] = [];
  let longer = 0;
  for (const entry of lists) {
    // The first one may fill caches.
    await costOf(entry, 1);
    // Enough rows that each kind of related record is among them: what none of them has is not looked up.
    const short = await costOf(entry, 8);
    const long = await costOf(entry, 60);
    if (long.rows > short.rows) longer += 1;
    if (long.statements > short.statements)
      grown.push(`${nameOf(entry)}: ${short.statements} for ${short.rows} rows, ${long.statements} for ${long.rows}`);
  }
  expect(grown).toEqual([]);
  expect(longer).toBeGreaterThan(15);
});
