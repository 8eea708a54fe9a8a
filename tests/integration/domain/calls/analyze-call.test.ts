import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProviderError } from '#platform/errors.ts';
import { analyzeCall, giveUpAnalysis } from '#domain/calls/analyze-call.ts';
import { applyProviderCall } from '#domain/calls/apply-provider-call.ts';
import { callAgain } from '#domain/calls/call-again.ts';
import { getCall } from '#domain/calls/get-call.ts';
import { listCalls } from '#domain/calls/list-calls.ts';
import { listCallsOldApi } from '#domain/calls/list-calls-old-api.ts';
import { giveUpRecording, storeRecording } from '#domain/calls/store-recording.ts';
import type { ProviderSegment } from '#domain/ports/telephony.ts';
import { createCallWorld } from '#tests/support/call-world.ts';
import type { CallWorld } from '#tests/support/call-world.ts';
import { neutralJudgement } from '#tests/support/fakes/fake-llm.ts';

let world: CallWorld;
beforeAll(async () => void (world = await createCallWorld()));
afterAll(() => world.close());

const said: ProviderSegment[] = [
  {
    speaker: 'B',
    startMs: 0,
    endMs: 4_000,
    text: 'Здравствуйте! Это голосовой помощник на основе искусственного интеллекта, разговор записывается.',
  },
  { speaker: 'A', startMs: 4_500, endMs: 8_000, text: 'Слишком дорого для меня.' },
];

async function aTalkedCall(segments: ProviderSegment[] | null = said) {
  const placed = await world.aPlacedCall();
  const startedAt = world.clock.now();
  const call = world.telephony.change(placed.attemptId, {
    phase: 'ended',
    outcome: 'talked',
    startedAt,
    endedAt: new Date(startedAt.getTime() + 8_000),
    durationSec: 8,
    costCents: 12,
    segments,
    recordingUrl: 'https://recordings.test/old.wav',
    complete: true,
  });
  await applyProviderCall(world.system(), { call, fact: 'analyzed' });
  return placed;
}

describe('the analysis of a call', () => {
  test('joins computed numbers with the model’s checked judgement, its cost, the timeline and an event', async () => {
    const { callId, request } = await aTalkedCall();
    world.llm.judgement = {
      ...neutralJudgement,
      sentiment: 'negative',
      sentimentScore: -0.4,
      topics: ['цена'],
      objections: [
        { text: 'Дорого', quote: 'слишком дорого' },
        { text: 'Выдумано', quote: 'я уже купил у других' },
      ],
      scorecard: [{ criterion: 'opening', score: 8, comment: 'Да', speaker: 'B', quote: 'здравствуйте' }],
    };
    expect(await analyzeCall(world.system(), { callId })).toEqual({ result: 'analyzed' });
    const { analysis, analysisStatus } = await getCall(world.as(world.manager), { callId });
    expect(analysisStatus).toBe('completed');
    expect(analysis).toMatchObject({
      sentiment: 'negative',
      objections: [{ text: 'Дорого', quote: 'слишком дорого' }],
      scorecard: [{ criterion: 'opening' }],
      disclosureSaid: true,
      engine: 'fake-model',
      metrics: { durationSec: 8, talkRatio: 0.533 },
    });
    const db = world.system().db;
    expect(await db.aiUsage.findFirst({ where: { purpose: 'analyzeCall' } })).toMatchObject({
      inputTokens: 100,
      ok: true,
    });
    expect(await db.activity.count({ where: { leadId: request.lead.id, kind: 'call.analyzed' } })).toBe(1);
    expect(await db.event.count({ where: { subjectId: callId, type: 'call.analyzed' } })).toBe(1);
    const asked = world.llm.questions.length;
    expect(await analyzeCall(world.system(), { callId })).toEqual({ result: 'upToDate' });
    expect(world.llm.questions).toHaveLength(asked);
  });

  test('a model that fails is counted as a failed use, and giving up is visible once', async () => {
    const { callId } = await aTalkedCall();
    world.llm.failNext(new ProviderError('openai', 'retryable', 'bad_answer', 'No JSON.'));
    await expect(analyzeCall(world.system(), { callId })).rejects.toThrow('No JSON.');
    expect(await world.system().db.aiUsage.count({ where: { ok: false } })).toBe(1);
    await giveUpAnalysis(world.system(), { callId, error: 'No JSON.' });
    await giveUpAnalysis(world.system(), { callId, error: 'No JSON.' });
    expect(await getCall(world.system(), { callId })).toMatchObject({ analysisStatus: 'failed', analysis: null });
    expect(
      await world.system().db.event.findMany({ where: { subjectId: callId, type: 'call.analysisFailed' } }),
    ).toMatchObject([{ payload: { error: 'No JSON.' } }]);
    expect(await analyzeCall(world.system(), { callId })).toEqual({ result: 'analyzed' });
    expect(await getCall(world.system(), { callId })).toMatchObject({ analysisStatus: 'completed' });
  });

  test('a conversation without a transcript is not sent to the model, and says why', async () => {
    const { callId } = await aTalkedCall([]);
    const asked = world.llm.questions.length;
    expect(await analyzeCall(world.system(), { callId })).toEqual({ result: 'transcriptEmpty' });
    expect(world.llm.questions).toHaveLength(asked);
    expect(await getCall(world.system(), { callId })).toMatchObject({
      transcriptStatus: 'empty',
      analysisStatus: 'none',
    });
    expect(
      await world.system().db.event.findFirst({ where: { subjectId: callId, type: 'call.analysisFailed' } }),
    ).toMatchObject({ payload: { error: 'transcriptEmpty' } });
  });
});

describe('the recording of a call', () => {
  test('is copied once into our storage; a link that has run out is asked for anew', async () => {
    const { callId, attemptId } = await aTalkedCall();
    world.telephony.change(attemptId, { recordingUrl: 'https://recordings.test/fresh.wav' });
    world.telephony.recordings.set('https://recordings.test/fresh.wav', {
      bytes: new Uint8Array([1, 2, 3]),
      mimeType: 'audio/wav',
    });
    const { fileId } = await storeRecording(world.system(), { callId, url: 'https://recordings.test/old.wav' });
    expect(fileId).not.toBeNull();
    expect(await storeRecording(world.system(), { callId, url: 'https://recordings.test/old.wav' })).toEqual({
      fileId,
    });
    expect(world.storage.files.size).toBe(1);
    expect(await getCall(world.as(world.manager), { callId })).toMatchObject({
      recordingStatus: 'stored',
      recording: { fileId, mimeType: 'audio/wav' },
    });
    expect([...world.storage.files.keys()][0]).toMatch(
      new RegExp(`^${world.organizationId}/recordings/${callId}/[0-9a-f]{16}\\.wav$`),
    );
  });

  test('that cannot be fetched is told as failed', async () => {
    const { callId } = await aTalkedCall();
    await expect(storeRecording(world.system(), { callId, url: 'https://recordings.test/gone.wav' })).rejects.toThrow(
      'run out',
    );
    await giveUpRecording(world.system(), { callId, error: 'gone' });
    expect(await getCall(world.system(), { callId })).toMatchObject({ recordingStatus: 'failed', recording: null });
  });
});

describe('reading calls', () => {
  test('managers see their own and those of their leads, analysts all, other organizations nothing', async () => {
    const { callId, request } = await aTalkedCall();
    expect(await getCall(world.as(world.manager), { callId })).toMatchObject({
      manager: { id: world.manager.id },
      lead: { id: request.lead.id },
      costCents: 12,
    });
    expect(await getCall(world.as(world.analyst), { callId })).toMatchObject({ id: callId });
    await expect(getCall(world.as(world.otherManager), { callId })).rejects.toMatchObject({ reason: 'call.notFound' });
    await expect(getCall(world.as(world.other.admin), { callId })).rejects.toMatchObject({ reason: 'call.notFound' });
    expect((await listCalls(world.as(world.otherManager))).items).toEqual([]);
    const page = await listCalls(world.as(world.manager), { limit: 2 });
    expect(page.items[0]).toMatchObject({ id: callId, transcript: [] });
    const next = await listCalls(world.as(world.manager), { limit: 2, cursor: page.nextCursor });
    expect(next.items.map((call) => call.id)).not.toContain(callId);
  });

  test('the older API filters, counts, sorts and pages by offset', async () => {
    const ctx = world.as(world.admin);
    const all = await listCallsOldApi(ctx, { status: 'completed' });
    expect(all.total).toBe(all.items.length);
    expect(all.total).toBeGreaterThan(3);
    expect(
      (await listCallsOldApi(ctx, { status: 'completed', limit: 2, offset: 1 })).items.map((call) => call.id),
    ).toEqual(all.items.slice(1, 3).map((call) => call.id));
    expect((await listCallsOldApi(ctx, { status: 'missed' })).total).toBe(0);
    expect((await listCallsOldApi(ctx, { sentiment: 'negative' })).total).toBeGreaterThan(0);
    expect((await listCallsOldApi(ctx, { type: 'incoming' })).total).toBe(0);
    expect((await listCallsOldApi(ctx, { manager: 'own manager' })).total).toBeGreaterThan(0);
    expect((await listCallsOldApi(ctx, { manager: world.otherManager.id })).total).toBe(0);
    expect((await listCallsOldApi(ctx, { search: '100%' })).total).toBe(0);
    const one = all.items[0];
    expect(
      (await listCallsOldApi(ctx, { search: one?.phone?.slice(-7) ?? 'none' })).items.map((call) => call.id),
    ).toEqual([one?.id]);
    const day = world.clock.now().toISOString().slice(0, 10);
    expect((await listCallsOldApi(ctx, { status: 'completed', dateFrom: day, dateTo: day })).total).toBe(all.total);
    expect((await listCallsOldApi(ctx, { dateTo: '2020-01-01' })).total).toBe(0);
    const ascending = await listCallsOldApi(ctx, { status: 'completed', sort: 'date_asc' });
    expect(ascending.items.map((call) => call.id)).toEqual(all.items.map((call) => call.id).toReversed());
    expect((await listCallsOldApi(ctx, { sort: 'duration_desc', limit: 1 })).items[0]).toMatchObject({
      durationSec: 8,
    });
  });

  test('calling again makes a new request on the same terms, which needs an approval of its own', async () => {
    const { callId, request } = await aTalkedCall();
    world.clock.advance(5 * 3_600_000);
    const again = await callAgain(world.as(world.manager), { callId });
    world.clock.advance(-5 * 3_600_000);
    expect(again).toMatchObject({ status: 'pending', goal: request.goal, phone: request.phone, callId: null });
    expect(again.id).not.toBe(request.id);
  });
});
