import { afterAll, beforeAll, expect, test } from 'vitest';
import { listLeadActivities } from '#domain/activities/list-lead-activities.ts';
import { addNote } from '#domain/leads/add-note.ts';
import { assignLead } from '#domain/leads/assign-lead.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { deleteLead } from '#domain/leads/delete-lead.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { moveLeadStage } from '#domain/leads/move-lead-stage.ts';
import { updateLead } from '#domain/leads/update-lead.ts';
import { listStageHistory } from '#domain/pipelines/list-stage-history.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

test('Moving a lead keeps its history, closes it on a lost stage with the reason and opens it again.', async () => {
  const ctx = world.as(world.manager);
  const [first, second, , lost] = world.stageIds;
  const { id: leadId } = await createLead(ctx, { name: 'Mover' });
  expect((await moveLeadStage(ctx, { leadId, stageId: second })).stage.id).toBe(second);
  const closed = await moveLeadStage(ctx, { leadId, stageId: lost, reason: 'too expensive' });
  expect(closed).toMatchObject({ closeReason: 'too expensive', stage: { kind: 'lost' } });
  expect(closed.closedAt).toBeInstanceOf(Date);
  expect(await moveLeadStage(ctx, { leadId, stageId: first })).toMatchObject({ closedAt: null, closeReason: null });
  const moves = await world.database.prisma.stageMove.findMany({ where: { leadId }, orderBy: { id: 'asc' } });
  expect(moves.map((move) => move.toStageId)).toEqual([first, second, lost, first]);
  const history = await listStageHistory(ctx, { stageId: lost });
  expect(history.items.map((move) => [move.from?.id, move.to.id, move.reason])).toEqual([
    [lost, first, null],
    [second, lost, 'too expensive'],
  ]);
  expect((await listStageHistory(world.as(world.otherManager), { stageId: lost })).items).toEqual([]);
});

test('Of two moves that saw the same version one wins and the other is told.', async () => {
  const ctx = world.as(world.manager);
  const lead = await createLead(ctx, { name: 'Raced' });
  const results = await Promise.allSettled(
    [1, 2, 3].map((stage) =>
      moveLeadStage(ctx, {
        leadId: lead.id,
        stageId: world.stageIds[stage] ?? '',
        reason: 'price',
        version: lead.version,
      }),
    ),
  );
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected')
      expect(result.reason).toMatchObject({ code: 'stale', reason: 'lead.changedMeanwhile' });
  }
  expect(await world.database.prisma.stageMove.count({ where: { leadId: lead.id } })).toBe(2);
});

test('Moving a lead to the stage it is in changes nothing.', async () => {
  const ctx = world.as(world.manager);
  const lead = await createLead(ctx, { name: 'Still' });
  expect((await moveLeadStage(ctx, { leadId: lead.id, stageId: lead.stage.id })).version).toBe(lead.version);
});

test('An update adds the number to the person and names them, and a stale version is refused.', async () => {
  const ctx = world.as(world.manager);
  const lead = await createLead(ctx, { name: 'old name' });
  const updated = await updateLead(ctx, {
    leadId: lead.id,
    name: 'New Name',
    phone: '+79162220001',
    companyName: 'Acme',
    version: lead.version,
  });
  expect(updated).toMatchObject({
    name: 'New Name',
    version: 2,
    contact: { name: 'New Name', phones: ['+79162220001'], companyName: 'Acme' },
  });
  await expect(updateLead(ctx, { leadId: lead.id, note: 'x', version: lead.version })).rejects.toMatchObject({
    reason: 'lead.changedMeanwhile',
  });
  await createLead(ctx, { name: 'Holder', phone: '+79162220002' });
  await expect(updateLead(ctx, { leadId: lead.id, phone: '+79162220002' })).rejects.toMatchObject({
    reason: 'contact.identityTaken',
  });
});

test('An unowned lead is seen by every manager and taken by one; then the others lose sight of it.', async () => {
  const admin = world.as(world.admin);
  const { id: leadId } = await createLead(admin, { name: 'Free' });
  await assignLead(admin, { leadId, ownerId: null });
  expect((await getLead(world.as(world.otherManager), { leadId })).owner).toBeNull();
  expect((await assignLead(world.as(world.otherManager), { leadId, ownerId: world.otherManager.id })).owner?.id).toBe(
    world.otherManager.id,
  );
  await expect(assignLead(world.as(world.manager), { leadId, ownerId: world.manager.id })).rejects.toMatchObject({
    reason: 'lead.notFound',
  });
  expect(world.events).toContainEqual(
    expect.objectContaining({
      type: 'lead.assigned',
      subjectId: leadId,
      payload: { ownerId: world.otherManager.id, previousOwnerId: null },
    }),
  );
});

test('Two managers who take one unowned lead at once leave one owner, and the loser is told.', async () => {
  const admin = world.as(world.admin);
  const { id: leadId } = await createLead(admin, { name: 'Wanted' });
  await assignLead(admin, { leadId, ownerId: null });
  const people = [world.manager, world.otherManager];
  const results = await Promise.allSettled(
    people.map((user) => assignLead(world.as(user), { leadId, ownerId: user.id })),
  );
  const winners = results.filter((result) => result.status === 'fulfilled');
  expect(winners).toHaveLength(1);
  expect((await getLead(admin, { leadId })).owner?.id).toBe(winners[0]?.value.owner?.id);
});

test('The timeline tells notes, moves and changes, newest first, in pages.', async () => {
  const ctx = world.as(world.manager);
  const { id: leadId } = await createLead(ctx, { name: 'Story' });
  for (let count = 1; count <= 5; count += 1) await addNote(ctx, { leadId, text: `note ${count}` });
  const first = await listLeadActivities(ctx, { leadId, limit: 4 });
  expect(first.items.map((item) => item.data['text'])).toEqual(['note 5', 'note 4', 'note 3', 'note 2']);
  expect(first.items[0]).toMatchObject({ kind: 'note.added', actor: { kind: 'user', name: world.manager.name } });
  const second = await listLeadActivities(ctx, { leadId, limit: 4, cursor: first.nextCursor });
  expect(second.items.map((item) => item.kind)).toEqual(['note.added', 'lead.created']);
  expect(second.nextCursor).toBeNull();
});

test('A deleted lead is found nowhere.', async () => {
  const ctx = world.as(world.manager);
  const { id: leadId } = await createLead(ctx, { name: 'Gone' });
  await deleteLead(ctx, { leadId });
  await expect(getLead(world.as(world.admin), { leadId })).rejects.toMatchObject({ reason: 'lead.notFound' });
  await expect(deleteLead(ctx, { leadId })).rejects.toMatchObject({ reason: 'lead.notFound' });
});

test('Nobody who only reads, no other manager and no other organization changes a lead.', async () => {
  const lead = await createLead(world.as(world.manager), { name: 'Guarded' });
  const leadId = lead.id;
  const stageId = world.stageIds[1];
  const attempts = (user: typeof world.manager) => {
    const ctx = world.as(user);
    return [
      () => updateLead(ctx, { leadId, name: 'x' }),
      () => moveLeadStage(ctx, { leadId, stageId }),
      () => assignLead(ctx, { leadId, ownerId: user.id }),
      () => addNote(ctx, { leadId, text: 'x' }),
      () => deleteLead(ctx, { leadId }),
    ];
  };
  for (const attempt of attempts(world.analyst))
    await expect(attempt()).rejects.toMatchObject({ reason: 'permission.missing' });
  for (const user of [world.otherManager, world.other.admin]) {
    for (const attempt of attempts(user)) await expect(attempt()).rejects.toMatchObject({ reason: 'lead.notFound' });
  }
  expect(await getLead(world.as(world.manager), { leadId })).toEqual(lead);
});
