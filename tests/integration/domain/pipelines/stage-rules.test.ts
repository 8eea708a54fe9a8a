import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCustomField } from '#domain/custom-fields/create-custom-field.ts';
import { deleteCustomField } from '#domain/custom-fields/delete-custom-field.ts';
import { createDeal } from '#domain/deals/create-deal.ts';
import { moveDealStage } from '#domain/deals/move-deal-stage.ts';
import { updateDeal } from '#domain/deals/update-deal.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { moveLeadStage } from '#domain/leads/move-lead-stage.ts';
import { updateLead } from '#domain/leads/update-lead.ts';
import { createPipeline } from '#domain/pipelines/create-pipeline.ts';
import { createStage } from '#domain/pipelines/create-stage.ts';
import { deleteStage } from '#domain/pipelines/delete-stage.ts';
import { listPipelines } from '#domain/pipelines/list-pipelines.ts';
import { updatePipeline } from '#domain/pipelines/update-pipeline.ts';
import { updateStage } from '#domain/pipelines/update-stage.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());
const manager = () => world.as(world.manager);
const admin = () => world.as(world.admin);

test('stages and pipelines keep their rules and show them', async () => {
  const pipeline = await createPipeline(admin(), {
    name: 'With rules',
    wonReasons: ['Цена', 'Цена', 'Срок'],
    stages: [{ name: 'A', requiredFields: ['phone', 'phone'], stuckAfterHours: 48 }],
  });
  expect(pipeline).toMatchObject({
    wonReasons: ['Цена', 'Срок'],
    lostReasons: [],
    stages: [{ requiredFields: ['phone'], stuckAfterHours: 48 }],
  });
  await updatePipeline(admin(), { pipelineId: pipeline.id, lostReasons: ['Дорого'] });
  const stage = await createStage(admin(), { pipelineId: pipeline.id, name: 'B', requiredFields: ['custom.car'] });
  expect(await updateStage(admin(), { stageId: stage.id, stuckAfterHours: 24 })).toMatchObject({
    requiredFields: ['custom.car'],
    stuckAfterHours: 24,
  });
  expect(await updateStage(admin(), { stageId: stage.id, stuckAfterHours: null })).toMatchObject({
    stuckAfterHours: null,
  });
  const shown = (await listPipelines(manager())).find(({ id }) => id === pipeline.id);
  expect(shown).toMatchObject({ lostReasons: ['Дорого'], wonReasons: ['Цена', 'Срок'] });
  await expect(updateStage(admin(), { stageId: stage.id, requiredFields: ['shoeSize'] })).rejects.toMatchObject({
    reason: 'input.invalid',
  });
  await expect(updateStage(manager(), { stageId: stage.id, requiredFields: [] })).rejects.toMatchObject({
    reason: 'permission.missing',
  });
});

test('a lead enters a stage once everything that the stage asks for is filled', async () => {
  const stageId = world.stageIds[1];
  const field = await createCustomField(admin(), { record: 'lead', key: 'car', label: 'Машина', kind: 'text' });
  await updateStage(admin(), { stageId, requiredFields: ['phone', 'email', 'companyName', 'amount', 'custom.car'] });
  const { id: leadId } = await createLead(manager(), { name: 'Пётр' });
  const refused = moveLeadStage(manager(), { leadId, stageId });
  await expect(refused).rejects.toMatchObject({
    code: 'validation_failed',
    reason: 'stage.fieldsMissing',
    params: { fields: 'phone, email, companyName, Машина' },
    fields: [{ field: 'phone' }, { field: 'email' }, { field: 'companyName' }, { field: 'custom.car' }],
  });
  expect((await getLead(manager(), { leadId })).version).toBe(1);
  await updateLead(manager(), { leadId, phone: '+79161110011', email: 'p@example.test', companyName: 'ИП Пётр' });
  await updateLead(manager(), { leadId, customFields: { car: 'Vesta' } });
  expect((await moveLeadStage(manager(), { leadId, stageId })).stage.id).toBe(stageId);
  await deleteCustomField(admin(), { customFieldId: field.id });
  const { id: withoutCar } = await createLead(manager(), { name: 'Без машины', phone: '+79161110012' });
  await expect(moveLeadStage(manager(), { leadId: withoutCar, stageId })).rejects.toMatchObject({
    params: { fields: 'email, companyName' },
  });
  await updateStage(admin(), { stageId, requiredFields: [] });
});

test('a deal is asked for its amount, also when it is made on such a stage, and leads are not', async () => {
  const stageId = world.stageIds[1];
  await updateStage(admin(), { stageId, requiredFields: ['amount'] });
  await expect(createDeal(manager(), { name: 'x', stageId })).rejects.toMatchObject({ reason: 'stage.fieldsMissing' });
  expect((await createDeal(manager(), { name: 'x', stageId, amountCents: 0 })).stage.id).toBe(stageId);
  const { id: dealId } = await createDeal(manager(), { name: 'x' });
  await expect(moveDealStage(manager(), { dealId, stageId })).rejects.toMatchObject({ params: { fields: 'amount' } });
  await updateDeal(manager(), { dealId, amountCents: 100 });
  expect((await moveDealStage(manager(), { dealId, stageId })).stage.id).toBe(stageId);
  const { id: leadId } = await createLead(manager(), { name: 'x' });
  expect((await moveLeadStage(manager(), { leadId, stageId })).stage.id).toBe(stageId);
});

test('a stage in which a deal stands is not removed', async () => {
  const pipeline = await createPipeline(admin(), { name: 'Deals' });
  const stage = await createStage(admin(), { pipelineId: pipeline.id, name: 'Taken' });
  await createDeal(manager(), { name: 'x', stageId: stage.id });
  await expect(deleteStage(admin(), { stageId: stage.id })).rejects.toMatchObject({
    reason: 'stage.inUse',
    params: { leads: 0, deals: 1 },
  });
});
