import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLead } from '#domain/leads/create-lead.ts';
import { deleteLead } from '#domain/leads/delete-lead.ts';
import { createDefaultPipeline } from '#domain/pipelines/create-default-pipeline.ts';
import { createPipeline } from '#domain/pipelines/create-pipeline.ts';
import { createStage } from '#domain/pipelines/create-stage.ts';
import { deletePipeline } from '#domain/pipelines/delete-pipeline.ts';
import { deleteStage } from '#domain/pipelines/delete-stage.ts';
import { getPipeline } from '#domain/pipelines/get-pipeline.ts';
import { listPipelines } from '#domain/pipelines/list-pipelines.ts';
import { listStageHistory } from '#domain/pipelines/list-stage-history.ts';
import { listStages } from '#domain/pipelines/list-stages.ts';
import { updatePipeline } from '#domain/pipelines/update-pipeline.ts';
import { updateStage } from '#domain/pipelines/update-stage.ts';
import { inTransaction } from '#domain/transaction.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

test('The default pipeline is made once, in the language of the organization, also by parallel calls.', async () => {
  const { prisma } = world.database;
  const organization = await prisma.organization.create({ data: { name: 'Fresh', language: 'ru' } });
  const ids = await Promise.all(
    Array.from({ length: 6 }, () => inTransaction(world.system(organization.id), createDefaultPipeline)),
  );
  expect(new Set(ids).size).toBe(1);
  const [pipeline] = await listPipelines(world.system(organization.id));
  expect(pipeline).toMatchObject({ name: 'Продажи', isDefault: true });
  expect(pipeline?.stages.map((stage) => stage.kind)).toEqual(['open', 'open', 'open', 'open', 'won', 'lost']);
});

test('Stages are added, moved and removed with their order kept.', async () => {
  const ctx = world.as(world.admin);
  const pipeline = await createPipeline(ctx, {
    name: 'Second',
    stages: [{ name: 'A' }, { name: 'B' }, { name: 'Won', kind: 'won' }],
  });
  const stage = await createStage(ctx, { pipelineId: pipeline.id, name: 'First', position: 0 });
  const names = async () => (await listStages(ctx, { pipelineId: pipeline.id })).map((one) => one.name);
  expect(await names()).toEqual(['First', 'A', 'B', 'Won']);
  await updateStage(ctx, { stageId: stage.id, position: 2, name: 'Third' });
  expect(await names()).toEqual(['A', 'B', 'Third', 'Won']);
  await deleteStage(ctx, { stageId: stage.id });
  expect(await names()).toEqual(['A', 'B', 'Won']);
  await Promise.all(['x', 'y', 'z'].map((name) => createStage(ctx, { pipelineId: pipeline.id, name })));
  expect((await listStages(ctx, { pipelineId: pipeline.id })).map((one) => one.position)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('A stage or pipeline with leads stays, and so does the last open stage and the default pipeline.', async () => {
  const ctx = world.as(world.admin);
  const pipeline = await createPipeline(ctx, {
    name: 'Busy',
    stages: [{ name: 'Only' }, { name: 'Won', kind: 'won' }],
  });
  const [only, won] = pipeline.stages;
  const lead = await createLead(ctx, { name: 'In the way', pipelineId: pipeline.id });
  expect(lead.stage.id).toBe(only?.id);
  await expect(deleteStage(ctx, { stageId: only?.id ?? '' })).rejects.toMatchObject({
    reason: 'stage.inUse',
    params: { leads: 1 },
  });
  await expect(updateStage(ctx, { stageId: only?.id ?? '', kind: 'lost' })).rejects.toMatchObject({
    reason: 'stage.inUse',
  });
  await expect(deletePipeline(ctx, { pipelineId: pipeline.id })).rejects.toMatchObject({ reason: 'pipeline.inUse' });
  await deleteLead(ctx, { leadId: lead.id });
  await expect(deleteStage(ctx, { stageId: only?.id ?? '' })).rejects.toMatchObject({ reason: 'stage.inUse' });
  await deleteStage(ctx, { stageId: won?.id ?? '' });
  await deletePipeline(ctx, { pipelineId: pipeline.id });
  await expect(getPipeline(ctx, { pipelineId: pipeline.id })).rejects.toMatchObject({ reason: 'pipeline.notFound' });
  await expect(deletePipeline(ctx, { pipelineId: world.pipelineId })).rejects.toMatchObject({
    reason: 'pipeline.inUse',
  });
});

test('There is one default pipeline, whichever is made it at the same time.', async () => {
  const ctx = world.as(world.admin);
  const made = await Promise.all(['P', 'Q', 'R'].map((name) => createPipeline(ctx, { name })));
  await Promise.all(made.map((pipeline) => updatePipeline(ctx, { pipelineId: pipeline.id, isDefault: true })));
  expect((await listPipelines(ctx)).filter((pipeline) => pipeline.isDefault)).toHaveLength(1);
  await updatePipeline(ctx, { pipelineId: world.pipelineId, isDefault: true });
  expect((await listPipelines(ctx))[0]).toMatchObject({ id: world.pipelineId, isDefault: true });
});

test('Pipelines are changed only with the permission and never from another organization.', async () => {
  const [stageId] = world.stageIds;
  const { pipelineId } = world;
  const attempts = (user: typeof world.manager) => {
    const ctx = world.as(user);
    return [
      () => createPipeline(ctx, { name: 'x', stages: [] }),
      () => updatePipeline(ctx, { pipelineId, name: 'x' }),
      () => deletePipeline(ctx, { pipelineId }),
      () => createStage(ctx, { pipelineId, name: 'x' }),
      () => updateStage(ctx, { stageId, name: 'x' }),
      () => deleteStage(ctx, { stageId }),
    ];
  };
  for (const user of [world.manager, world.analyst]) {
    for (const attempt of attempts(user))
      await expect(attempt()).rejects.toMatchObject({ reason: 'permission.missing' });
  }
  for (const attempt of attempts(world.other.admin).slice(1))
    await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
  await expect(listStageHistory(world.as(world.other.admin), { stageId })).rejects.toMatchObject({
    reason: 'stage.notFound',
  });
  await expect(listStages(world.as(world.other.admin), { pipelineId })).rejects.toMatchObject({
    reason: 'pipeline.notFound',
  });
});
