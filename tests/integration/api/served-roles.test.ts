import { afterEach, expect, test } from 'vitest';
import { userHas } from '#domain/permissions.ts';
import type { UserActor } from '#domain/permissions.ts';
import { apiRoutes } from '#api/routes.ts';
import { aim, nameOf } from '#tests/integration/api/aim.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import { createApiWorld } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';

const builtRoutes = apiRoutes.filter(
  ({ route, options }) => (options.access ?? 'member') === 'member' && !('x-not-implemented' in route),
);

/** What members meet although their role may use the route. */
const servedOtherwise: Readonly<Record<'manager' | 'analyst', Readonly<Record<string, number>>>> = {
  manager: {
    // These are the admin's own.
    'DELETE /api/notices/mutes/{id}': 404,
    'POST /api/notices/{id}/done': 404,
    'POST /api/notices/{id}/mute': 404,
  },
  analyst: {
    'DELETE /api/notices/mutes/{id}': 404,
    'POST /api/notices/{id}/done': 404,
    'POST /api/notices/{id}/mute': 404,
    // Only whom the call concerns decides about it.
    'PUT /api/call-requests/{id}': 403,
    'POST /api/call-requests/{id}/cancel': 403,
    'POST /api/calls/{id}/dial-again': 403,
    'POST /api/calls/{id}/close': 403,
  },
};

let api: ApiWorld;
afterEach(() => api.close());

test.each([
  ['the manager who owns these records', 'manager'],
  ['an analyst, who reads everybody’s,', 'analyst'],
] as const)(
  '%s is served wherever their role may, and refused everywhere else',
  async (_who, role) => {
    api = await createApiWorld();
    const user: UserActor = api.world[role];
    const shared = await createRecords(api.world, api.world);
    const surprises: string[] = [];
    for (const entry of builtRoutes) {
      const { permission } = entry.options;
      // Each route that writes gets records of its own, because many of them delete what they aim at.
      const records = entry.route.method === 'get' ? shared : await createRecords(api.world, api.world);
      const answer = await aim(api, entry, records, user);
      const otherwise = servedOtherwise[role][nameOf(entry)];
      const may = permission === undefined || userHas(user, permission);
      const expected = !may ? [403, 404] : otherwise === undefined ? [200, 201, 202, 204] : [otherwise];
      if (!expected.includes(answer.status))
        surprises.push(`${nameOf(entry)} answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`);
    }
    expect(surprises).toEqual([]);
  },
  60_000,
);
