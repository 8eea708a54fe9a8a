import { afterAll, beforeAll, expect, test } from 'vitest';
import { analyzeCall } from '#domain/calls/analyze-call.ts';
import { applyProviderCall } from '#domain/calls/apply-provider-call.ts';
import { completeTask } from '#domain/tasks/complete-task.ts';
import { createTasksFromCall } from '#domain/tasks/create-tasks-from-call.ts';
import { listTasks } from '#domain/tasks/list-tasks.ts';
import { createCallWorld } from '#tests/support/call-world.ts';
import type { CallWorld } from '#tests/support/call-world.ts';
import { neutralJudgement } from '#tests/support/fakes/fake-llm.ts';

let world: CallWorld;
beforeAll(async () => void (world = await createCallWorld()));
afterAll(() => world.close());

async function anAnalyzedCall(actionItems: string[]) {
  const placed = await world.aPlacedCall();
  const call = world.telephony.change(placed.attemptId, {
    phase: 'ended',
    outcome: 'talked',
    durationSec: 30,
    segments: [{ speaker: 'A', startMs: 0, endMs: 2_000, text: 'Пришлите предложение.' }],
    complete: true,
  });
  await applyProviderCall(world.system(), { call, fact: 'analyzed' });
  world.llm.judgement = { ...neutralJudgement, actionItems };
  await analyzeCall(world.system(), { callId: placed.callId });
  return placed;
}

test('each next step of a call becomes one task, however often it is asked for', async () => {
  const { callId } = await anAnalyzedCall(['Отправить предложение', 'Позвонить во вторник']);
  const asked = await Promise.all([1, 2, 3].map(() => createTasksFromCall(world.as(world.manager), { callId })));
  for (const tasks of asked)
    expect(tasks.map((task) => task.title).toSorted()).toEqual(['Отправить предложение', 'Позвонить во вторник']);
  expect((await listTasks(world.as(world.manager), { callId })).items).toHaveLength(2);
  const made = await world.system().db.activity.count({ where: { kind: 'task.created' } });
  expect(made).toBe(2);
});

test('a call without next steps says so', async () => {
  const { callId } = await anAnalyzedCall([]);
  await expect(createTasksFromCall(world.as(world.manager), { callId })).rejects.toMatchObject({
    reason: 'task.nothingToDo',
  });
});

test('a task is done once, and only by those who see its lead and may write', async () => {
  const { callId } = await anAnalyzedCall(['Отправить прайс']);
  const [task] = await createTasksFromCall(world.as(world.manager), { callId });
  const taskId = task?.id ?? '';
  for (const stranger of [world.other.admin, world.otherManager]) {
    await expect(completeTask(world.as(stranger), { taskId })).rejects.toMatchObject({ reason: 'task.notFound' });
  }
  await expect(completeTask(world.as(world.analyst), { taskId })).rejects.toMatchObject({ code: 'forbidden' });
  const first = await completeTask(world.as(world.manager), { taskId });
  world.clock.advance(60_000);
  const second = await completeTask(world.as(world.manager), { taskId });
  expect(second.doneAt).toEqual(first.doneAt);
  expect(await world.system().db.activity.count({ where: { kind: 'task.done' } })).toBe(1);
  expect((await listTasks(world.as(world.manager), { callId, isOpen: true })).items).toEqual([]);
});
