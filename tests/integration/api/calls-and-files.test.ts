import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import type { ApiRecords } from '#tests/integration/api/api-records.ts';
import { createApiWorld, jsonOf } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';

let api: ApiWorld;
let records: ApiRecords;
const recording = new TextEncoder().encode('RIFF and the sound of a call');

beforeAll(async () => {
  api = await createApiWorld();
  records = await createRecords(api.world, api.world);
  const { organizationId, database } = api.world;
  const fileId = newId();
  const storageKey = `${organizationId}/recordings/${fileId}.wav`;
  await api.storage.put(storageKey, recording, 'audio/wav');
  await database.prisma.storedFile.create({
    data: {
      id: fileId,
      organizationId,
      storageKey,
      name: 'звонок "1".wav',
      mimeType: 'audio/wav',
      sizeBytes: recording.length,
      sha256: '0'.repeat(64),
    },
  });
  await database.prisma.call.update({
    where: { id: records.callId },
    data: { recordingFileId: fileId, recordingStatus: 'stored' },
  });
});
afterAll(() => api.close());

const readCall = () => api.call({ path: `/api/calls/${records.callId}`, by: api.world.manager });

test('a call has exactly the JSON of the older analytics API', async () => {
  const { callId } = records;
  const { manager } = api.world;
  const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(await (await readCall()).json()).toEqual({
    id: callId,
    type: 'incoming',
    status: 'completed',
    phoneNumber: expect.stringMatching(/^\+7916\d{7}$/),
    clientName: 'Secret client',
    managerName: manager.name,
    managerId: manager.id,
    duration: 61,
    date: '2026-11-20T10:00:00.000Z',
    recordingUrl: expect.stringMatching(/^http:\/\/localhost:8080\/files\//),
    created_at: moment,
    updated_at: moment,
    transcript: [
      {
        id: expect.any(String),
        call_id: callId,
        start_ms: 0,
        end_ms: 1_500,
        speaker: 'A',
        text: 'Добрый день',
        confidence: 0.9,
      },
    ],
    aiAnalysis: {
      id: expect.any(String),
      call_id: callId,
      sentiment: 'positive',
      sentiment_score: 0.5,
      topics: ['цена'],
      summary: 'Клиент согласен.',
      action_items: ['Прислать договор'],
      language: 'ru',
      processing_status: 'completed',
      created_at: moment,
      updated_at: moment,
    },
  });
});

test('the list of calls takes the older parameters and says whether there is more before and after', async () => {
  const list = async (query: string) =>
    jsonOf(await api.call({ path: `/api/calls?${query}`, by: api.world.admin }), {
      calls: z.array(z.looseObject({ id: z.string() })),
      total: z.number(),
      has_next: z.boolean(),
      has_prev: z.boolean(),
    });
  await createRecords(api.world, api.world);
  const all = await list('');
  expect(all).toMatchObject({ total: 4, has_next: false, has_prev: false });
  expect(Object.keys(all).sort()).toEqual(['calls', 'has_next', 'has_prev', 'total']);
  expect(await list('limit=1')).toMatchObject({ total: 4, has_next: true, has_prev: false });
  expect(await list('limit=1&offset=3')).toMatchObject({ total: 4, has_next: false, has_prev: true });
  expect((await list('status=missed')).total).toBe(0);
  expect((await list('status=in-progress')).total).toBe(2);
  expect(
    (await list('status=completed&type=incoming&sentiment=positive&dateFrom=2026-11-20&dateTo=2026-11-20')).total,
  ).toBe(2);
  expect((await list('dateTo=2026-11-19')).total).toBe(0);
  for (const query of ['sort=price', 'limit=0', 'dateFrom=20.11.2026', 'status=lost']) {
    expect((await api.call({ path: `/api/calls?${query}`, by: api.world.admin })).status, query).toBe(422);
  }
});

test('a recording is read by its signed link without a token, whole or in parts, as a download', async () => {
  const path = await recordingPath();
  const whole = await api.call({ path });
  expect(whole.status).toBe(200);
  expect(new Uint8Array(await whole.arrayBuffer())).toEqual(recording);
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    'content-type': 'audio/wav',
    'content-length': String(recording.length),
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'x-request-id': expect.any(String),
    'content-security-policy': expect.stringContaining('sandbox'),
    'content-disposition': `attachment; filename="________1_.wav"; filename*=UTF-8''%D0%B7%D0%B2%D0%BE%D0%BD%D0%BE%D0%BA%20%221%22.wav`,
  });
  const part = await api.call({ path, headers: { range: 'bytes=5-7' } });
  expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
    206,
    'and',
    `bytes 5-7/${recording.length}`,
  ]);
  const beyond = await api.call({ path, headers: { range: 'bytes=9999-' } });
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${recording.length}`]);
});

test('a link that was changed, or that was made for another file or another hour, opens nothing', async () => {
  const url = new URL(await recordingPath(), 'http://localhost');
  const tries = [
    { ...Object.fromEntries(url.searchParams), expires: String(Number(url.searchParams.get('expires')) + 1) },
    { ...Object.fromEntries(url.searchParams), signature: 'A'.repeat(43) },
  ].map((query) => `${url.pathname}?${new URLSearchParams(query).toString()}`);
  tries.push(`/files/${newId()}${url.search}`);
  for (const path of tries) expect((await api.call({ path })).status, path).toBe(403);
  expect((await api.call({ path: url.pathname })).status).toBe(422);
});

async function recordingPath(): Promise<string> {
  const { recordingUrl } = await jsonOf(await readCall(), { recordingUrl: z.url() });
  const { pathname, search } = new URL(recordingUrl);
  return pathname + search;
}
