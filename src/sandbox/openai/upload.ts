import type { Context } from 'hono';
import { z } from 'zod';
import type { Upload } from './transcription.ts';

/** OpenRouter's JSON form of an upload. */
const JsonUpload = z.looseObject({
  model: z.string(),
  input_audio: z.looseObject({ data: z.base64(), format: z.string() }),
  language: z.string().optional(),
});

/** Reads a transcription request, multipart or JSON; null when the file or the model is missing. */
export async function readUpload(c: Context): Promise<Upload | null> {
  if (c.req.header('content-type')?.startsWith('application/json')) return readJsonUpload(await c.req.json());
  const form = await c.req.parseBody({ all: true }).catch(() => null);
  const file = form?.['file'];
  const model = form?.['model'];
  if (!form || !(file instanceof File) || typeof model !== 'string') return null;
  const textField = (name: string) => (typeof form[name] === 'string' ? form[name] : null);
  const granularities = [form['timestamp_granularities[]'] ?? form['timestamp_granularities']].flat();
  return {
    name: file.name,
    bytes: new Uint8Array(await file.arrayBuffer()),
    model,
    responseFormat: textField('response_format') ?? 'json',
    language: textField('language'),
    chunkingStrategy: textField('chunking_strategy') ?? ('chunking_strategy[type]' in form ? 'server_vad' : null),
    isStream: textField('stream') === 'true',
    wantsWords: granularities.includes('word'),
  };
}

function readJsonUpload(body: unknown): Upload | null {
  const parsed = JsonUpload.safeParse(body);
  if (!parsed.success) return null;
  const { model, input_audio: audio, language } = parsed.data;
  return {
    name: `audio.${audio.format}`,
    bytes: new Uint8Array(Buffer.from(audio.data, 'base64')),
    model,
    responseFormat: 'json',
    language: language ?? null,
    chunkingStrategy: null,
    isStream: false,
    wantsWords: false,
  };
}
