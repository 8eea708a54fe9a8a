import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiRoutes } from '#api/routes.ts';
import { aim, idsByField, nameOf } from '#tests/integration/api/aim.ts';
import type { Changes } from '#tests/integration/api/aim.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import type { ApiRecords } from '#tests/integration/api/api-records.ts';
import { createApiWorld } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';
import { fingerprint, mentions } from '#tests/integration/api/fingerprint.ts';
import { idPlaces, idsOf } from '#tests/integration/tenancy/foreign-ids.ts';
import type { IdPlace } from '#tests/integration/tenancy/foreign-ids.ts';

const routes = apiRoutes.filter(
  ({ route, options }) => (options.access ?? 'member') === 'member' && !('x-not-implemented' in route),
);
const aimed = routes.flatMap((entry) =>
  idPlaces(entry).map((place) => ({
    name: `${nameOf(entry)} with ${place.field} in its ${place.where}`,
    entry,
    place,
  })),
);

let api: ApiWorld;
let theirs: ApiRecords;
let secrets: string[];
let before: Record<string, string>;
const present = () => fingerprint(api.world.database, api.world.organizationId);

beforeAll(async () => {
  api = await createApiWorld();
  theirs = await createRecords(api.world, api.world, 'Secret');
  const { admin, manager, otherManager, approver, analyst, stageIds } = api.world;
  secrets = [
    ...idsOf(theirs),
    ...[admin, manager, otherManager, approver, analyst].map(({ id }) => id),
    ...stageIds,
    'Secret',
  ];
  before = await present();
});
afterAll(() => api.close());

test('the routes that name records are many, in path, query and body', () => {
  const count = (where: IdPlace['where']) => aimed.filter(({ place }) => place.where === where).length;
  expect([count('path') > 45, count('query') > 4, count('body') > 15]).toEqual([true, true, true]);
});

describe.each(aimed)('$name', ({ entry, place }) => {
  test('shows and changes nothing of another organization', async () => {
    const { world } = api;
    // Everything else in the request is the caller's own, so that nothing but the foreign id can be the reason to refuse.
    const own = await createRecords(world, world.other, 'Own');
    const foreign = idsByField(theirs)[place.field] ?? '';
    if (place.where !== 'path') expect(foreign, `Teach idsByField the field ${place.field}.`).not.toBe('');
    const changes: Changes = place.where === 'path' ? {} : { [place.where]: { [place.field]: foreign } };
    const answer = await aim(api, entry, place.where === 'path' ? theirs : own, world.other.admin, changes);
    const text = await answer.text();
    const label = `answered ${answer.status}: ${text.slice(0, 300)}`;
    // A filter by what is not there finds nothing; anything else is refused.
    const isFilter = place.where === 'query' && answer.status === 200;
    if (!isFilter) expect([403, 404, 422], label).toContain(answer.status);
    else if (text.includes('"items"')) expect(JSON.parse(text), label).toMatchObject({ items: [] });
    for (const secret of secrets) expect(text, label).not.toContain(secret);
    expect(await present(), label).toEqual(before);
    expect(await mentions(world.database, world.other.organizationId, idsOf(theirs)), label).toEqual({});
  });
});

describe.each(routes.filter(({ route }) => route.method === 'get').map((entry) => ({ name: nameOf(entry), entry })))(
  '$name',
  ({ entry }) => {
    test('answers about the own records with nothing of another organization among them', async () => {
      const own = await createRecords(api.world, api.world.other, 'Own');
      const isList = entry.route.request?.query !== undefined;
      for (const query of isList ? [{}, { limit: '100' }, { search: 'Secret' }, { search: 'client' }] : [{}]) {
        const answer = await aim(api, entry, own, api.world.other.admin, { query });
        const text = await answer.text();
        const label = `${JSON.stringify(query)} answered ${answer.status}: ${text.slice(0, 300)}`;
        expect([200, 422], label).toContain(answer.status);
        for (const secret of secrets) expect(text, label).not.toContain(secret);
      }
    });
  },
);

test('requests without any id change nothing of another organization', async () => {
  for (const entry of routes.filter((candidate) => idPlaces(candidate).length === 0)) {
    const own = await createRecords(api.world, api.world.other, 'Own');
    const answer = await aim(api, entry, own, api.world.other.admin);
    const text = await answer.text();
    for (const secret of secrets) expect(text, nameOf(entry)).not.toContain(secret);
    expect(await present(), nameOf(entry)).toEqual(before);
  }
});
