import { afterAll, beforeAll, expect, test } from 'vitest';
import { assignLead } from '#domain/leads/assign-lead.ts';
import { changeManyLeads } from '#domain/leads/change-many-leads.ts';
import { countLeads } from '#domain/leads/count-leads.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { deleteLead } from '#domain/leads/delete-lead.ts';
import { deleteContact } from '#domain/contacts/delete-contact.ts';
import { deleteOldSpam as deleteOne } from '#domain/leads/delete-old-spam.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { listLeads } from '#domain/leads/list-leads.ts';
import { bringLeadBack, putLeadAside } from '#domain/leads/put-lead-aside.ts';
import { restoreLead } from '#domain/leads/restore-lead.ts';
import { takeLead } from '#domain/leads/take-lead.ts';
import { deleteOldSpam } from '#jobs/sweeps/delete-old-spam.ts';
import { createMovingClock } from '#tests/support/moving-clock.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

const clock = createMovingClock();
let world: TestWorld;
beforeAll(async () => void (world = await createTestWorld({ clock })));
afterAll(() => world.close());

/** A lead that came in and that nobody owns. */
async function aFreeLead(name = 'Free'): Promise<string> {
  const { id: leadId } = await createLead(world.as(world.admin), { name });
  await assignLead(world.as(world.admin), { leadId, ownerId: null });
  return leadId;
}

test('Of two managers who say "mine" at once one has the lead, and the other is told who took it.', async () => {
  const leadId = await aFreeLead();
  const people = [world.manager, world.otherManager];
  const results = await Promise.allSettled(people.map((user) => takeLead(world.as(user), { leadId })));
  const winner = people.find((_user, index) => results[index]?.status === 'fulfilled');
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected')
      expect(result.reason).toMatchObject({ reason: 'lead.alreadyTaken', params: { by: winner?.name } });
  }
  const lead = await getLead(world.as(world.admin), { leadId });
  expect(lead).toMatchObject({ owner: { id: winner?.id }, takenAt: expect.any(Date) });
  expect(world.events.filter(({ type, subjectId }) => type === 'lead.taken' && subjectId === leadId)).toHaveLength(1);
});

test('Who comes late is told who took it, although they do not see the lead any more; strangers learn nothing.', async () => {
  const leadId = await aFreeLead();
  await takeLead(world.as(world.manager), { leadId });
  await expect(takeLead(world.as(world.otherManager), { leadId })).rejects.toMatchObject({
    reason: 'lead.alreadyTaken',
    params: { by: world.manager.name },
  });
  await expect(takeLead(world.as(world.other.manager), { leadId })).rejects.toMatchObject({ reason: 'lead.notFound' });
  await expect(takeLead(world.as(world.analyst), { leadId })).rejects.toMatchObject({ reason: 'permission.missing' });
  const owned = await createLead(world.as(world.manager), { name: 'Never free' });
  await expect(takeLead(world.as(world.otherManager), { leadId: owned.id })).rejects.toMatchObject({
    reason: 'lead.notFound',
  });
  const before = await getLead(world.as(world.manager), { leadId });
  expect((await takeLead(world.as(world.manager), { leadId })).version).toBe(before.version);
});

test('A lead that somebody makes for themselves is taken; one that is given to a colleague or to nobody waits.', async () => {
  const own = await createLead(world.as(world.manager), { name: 'Own' });
  expect(own.takenAt).toEqual(clock.now());
  const given = await createLead(world.as(world.admin), { name: 'Given', ownerId: world.manager.id });
  expect(given.takenAt).toBeNull();
  const self = await assignLead(world.as(world.manager), { leadId: given.id, ownerId: world.manager.id });
  expect(self.takenAt).toBeNull();
  expect((await takeLead(world.as(world.manager), { leadId: given.id })).takenAt).toEqual(clock.now());
  const passed = await assignLead(world.as(world.manager), { leadId: given.id, ownerId: world.otherManager.id });
  expect(passed.takenAt).toEqual(clock.now());
  const freed = await assignLead(world.as(world.admin), { leadId: given.id, ownerId: null });
  expect(freed.takenAt).toBeNull();
});

test('Spam leaves every list and comes back as it was, within seven days.', async () => {
  const ctx = world.as(world.manager);
  const { id: leadId } = await createLead(ctx, { name: 'Casino' });
  await putLeadAside(ctx, { leadId });
  const ids = async (input: Parameters<typeof listLeads>[1]) => (await listLeads(ctx, input)).items.map(({ id }) => id);
  expect(await ids({ search: 'casino' })).toEqual([]);
  expect(await ids({ mine: true, limit: 100 })).not.toContain(leadId);
  expect(await ids({ spam: true })).toEqual([leadId]);
  expect(await countLeads(ctx, { spam: true, search: 'casino' })).toBe(1);
  await expect(putLeadAside(world.as(world.otherManager), { leadId })).rejects.toMatchObject({ code: 'not_found' });
  expect((await bringLeadBack(ctx, { leadId })).spamAt).toBeNull();
  expect(await ids({ search: 'casino' })).toEqual([leadId]);
});

test('The sweep deletes spam after seven days and nothing else, and what it deleted can be restored.', async () => {
  const ctx = world.as(world.manager);
  const old = await createLead(ctx, { name: 'Old spam' });
  const fresh = await createLead(ctx, { name: 'Fresh spam' });
  await putLeadAside(ctx, { leadId: old.id });
  await putLeadAside(ctx, { leadId: fresh.id });
  await world.database.prisma.lead.update({
    where: { id: old.id },
    data: { spamAt: new Date(Date.now() - 7.1 * 86_400_000) },
  });
  const [first, second] = await Promise.all([deleteOldSpam.run(world.make), deleteOldSpam.run(world.make)]);
  expect(first + second).toBe(1);
  await expect(getLead(ctx, { leadId: old.id })).rejects.toMatchObject({ reason: 'lead.notFound' });
  expect((await getLead(ctx, { leadId: fresh.id })).spamAt).toBeInstanceOf(Date);
  expect(await deleteOne(world.system(), { leadId: fresh.id })).toBe(false);
  expect(await restoreLead(ctx, { leadId: old.id })).toMatchObject({ spamAt: null, name: 'Old spam' });
  await expect(restoreLead(world.as(world.otherManager), { leadId: old.id })).rejects.toMatchObject({
    reason: 'lead.notFound',
  });
});

test('A lead is not restored without its person.', async () => {
  const admin = world.as(world.admin);
  const lead = await createLead(admin, { name: 'Orphan' });
  await deleteLead(admin, { leadId: lead.id });
  await deleteContact(admin, { contactId: lead.contact.id });
  await expect(restoreLead(admin, { leadId: lead.id })).rejects.toMatchObject({ reason: 'contact.deleted' });
});

test('A bulk change does what can be done and says for each lead what became of it.', async () => {
  const ctx = world.as(world.manager);
  const mine = await Promise.all([1, 2, 3].map((number) => createLead(ctx, { name: `Bulk ${number}` })));
  const theirs = await createLead(world.as(world.otherManager), { name: 'Bulk theirs' });
  const foreign = await createLead(world.as(world.other.manager), { name: 'Bulk foreign' });
  const leadIds = [...mine, theirs, foreign].map(({ id }) => id);
  const moved = await changeManyLeads(ctx, { leadIds, act: { kind: 'stage', stageId: world.stageIds[1] } });
  expect(moved).toMatchObject({ done: 3, refused: 2, unchanged: 0 });
  expect(moved.outcomes.find(({ leadId }) => leadId === foreign.id)).toEqual({
    leadId: foreign.id,
    outcome: 'refused',
    reason: 'lead.notFound',
  });
  expect((await getLead(ctx, { leadId: mine[0]?.id ?? '' })).stage.id).toBe(world.stageIds[1]);
  const lost = await changeManyLeads(ctx, { leadIds, act: { kind: 'stage', stageId: world.stageIds[3] } });
  expect(lost.outcomes.filter(({ reason }) => reason === 'stage.reasonRequired')).toHaveLength(3);
  const given = await changeManyLeads(ctx, {
    filter: { search: 'bulk', mine: true },
    act: { kind: 'assign', ownerId: world.otherManager.id },
  });
  expect(given).toMatchObject({ done: 3, refused: 0 });
  expect(await listLeads(ctx, { search: 'bulk' })).toMatchObject({ items: [] });
  expect(await countLeads(world.as(world.otherManager), { search: 'bulk' })).toBe(4);
  const again = await changeManyLeads(world.as(world.admin), {
    leadIds: mine.map(({ id }) => id),
    act: { kind: 'assign', ownerId: world.otherManager.id },
  });
  expect(again).toMatchObject({ done: 0, unchanged: 3 });
});

test('A bulk change needs the right to write, and names its leads in one way only.', async () => {
  const act = { kind: 'putAside' } as const;
  await expect(changeManyLeads(world.as(world.analyst), { filter: {}, act })).rejects.toMatchObject({
    reason: 'permission.missing',
  });
  await expect(changeManyLeads(world.as(world.manager), { act })).rejects.toMatchObject({ reason: 'input.invalid' });
});
