import { createOpenAiSandbox } from '#sandbox/openai/index.ts';
import { renderRecording } from '#sandbox/retell/recording-audio.ts';
import { listen } from '#tests/unit/sandbox/retell/listen.ts';
import type { Listening } from '#tests/unit/sandbox/retell/listen.ts';
import OpenAI, { toFile } from 'openai';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';

const Diarized = z.object({
  duration: z.number(),
  segments: z.array(
    z.object({ id: z.string(), start: z.number(), end: z.number(), speaker: z.string(), text: z.string() }),
  ),
});
const sandbox = createOpenAiSandbox({ chunkDelayMs: 0 });
const speech = renderRecording([{ speaker: 'agent', text: 'Hello there', startSec: 0, endSec: 9.4 }], 1);
let server: Listening;
let client: OpenAI;

beforeAll(async () => {
  server = await listen(sandbox.app);
  client = new OpenAI({ apiKey: 'any', baseURL: `${server.url}/v1`, maxRetries: 0 });
});
beforeEach(() => sandbox.sim.reset());
afterAll(async () => {
  sandbox.close();
  await server[Symbol.asyncDispose]();
});

async function diarize(name: string): Promise<z.infer<typeof Diarized>> {
  const file = await toFile(speech, name);
  return Diarized.parse(
    await client.audio.transcriptions.create({
      file,
      model: 'gpt-4o-transcribe-diarize',
      response_format: 'diarized_json',
    }),
  );
}

it('gives the scripted segments of the file that they were scripted for', async () => {
  sandbox.sim.transcription({ match: 'call-1', segments: [{ start: 0.3, end: 0.9, text: 'Hi.', speaker: 'B' }] });

  expect((await diarize('call-1.wav')).segments).toEqual([
    { id: 'seg_0', start: 0.3, end: 0.9, text: 'Hi.', speaker: 'B' },
  ]);
  expect((await diarize('call-2.wav')).segments).toHaveLength(6);
});

it('reads the length of a WAV file', async () => {
  expect((await diarize('a.wav')).duration).toBe(10);
});

it('gives whisper segments and words in verbose JSON', async () => {
  const verbose = await client.audio.transcriptions.create({
    file: await toFile(speech, 'a.wav'),
    model: 'whisper-1',
    response_format: 'verbose_json',
    timestamp_granularities: ['word', 'segment'],
  });

  expect(verbose.segments).toHaveLength(6);
  expect(verbose.words?.length).toBeGreaterThan(20);
});

it('refuses more than 1400 seconds on GPT models but not on whisper', async () => {
  sandbox.sim.transcription({ durationSec: 1830.5, segments: [{ start: 0, end: 1, text: 'Long.' }] });
  const send = async (model: string) =>
    client.audio.transcriptions.create({ file: await toFile(speech, 'a.wav'), model, chunking_strategy: 'auto' });

  await expect(send('gpt-4o-transcribe')).rejects.toMatchObject({ status: 400, code: 'invalid_value' });
  await expect(send('whisper-1')).resolves.toMatchObject({ text: 'Long.' });
});

it('refuses more than 25 MB and unknown extensions', async () => {
  const send = async (bytes: Uint8Array<ArrayBuffer>, name: string) =>
    client.audio.transcriptions.create({ file: await toFile(bytes, name), model: 'whisper-1' });

  await expect(send(new Uint8Array(25 * 1024 * 1024 + 1), 'big.mp3')).rejects.toMatchObject({ status: 413 });
  await expect(send(speech, 'notes.txt')).rejects.toMatchObject({ status: 400 });
});

it('asks for a chunking strategy when diarizing more than 30 seconds', async () => {
  sandbox.sim.transcription({ durationSec: 31, segments: [] });

  await expect(diarize('a.wav')).rejects.toMatchObject({ status: 400 });
});

it('gives no segments or the wrong language as a fault', async () => {
  sandbox.sim.fault({ kind: 'empty_segments' });
  sandbox.sim.fault({ kind: 'wrong_language' });

  expect((await diarize('a.wav')).segments).toEqual([]);
  expect((await diarize('a.wav')).segments[0]?.text).toMatch(/^Hello/);
});
