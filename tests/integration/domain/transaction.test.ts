import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLead } from '#domain/leads/create-lead.ts';
import { createContextFactory } from '#domain/make-context.ts';
import { systemClock } from '#platform/clock.ts';
import { openDatabase } from '#platform/database/database.ts';
import type { Database } from '#platform/database/database.ts';
import { createTenantClients } from '#platform/database/tenant-clients.ts';
import { createLog } from '#platform/log.ts';
import type { Gate } from '#tests/support/boundary.ts';
import { startCommitProxy } from '#tests/support/commit-proxy.ts';
import type { CommitProxy } from '#tests/support/commit-proxy.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
let proxy: CommitProxy;
let database: Database;
let gate: Gate;
beforeAll(async () => {
  world = await createTestWorld();
  proxy = await startCommitProxy(world.databaseUrl, (boundary) => gate(boundary));
  database = openDatabase({ url: proxy.url, log: createLog('silent') });
});
afterAll(async () => {
  await database.close();
  await proxy.close();
  await world.close();
});

/** Creates a lead over the proxy, which cuts the connection of the first commit of leads at this phase. */
async function createOverCut(name: string, phase: 'before' | 'effect'): Promise<{ id: string; cuts: number }> {
  let cuts = 0;
  gate = async (boundary) => {
    if (cuts > 0 || boundary.phase !== phase || !JSON.stringify(boundary).includes('leads')) return 'pass';
    cuts += 1;
    return 'cut';
  };
  const make = createContextFactory({
    runtime: { ...world.make.runtime, database, tenantClient: createTenantClients(database) },
    portsFor: () => world.system().ports,
    clock: systemClock,
    log: createLog('silent'),
  });
  const ctx = make({ organizationId: world.organizationId, actor: world.manager, door: 'api' });
  const { id } = await createLead(ctx, { name });
  return { id, cuts };
}

test.each([
  ['before it was made', 'before'],
  ['after it was made and before its answer came', 'effect'],
] as const)('A commit whose connection is lost %s is there once, and the operation succeeds.', async (when, phase) => {
  const { id, cuts } = await createOverCut(when, phase);
  expect(cuts).toBe(1);
  const leads = await world.database.prisma.lead.findMany({ where: { name: when }, select: { id: true } });
  expect(leads).toEqual([{ id }]);
  expect(await world.database.prisma.auditEntry.count({ where: { subjectId: id, action: 'lead.created' } })).toBe(1);
});
