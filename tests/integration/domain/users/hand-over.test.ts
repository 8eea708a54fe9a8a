import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCompany } from '#domain/companies/create-company.ts';
import { createDeal } from '#domain/deals/create-deal.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { completeTask } from '#domain/tasks/complete-task.ts';
import { createTask } from '#domain/tasks/create-task.ts';
import { getTask } from '#domain/tasks/get-task.ts';
import { createUser } from '#domain/users/create-user.ts';
import { disableUser } from '#domain/users/disable-user.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => void (world = await createTestWorld()));
afterAll(() => world.close());

async function aLeaver() {
  const { id, name } = await createUser(world.as(world.admin), { name: 'Leaver', role: 'manager' });
  const actor = { kind: 'user', id, name, role: 'manager', permissions: [] } as const;
  const ctx = world.make({ organizationId: world.organizationId, actor, door: 'api' });
  const lead = await createLead(ctx, { name: 'Left lead' });
  const deal = await createDeal(ctx, { name: 'Left deal', contactId: lead.contact.id });
  const company = await createCompany(ctx, { name: 'Left company' });
  const open = await createTask(ctx, { title: 'Left task', dueOn: '2030-01-02' });
  const done = await createTask(ctx, { title: 'Done task' });
  await completeTask(ctx, { taskId: done.id });
  return { id, lead, deal, company, open, done };
}

const ownersOf = async (left: Awaited<ReturnType<typeof aLeaver>>) => {
  const { prisma } = world.database;
  const owner = (row: { ownerId: string | null } | null) => row?.ownerId;
  return {
    lead: owner(await prisma.lead.findUnique({ where: { id: left.lead.id } })),
    contact: owner(await prisma.contact.findUnique({ where: { id: left.lead.contact.id } })),
    deal: owner(await prisma.deal.findUnique({ where: { id: left.deal.id } })),
    company: owner(await prisma.company.findUnique({ where: { id: left.company.id } })),
    open: owner(await prisma.task.findUnique({ where: { id: left.open.id } })),
    done: owner(await prisma.task.findUnique({ where: { id: left.done.id } })),
  };
};

test('All that a leaver has in hand goes to the colleague in one operation, and what is done stays theirs.', async () => {
  const left = await aLeaver();
  const heir = world.otherManager.id;
  await disableUser(world.as(world.admin), { userId: left.id, handOverToId: heir });
  expect(await ownersOf(left)).toEqual({
    lead: heir,
    contact: heir,
    deal: heir,
    company: heir,
    open: heir,
    done: left.id,
  });
  const entry = await world
    .system()
    .db.auditEntry.findFirst({ where: { action: 'user.disabled', subjectId: left.id } });
  expect(entry?.data).toMatchObject({ handedOverToId: heir, leads: 1, deals: 1, companies: 1, tasks: 1 });
  expect(world.events.filter(({ subjectId }) => subjectId === left.deal.id).map(({ type }) => type)).toContain(
    'deal.assigned',
  );
});

test('Without a colleague records wait to be taken, and the tasks go to whoever closed the account.', async () => {
  const left = await aLeaver();
  await disableUser(world.as(world.admin), { userId: left.id });
  expect(await ownersOf(left)).toEqual({
    ...{ lead: null, contact: null, deal: null, company: null },
    ...{ open: world.admin.id, done: left.id },
  });
  expect((await getTask(world.as(world.admin), { taskId: left.open.id })).dueAt).toEqual(left.open.dueAt);
  expect(await world.database.prisma.lead.findUnique({ where: { id: left.lead.id } })).toMatchObject({ takenAt: null });
});
