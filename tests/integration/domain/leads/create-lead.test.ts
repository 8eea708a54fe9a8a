import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { updateUser } from '#domain/users/update-user.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

test('A manager who makes a lead owns it, and its contact, timeline, audit and event are there.', async () => {
  const lead = await createLead(world.as(world.manager), {
    name: 'Мария',
    phone: '8 (916) 123-45-67',
    email: 'Maria@Example.test',
    telegramUsername: '@maria_test',
    note: 'хочет тест-драйв',
    customFields: { car: 'Vesta', budget: 1_500_000 },
  });
  expect(lead).toMatchObject({
    name: 'Мария',
    note: 'хочет тест-драйв',
    source: 'api',
    customFields: { car: 'Vesta', budget: 1_500_000 },
    contact: {
      name: 'Мария',
      phones: ['+79161234567'],
      emails: ['maria@example.test'],
      telegramUsername: 'maria_test',
      unreachable: false,
      doNotCall: false,
    },
    stage: { id: world.stageIds[0], kind: 'open' },
    pipeline: { id: world.pipelineId },
    owner: { id: world.manager.id },
    closedAt: null,
    version: 1,
  });
  expect(lead.createdAt).toBeInstanceOf(Date);
  const { prisma } = world.database;
  expect(await prisma.stageMove.count({ where: { leadId: lead.id } })).toBe(1);
  expect(await prisma.activity.findFirst({ where: { leadId: lead.id, kind: 'lead.created' } })).toMatchObject({
    actorId: world.manager.id,
  });
  expect(await prisma.auditEntry.findFirst({ where: { subjectId: lead.id } })).toMatchObject({
    action: 'lead.created',
    actorId: world.manager.id,
  });
  expect(world.events).toContainEqual(expect.objectContaining({ type: 'lead.created', subjectId: lead.id }));
});

test('A lead with a known number joins the contact that has it.', async () => {
  const first = await createLead(world.as(world.manager), { name: 'Пётр', phone: '+79161110001' });
  const second = await createLead(world.as(world.admin), {
    name: 'Пётр Иванов',
    phone: '89161110001',
    email: 'petr@example.test',
  });
  expect(second.contact.id).toBe(first.contact.id);
  expect(second.contact.emails).toEqual(['petr@example.test']);
});

test('The same external id makes one lead, also when forty deliveries come at once.', async () => {
  const ctx = world.system();
  const leads = await Promise.all(
    Array.from({ length: 40 }, () =>
      createLead(ctx, { name: 'Webhook', phone: '+79161110002', externalSource: 'site', externalId: 'order-1' }),
    ),
  );
  expect(new Set(leads.map((lead) => lead.id)).size).toBe(1);
  const { prisma } = world.database;
  expect(await prisma.lead.count({ where: { externalId: 'order-1' } })).toBe(1);
  expect(await prisma.event.count({ where: { subjectId: leads[0]?.id ?? '', type: 'lead.created' } })).toBe(1);
});

test('The same external id of another sender, or in another organization, is another lead.', async () => {
  const first = await createLead(world.system(), { name: 'A', externalSource: 'one', externalId: 'x' });
  const second = await createLead(world.system(), { name: 'B', externalSource: 'two', externalId: 'x' });
  const third = await createLead(world.system(world.other.organizationId), {
    name: 'C',
    externalSource: 'one',
    externalId: 'x',
  });
  expect(new Set([first.id, second.id, third.id]).size).toBe(3);
});

test('Leads with one number that come at the same time share one contact.', async () => {
  const leads = await Promise.all(
    Array.from({ length: 12 }, (_unused, index) =>
      createLead(world.as(world.manager), { name: `Twin ${index}`, phone: '+79161110003', email: 'twin@example.test' }),
    ),
  );
  expect(new Set(leads.map((lead) => lead.contact.id)).size).toBe(1);
  expect(new Set(leads.map((lead) => lead.id)).size).toBe(12);
  expect(await world.database.prisma.contact.count({ where: { phones: { some: { e164: '+79161110003' } } } })).toBe(1);
});

test('An incoming lead goes to the manager on duty with the fewest open leads, and to an admin when none is on duty.', async () => {
  const there = world.other;
  const system = world.system(there.organizationId);
  await createLead(world.as(there.manager), { name: 'Own 1' });
  await createLead(world.as(there.otherManager), { name: 'Own 2' });
  await createLead(world.as(there.secondApprover), { name: 'Own 3' });
  const incoming = await createLead(system, { name: 'Incoming' });
  expect(incoming.owner?.id).toBe(there.approver.id);
  for (const user of [there.manager, there.otherManager, there.approver, there.secondApprover]) {
    await updateUser(world.as(there.admin), { userId: user.id, onDuty: false });
  }
  expect((await createLead(system, { name: 'Nobody on duty' })).owner?.id).toBe(there.admin.id);
});

test('What is no phone number is refused with its reason, and nothing is written.', async () => {
  const before = await world.database.prisma.lead.count();
  await expect(createLead(world.as(world.manager), { name: 'X', phone: '12' })).rejects.toMatchObject({
    reason: 'phone.invalid',
  });
  expect(await world.database.prisma.lead.count()).toBe(before);
});

test('Fields that a lead does not have are refused by name.', async () => {
  const input = { name: 'X', organizationId: world.other.organizationId, version: 7 };
  await expect(createLead(world.as(world.manager), input)).rejects.toMatchObject({
    reason: 'input.invalid',
    code: 'validation_failed',
  });
});

test('Stages, pipelines and owners of another organization do not exist here.', async () => {
  const ctx = world.as(world.manager);
  await expect(createLead(ctx, { name: 'X', stageId: world.other.stageIds[0] })).rejects.toMatchObject({
    reason: 'input.invalid',
  });
  await expect(createLead(ctx, { name: 'X', pipelineId: world.other.pipelineId })).rejects.toMatchObject({
    reason: 'input.invalid',
  });
  await expect(createLead(ctx, { name: 'X', ownerId: world.other.manager.id })).rejects.toMatchObject({
    reason: 'input.invalid',
  });
  await expect(createLead(ctx, { name: 'X', ownerId: world.analyst.id })).rejects.toMatchObject({
    reason: 'input.invalid',
  });
});

test('Somebody who only reads makes no lead.', async () => {
  await expect(createLead(world.as(world.analyst), { name: 'X' })).rejects.toMatchObject({
    reason: 'permission.missing',
    params: { permission: 'leads.write' },
  });
});

test('A lead is seen by its owner, admins and analysts, and by no other manager and no other organization.', async () => {
  const { id: leadId } = await createLead(world.as(world.manager), { name: 'Secret' });
  for (const user of [world.manager, world.admin, world.analyst])
    expect((await getLead(world.as(user), { leadId })).id).toBe(leadId);
  for (const user of [world.otherManager, world.other.admin]) {
    await expect(getLead(world.as(user), { leadId })).rejects.toMatchObject({ reason: 'lead.notFound' });
  }
  await expect(getLead(world.as(world.admin), { leadId: newId() })).rejects.toMatchObject({ reason: 'lead.notFound' });
});
