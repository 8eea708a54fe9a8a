import { createHash } from 'node:crypto';
import { audioDurationSec } from './audio-duration.ts';
import { errorReply, invalidRequest } from './error-replies.ts';
import { splitIntoPieces, streamEvents } from './event-stream.ts';
import type { StreamOptions } from './event-stream.ts';
import type { OpenAiFaultKind, ScriptedSegment, ScriptedTranscription } from './sim-schemas.ts';

export type Upload = {
  name: string;
  bytes: Uint8Array;
  model: string;
  responseFormat: string;
  language: string | null;
  chunkingStrategy: string | null;
  isStream: boolean;
  wantsWords: boolean;
};

const MAX_UPLOAD_BYTES = 25 * 1024 * 1024;
const MAX_GPT_DURATION_SEC = 1400;
const NEEDS_CHUNKING_ABOVE_SEC = 30;
const EXTENSIONS = ['flac', 'm4a', 'mp3', 'mp4', 'mpeg', 'mpga', 'oga', 'ogg', 'wav', 'webm'];
const FORMATS = {
  whisper: ['json', 'text', 'srt', 'verbose_json', 'vtt'],
  diarize: ['json', 'text', 'diarized_json'],
  gpt: ['json', 'text'],
};

const DEFAULT_TALK: Record<'ru' | 'en', readonly string[]> = {
  ru: [
    'Здравствуйте, это ИИ-ассистент, разговор записывается.',
    'Здравствуйте, слушаю вас.',
    'Вы оставляли заявку на тест-драйв. Когда вам удобно?',
    'В субботу после одиннадцати. А сколько это займёт?',
    'Около часа. Записала вас на субботу, на одиннадцать.',
    'Хорошо, спасибо, до свидания.',
  ],
  en: [
    'Hello, this is an AI assistant, the call is recorded.',
    'Hi, go ahead.',
    'You asked about a test drive. When would suit you?',
    'Saturday after eleven. How long will it take?',
    'About an hour. You are booked for Saturday at eleven.',
    'Great, thank you, bye.',
  ],
};

/** Says what the real service refuses about an upload; null when it would take it. */
export function refuseUpload(upload: Upload, durationSec: number | null): Response | null {
  if (upload.bytes.byteLength > MAX_UPLOAD_BYTES) {
    return errorReply(413, {
      message: `Maximum content size limit (${MAX_UPLOAD_BYTES}) exceeded (${upload.bytes.byteLength} bytes read)`,
      type: 'server_error',
      code: null,
    });
  }
  const extension = upload.name.split('.').pop()?.toLowerCase() ?? '';
  if (!EXTENSIONS.includes(extension)) {
    return invalidRequest(`Unrecognized file format. Supported formats: ${JSON.stringify(EXTENSIONS)}`, 'file');
  }
  const family = familyOf(upload.model);
  if (!FORMATS[family].includes(upload.responseFormat)) {
    return invalidRequest(
      `response_format '${upload.responseFormat}' is not compatible with model '${upload.model}'.`,
      'response_format',
      'unsupported_value',
    );
  }
  if (family === 'whisper' || durationSec === null) return null;
  if (durationSec > MAX_GPT_DURATION_SEC) {
    return invalidRequest(
      `audio duration ${durationSec} seconds is longer than ${MAX_GPT_DURATION_SEC} seconds which is the maximum for this model`,
      null,
      'invalid_value',
    );
  }
  if (family === 'diarize' && durationSec > NEEDS_CHUNKING_ABOVE_SEC && upload.chunkingStrategy === null) {
    return invalidRequest('chunking_strategy is required for diarization models', 'chunking_strategy', 'invalid_value');
  }
  return null;
}

/** Length of the upload in seconds: as scripted, else read from the file. */
export function uploadDurationSec(upload: Upload, scripted: ScriptedTranscription | undefined): number | null {
  return scripted?.durationSec ?? audioDurationSec(upload.bytes);
}

export function doesMatch(upload: Upload, scripted: ScriptedTranscription): boolean {
  if (scripted.match === undefined) return true;
  return (
    upload.name.includes(scripted.match) ||
    createHash('sha256').update(upload.bytes).digest('hex').startsWith(scripted.match)
  );
}

/** Answers a transcription in the format asked for, as JSON, plain text or a stream. */
export function transcribe(
  upload: Upload,
  scripted: ScriptedTranscription | undefined,
  fault: OpenAiFaultKind | undefined,
  stream: StreamOptions,
): Response {
  const isEnglish = (scripted?.language ?? upload.language ?? 'ru').startsWith('en');
  const language = (fault === 'wrong_language' ? !isEnglish : isEnglish) ? 'en' : 'ru';
  const knownSec = uploadDurationSec(upload, scripted);
  const segments =
    fault === 'empty_segments'
      ? []
      : scripted && fault !== 'wrong_language'
        ? scripted.segments
        : defaultSegments(language, knownSec);
  const durationSec = knownSec ?? segments.at(-1)?.end ?? 0;
  const text = segments.map((segment) => segment.text).join(' ');
  if (upload.isStream && familyOf(upload.model) !== 'whisper') return streamText(upload, segments, text, stream);
  switch (upload.responseFormat) {
    case 'text':
      return new Response(`${text}\n`, { headers: { 'content-type': 'text/plain; charset=utf-8' } });
    case 'srt':
    case 'vtt':
      return new Response(subtitles(segments, upload.responseFormat), {
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      });
    case 'verbose_json':
      return Response.json(verbose(upload, segments, text, durationSec, language));
    case 'diarized_json':
      return Response.json({
        task: 'transcribe',
        duration: durationSec,
        text,
        segments: segments.map(toDiarized),
        usage: tokenUsage(text, durationSec),
      });
    default:
      return Response.json({
        text,
        usage:
          familyOf(upload.model) === 'whisper'
            ? { type: 'duration', seconds: Math.ceil(durationSec) }
            : tokenUsage(text, durationSec),
      });
  }
}

function defaultSegments(language: 'ru' | 'en', durationSec: number | null): ScriptedSegment[] {
  const lines = DEFAULT_TALK[language];
  const shareSec = (durationSec ?? 24) / lines.length;
  return lines.map((text, index) => ({
    start: round(index * shareSec),
    end: round((index + 0.85) * shareSec),
    text,
    speaker: index % 2 === 0 ? 'A' : 'B',
  }));
}

function verbose(
  upload: Upload,
  segments: readonly ScriptedSegment[],
  text: string,
  durationSec: number,
  language: string,
) {
  return {
    task: 'transcribe',
    language: language === 'ru' ? 'russian' : 'english',
    duration: durationSec,
    text,
    segments: segments.map((segment, id) => ({
      id,
      seek: 0,
      start: segment.start,
      end: segment.end,
      text: ` ${segment.text}`,
      tokens: [],
      temperature: 0,
      avg_logprob: -0.21,
      compression_ratio: 1.2,
      no_speech_prob: 0.01,
    })),
    ...(upload.wantsWords ? { words: segments.flatMap(wordsOf) } : {}),
    usage: { type: 'duration', seconds: Math.ceil(durationSec) },
  };
}

function wordsOf(segment: ScriptedSegment): { word: string; start: number; end: number }[] {
  const words = segment.text.split(/\s+/).filter((word) => word !== '');
  const shareSec = (segment.end - segment.start) / Math.max(1, words.length);
  return words.map((word, index) => ({
    word,
    start: round(segment.start + index * shareSec),
    end: round(segment.start + (index + 1) * shareSec),
  }));
}

function streamText(
  upload: Upload,
  segments: readonly ScriptedSegment[],
  text: string,
  stream: StreamOptions,
): Response {
  const isDiarized = upload.responseFormat === 'diarized_json';
  const pieces = isDiarized
    ? segments.map((segment, id) => toDiarized(segment, id))
    : splitIntoPieces(text).map((delta) => ({ type: 'transcript.text.delta', delta }));
  const done = { type: 'transcript.text.done', text, usage: tokenUsage(text, segments.at(-1)?.end ?? 0) };
  return streamEvents(
    [
      ...pieces.map((piece) => ({ data: JSON.stringify(piece), isText: true })),
      { data: JSON.stringify(done) },
      { data: '[DONE]' },
    ],
    stream,
  );
}

function toDiarized(segment: ScriptedSegment, id: number) {
  return { id: `seg_${id}`, type: 'transcript.text.segment', ...segment };
}

function tokenUsage(text: string, durationSec: number) {
  const audioTokens = Math.round(durationSec * 10);
  const outputTokens = Math.ceil(text.length / 4);
  return {
    type: 'tokens',
    input_tokens: audioTokens,
    output_tokens: outputTokens,
    total_tokens: audioTokens + outputTokens,
    input_token_details: { audio_tokens: audioTokens, text_tokens: 0 },
  };
}

function subtitles(segments: readonly ScriptedSegment[], format: 'srt' | 'vtt'): string {
  const mark = format === 'srt' ? ',' : '.';
  const stamp = (sec: number) => new Date(sec * 1000).toISOString().slice(11, 23).replace('.', mark);
  const blocks = segments.map(
    ({ start, end, text }, index) => `${index + 1}\n${stamp(start)} --> ${stamp(end)}\n${text}\n`,
  );
  return (format === 'vtt' ? ['WEBVTT\n', ...blocks] : blocks).join('\n');
}

function familyOf(model: string): 'whisper' | 'diarize' | 'gpt' {
  const name = model.slice(model.lastIndexOf('/') + 1);
  if (name.startsWith('whisper')) return 'whisper';
  return name.includes('diarize') ? 'diarize' : 'gpt';
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
