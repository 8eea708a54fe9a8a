import { afterAll, beforeAll, expect, test } from 'vitest';
import { assignLead } from '#domain/leads/assign-lead.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { listLeads } from '#domain/leads/list-leads.ts';
import type { ListLeadsInput } from '#domain/leads/list-leads.ts';
import { moveLeadStage } from '#domain/leads/move-lead-stage.ts';
import type { UserActor } from '#domain/permissions.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
const ids: Record<string, string> = {};
beforeAll(async () => {
  world = await createTestWorld();
  const mine = world.as(world.manager);
  for (let count = 0; count < 7; count += 1)
    ids[`mine${count}`] = (await createLead(mine, { name: `Mine ${count}`, phone: `+7916333000${count}` })).id;
  for (let count = 0; count < 5; count += 1)
    ids[`theirs${count}`] = (
      await createLead(world.as(world.otherManager), { name: `Theirs ${count}`, source: 'fair' })
    ).id;
  for (let count = 0; count < 3; count += 1) {
    const { id } = await createLead(world.as(world.admin), { name: `Free ${count}`, companyName: '100% Acme_Co' });
    await assignLead(world.as(world.admin), { leadId: id, ownerId: null });
    ids[`free${count}`] = id;
  }
  await createLead(world.as(world.other.manager), {
    name: 'Mine too, says another organization',
    phone: '+79163330009',
  });
  await moveLeadStage(mine, { leadId: ids['mine0'] ?? '', stageId: world.stageIds[2] });
});
afterAll(() => world.close());

async function names(user: UserActor, input: ListLeadsInput = {}): Promise<string[]> {
  const all: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listLeads>> = await listLeads(world.as(user), { limit: 4, ...input, cursor });
    all.push(...page.items.map((lead) => lead.name));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}

test('A manager sees their own and unowned leads, newest first, over all pages without a gap or a repeat.', async () => {
  expect(await names(world.manager)).toEqual([
    'Free 2',
    'Free 1',
    'Free 0',
    'Mine 6',
    'Mine 5',
    'Mine 4',
    'Mine 3',
    'Mine 2',
    'Mine 1',
    'Mine 0',
  ]);
});

test('Admins and analysts see all leads of their organization and none of another.', async () => {
  for (const user of [world.admin, world.analyst]) expect(await names(user)).toHaveLength(15);
  expect(await names(world.other.admin)).toEqual(['Mine too, says another organization']);
});

test('Leads are filtered by owner, stage, source and closedness.', async () => {
  expect(await names(world.admin, { ownerId: world.otherManager.id })).toHaveLength(5);
  expect(await names(world.manager, { ownerId: world.otherManager.id })).toEqual([]);
  expect(await names(world.manager, { mine: true })).toHaveLength(7);
  expect(await names(world.admin, { stageId: world.stageIds[2] })).toEqual(['Mine 0']);
  expect(await names(world.admin, { source: 'fair' })).toHaveLength(5);
  expect(await names(world.admin, { open: false })).toEqual(['Mine 0']);
  expect(await names(world.admin, { open: true, pipelineId: world.pipelineId })).toHaveLength(14);
});

test('Search finds parts of names, companies and numbers in any writing, and takes signs literally.', async () => {
  expect(await names(world.admin, { search: 'THEIRS' })).toHaveLength(5);
  expect(await names(world.manager, { search: 'theirs' })).toEqual([]);
  expect(await names(world.admin, { search: '8 916 333 00 03' })).toEqual(['Mine 3']);
  expect(await names(world.admin, { search: '100% acme_' })).toHaveLength(3);
  expect(await names(world.admin, { search: '1%0' })).toEqual([]);
  expect(await names(world.admin, { search: 'nothing like this' })).toEqual([]);
});

test('A text that occurs in very many leads is found newest first too, over all pages.', async () => {
  const { prisma } = world.database;
  const { organizationId, pipelineId, stageIds } = world.other;
  const contact = await prisma.contact.create({ data: { organizationId, name: 'Crowd' } });
  const startMs = Date.UTC(2026, 0, 1);
  await prisma.lead.createMany({
    data: Array.from({ length: 1_200 }, (_unused, index) => ({
      organizationId,
      name: `Crowd ${index}`,
      contactId: contact.id,
      pipelineId,
      stageId: stageIds[0],
      source: 'test',
      createdAt: new Date(startMs + index * 1_000),
    })),
  });
  const first = await listLeads(world.as(world.other.manager), { search: 'crowd', limit: 100 });
  expect(first.items[0]?.name).toBe('Crowd 1199');
  const second = await listLeads(world.as(world.other.manager), {
    search: 'crowd',
    limit: 100,
    cursor: first.nextCursor,
  });
  expect(second.items.map((lead) => lead.name).slice(0, 2)).toEqual(['Crowd 1099', 'Crowd 1098']);
});

test('A cursor that no page gave is refused, not obeyed.', async () => {
  for (const cursor of [
    'x',
    Buffer.from("1.' OR 1=1").toString('base64url'),
    Buffer.from('99999999999999999999.x').toString('base64url'),
  ]) {
    await expect(listLeads(world.as(world.manager), { cursor })).rejects.toMatchObject({ reason: 'input.invalid' });
  }
});
