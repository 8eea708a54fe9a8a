import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collectTraces } from '#domain/erasures/collect-traces.ts';
import { writeOrganization } from '#domain/exports/write-organization.ts';
import { findMatches } from '#domain/imports/find-matches.ts';
import { newId } from '#platform/ids.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import type { ApiRecords } from '#tests/integration/api/api-records.ts';
import { idsOf } from '#tests/integration/tenancy/foreign-ids.ts';
import { createFakeStorage } from '#tests/support/fakes/fake-storage.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
let theirs: ApiRecords;
let ours: ApiRecords;
const ourAdmin = () => world.as(world.other.admin);

beforeAll(async () => {
  world = await createTestWorld({ ports: { storage: createFakeStorage() } });
  theirs = await createRecords(world, world, 'Secret');
  ours = await createRecords(world, world.other, 'Own');
});
afterAll(() => world.close());

test('a row of a table means no company and no deal of another organization', async () => {
  const { prisma } = world.database;
  const named = { name: 'The same name', organizationId: world.organizationId };
  await prisma.company.create({ data: { id: newId(), ...named } });
  await prisma.deal.create({
    data: { id: newId(), ...named, pipelineId: world.pipelineId, stageId: world.stageIds[0], source: 'test' },
  });
  const row = { name: 'The same name', companyName: 'The same name' };
  const ofTheirs = await findMatches(world.as(world.admin), 'deal', [row]);
  expect([ofTheirs.dealsByName.size, ofTheirs.companiesByName.size]).toEqual([1, 1]);
  const found = await findMatches(ourAdmin(), 'deal', [row]);
  expect([found.dealsByName.size, found.companiesByName.size]).toEqual([0, 0]);
});

test('the export of an organization has nothing of another', async () => {
  const parts: Uint8Array[] = [];
  for await (const chunk of writeOrganization(ourAdmin(), { rows: 0 })) parts.push(chunk);
  const text = gunzipSync(Buffer.concat(parts)).toString();
  expect(text).toContain(ours.leadId);
  expect(text).not.toContain('Secret');
  for (const id of idsOf(theirs)) expect(text).not.toContain(id);
});

test('erasure looks for a person in the imports of their organization only', async () => {
  const { prisma } = world.database;
  for (const [organizationId, importId] of [
    [world.organizationId, theirs.importId],
    [world.other.organizationId, ours.importId],
  ] as const) {
    await prisma.importRow.create({
      data: { organizationId, importId, number: 3, verdict: 'new', values: {}, recordId: ours.contactId },
    });
  }
  const { importIds } = await collectTraces(ourAdmin(), ours.contactId);
  expect(importIds).toEqual([ours.importId]);
});
