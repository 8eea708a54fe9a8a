import { afterAll, beforeAll, expect, test } from 'vitest';
import { countLeads } from '#domain/leads/count-leads.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { listLeads } from '#domain/leads/list-leads.ts';
import type { ListLeadsInput } from '#domain/leads/list-leads.ts';
import { moveLeadStage } from '#domain/leads/move-lead-stage.ts';
import { updateLead } from '#domain/leads/update-lead.ts';
import { assignLead } from '#domain/leads/assign-lead.ts';
import type { UserActor } from '#domain/permissions.ts';
import { completeTask } from '#domain/tasks/complete-task.ts';
import { createTask } from '#domain/tasks/create-task.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

const hourMs = 3_600_000;
let world: TestWorld;
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await createTestWorld();
  const { prisma } = world.database;
  const start = Date.now() - 100 * hourMs;
  for (const [index, name] of ['delta', 'Альфа', 'Bravo', 'charlie', 'Echo'].entries()) {
    const user = name === 'Echo' ? world.otherManager : world.manager;
    const { id } = await createLead(world.as(user), { name, customFields: { budget: index } });
    ids[name] = id;
    const at = new Date(start + index * hourMs);
    await prisma.lead.update({ where: { id }, data: { createdAt: at, stageEnteredAt: at } });
  }
  const free = await createLead(world.as(world.admin), { name: 'Free' });
  await assignLead(world.as(world.admin), { leadId: free.id, ownerId: null });
  const at = new Date(start + 10 * hourMs);
  await prisma.lead.update({ where: { id: free.id }, data: { createdAt: at, stageEnteredAt: at } });
  ids['Free'] = free.id;
  await updateLead(world.as(world.manager), { leadId: ids['Bravo'] ?? '', note: 'changed last' });
  await moveLeadStage(world.as(world.manager), { leadId: ids['delta'] ?? '', stageId: world.stageIds[1] });
});
afterAll(() => world.close());

/** All pages of two, which must fit together without a gap or a repeat. */
async function names(input: ListLeadsInput, user: UserActor = world.manager): Promise<string[]> {
  const all: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listLeads>> = await listLeads(world.as(user), { limit: 2, ...input, cursor });
    all.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}

test('Leads come in each order, for who sees their own and nobody’s and for who sees all.', async () => {
  expect(await names({ sort: 'name' })).toEqual(['Bravo', 'charlie', 'delta', 'Free', 'Альфа']);
  expect(await names({ sort: 'name' }, world.admin)).toEqual(['Bravo', 'charlie', 'delta', 'Echo', 'Free', 'Альфа']);
  expect(await names({ sort: 'oldest' })).toEqual(['delta', 'Альфа', 'Bravo', 'charlie', 'Free']);
  expect((await names({ sort: 'updated' })).slice(0, 2)).toEqual(['delta', 'Bravo']);
  expect(await names({ sort: 'longestInStage' })).toEqual(['Альфа', 'Bravo', 'charlie', 'Free', 'delta']);
  expect(await names({ sort: 'longestInStage' }, world.other.admin)).toEqual([]);
});

test('A page by offset has the total, and the next cursor goes on from it.', async () => {
  const page = await listLeads(world.as(world.manager), { sort: 'oldest', offset: 1, limit: 2 });
  expect(page.items.map(({ name }) => name)).toEqual(['Альфа', 'Bravo']);
  expect(page.total).toBe(5);
  const next = await listLeads(world.as(world.manager), { sort: 'oldest', cursor: page.nextCursor });
  expect(next.items.map(({ name }) => name)).toEqual(['charlie', 'Free']);
  expect(next).not.toHaveProperty('total');
  const searched = await listLeads(world.as(world.admin), { search: 'e', sort: 'name', offset: 0, limit: 1 });
  expect(searched).toMatchObject({ total: 4, items: [{ name: 'charlie' }] });
});

test('Stuck leads are those that stand longer than their stage allows, and none when no stage has a limit.', async () => {
  expect(await names({ stuck: true })).toEqual([]);
  await world.database.prisma.stage.update({ where: { id: world.stageIds[0] }, data: { stuckAfterHours: 98 } });
  expect(await names({ stuck: true, sort: 'oldest' })).toEqual(['Альфа', 'Bravo']);
  expect(await countLeads(world.as(world.manager), { stuck: true })).toBe(2);
});

test('A lead shows its next task, and without an open one it has no next step.', async () => {
  const ctx = world.as(world.manager);
  const leadId = ids['Bravo'] ?? '';
  await createTask(ctx, { title: 'later', leadId, dueAt: '2030-01-02T10:00:00Z' });
  const first = await createTask(ctx, { title: 'sooner', leadId, dueAt: '2030-01-01T10:00:00Z' });
  await createTask(ctx, { title: 'some day', leadId });
  expect((await getLead(ctx, { leadId })).nextTask).toEqual({
    id: first.id,
    title: 'sooner',
    dueAt: new Date('2030-01-01T10:00:00Z'),
  });
  await completeTask(ctx, { taskId: first.id });
  expect((await listLeads(ctx, { search: 'bravo' })).items[0]?.nextTask?.title).toBe('later');
  expect(await names({ noNextStep: true, sort: 'name' })).toEqual(['charlie', 'delta', 'Free', 'Альфа']);
});

test('Leads are filtered by who has taken them, by owner, by time and by their own fields.', async () => {
  expect(await names({ notTaken: true })).toEqual(['Free']);
  expect(await names({ unowned: true }, world.admin)).toEqual(['Free']);
  const from = new Date(Date.now() - 99 * hourMs - 60_000);
  const to = new Date(from.getTime() + 2 * hourMs);
  expect(await names({ createdFrom: from, createdTo: to, sort: 'oldest' })).toEqual(['Альфа', 'Bravo']);
  expect(await names({ custom: { budget: '2' } })).toEqual(['Bravo']);
  const everything = {
    mine: true,
    open: true,
    stageId: world.stageIds[0],
    pipelineId: world.pipelineId,
    source: 'api',
  };
  const all = { ...everything, createdFrom: from, createdTo: to, notTaken: false, noNextStep: true, stuck: true };
  expect(await names({ ...all, search: 'а', sort: 'longestInStage' })).toEqual(['Альфа']);
});
