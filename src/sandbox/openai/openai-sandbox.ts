import { randomBytes } from 'node:crypto';
import { breakSocket, delay } from '#sandbox/retell/break-connection.ts';
import { createUseUpQueue } from '#sandbox/retell/use-up-queue.ts';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { z } from 'zod';
import { toChatChunks, toChatCompletion } from './chat-wire.ts';
import { errorReply, faultReply, invalidRequest, unauthorized } from './error-replies.ts';
import { streamEvents } from './event-stream.ts';
import type { StreamOptions } from './event-stream.ts';
import { answerModel } from './model-answer.ts';
import type { ModelRequest } from './model-answer.ts';
import {
  ChatBody,
  ResponsesBody,
  findStrictProblem,
  fromChat,
  fromResponses,
  strictSchemaOf,
} from './request-bodies.ts';
import { toErrorEvent, toResponse, toResponseEvents } from './responses-wire.ts';
import { createSim } from './sim.ts';
import type { OpenAiSim, SimState } from './sim.ts';
import { createSimRoutes } from './sim-routes.ts';
import type { OpenAiFault, OpenAiRoute, ScriptedAnswer, ScriptedTranscription } from './sim-schemas.ts';
import { doesMatch, refuseUpload, transcribe, uploadDurationSec } from './transcription.ts';
import { readUpload } from './upload.ts';

export type OpenAiSandboxOptions = {
  /** Key that requests must carry; any key is taken when absent. */
  apiKey?: string;
  models?: string[];
  /** Pause between two pieces of a streamed answer, milliseconds. */
  chunkDelayMs?: number;
  log?: (message: string) => void;
};

export type OpenAiSandbox = { app: Hono; close: () => void; sim: OpenAiSim };

const DEFAULT_MODELS = ['gpt-5-mini', 'gpt-5', 'gpt-4o-mini', 'whisper-1', 'gpt-4o-transcribe-diarize'];
const KEPT_REQUESTS = 2000;

/**
 * Creates a local OpenAI (also answering as OpenRouter under `/api/v1`): models, chat completions, responses, transcriptions.
 * Answers are deterministic; tests script them, inject faults and read what was asked through `sim` or `/sim`.
 */
export function createOpenAiSandbox(options: OpenAiSandboxOptions = {}): OpenAiSandbox {
  const closing = new AbortController();
  const state: SimState = {
    faults: createUseUpQueue<OpenAiFault>(),
    answers: createUseUpQueue<ScriptedAnswer>(),
    transcriptions: createUseUpQueue<ScriptedTranscription>(),
    requests: [],
    mode: 'helpful',
  };
  const sim = createSim(state);
  const app = new Hono();

  for (const root of ['/v1', '/api/v1']) {
    app.get(`${root}/models`, (c) => enter(c, 'models', '', async () => listModels()));
    app.post(`${root}/chat/completions`, async (c) => {
      const text = await c.req.text();
      return enter(c, 'chat', text, (fault) => answerChat(c, text, fault));
    });
    app.post(`${root}/responses`, async (c) => {
      const text = await c.req.text();
      return enter(c, 'responses', text, (fault) => answerResponses(c, text, fault));
    });
    app.post(`${root}/audio/transcriptions`, async (c) => {
      const upload = await readUpload(c);
      if (upload === null) return invalidRequest('Could not parse the request: file and model are required.', 'file');
      const { bytes, ...fields } = upload;
      const seen = JSON.stringify({ ...fields, byteLength: bytes.byteLength });
      return enter(c, 'transcriptions', seen, async (fault) => {
        const scripted = state.transcriptions.take((waiting) => doesMatch(upload, waiting));
        const refused = refuseUpload(upload, uploadDurationSec(upload, scripted));
        return refused ?? transcribe(upload, scripted, fault?.kind, streamOptions(c, fault));
      });
    });
  }
  app.route('/', createSimRoutes(sim));
  options.log?.('OpenAI stand-in is ready');

  return { app, sim, close: () => closing.abort() };

  async function enter(
    c: Context,
    route: OpenAiRoute,
    body: string,
    handle: (fault: OpenAiFault | undefined) => Promise<Response>,
  ): Promise<Response> {
    const entry = { route, path: c.req.path, body, headers: headersOf(c), atMs: Date.now(), status: 0 };
    state.requests = [...state.requests.slice(1 - KEPT_REQUESTS), entry];
    const response = await answer();
    entry.status = response.status;
    if (!response.headers.has('x-request-id'))
      response.headers.set('x-request-id', `req_${randomBytes(8).toString('hex')}`);
    return response;

    async function answer(): Promise<Response> {
      if (options.apiKey !== undefined && c.req.header('authorization') !== `Bearer ${options.apiKey}`)
        return unauthorized();
      const fault = state.faults.take((waiting) => waiting.route === route || waiting.route === '*');
      if (!fault) return handle(undefined);
      await delay(fault.latencyMs, closing.signal);
      return (await faultReply(c, fault, closing.signal)) ?? handle(fault);
    }
  }

  function listModels(): Response {
    const data = (options.models ?? DEFAULT_MODELS).map((id) => ({
      id,
      object: 'model',
      created: 1_795_000_000,
      owned_by: 'sandbox',
    }));
    return Response.json({ object: 'list', data });
  }

  async function answerChat(c: Context, text: string, fault: OpenAiFault | undefined): Promise<Response> {
    const parsed = ChatBody.safeParse(parseJson(text));
    if (!parsed.success) return invalidRequest(z.prettifyError(parsed.error));
    const refused = refuseSchema(strictSchemaOf(parsed.data), 'response_format');
    if (refused) return refused;
    const request = fromChat(parsed.data);
    const answer = decide(request, fault);
    const reply = { id: newId('chatcmpl'), model: request.model, createdSec: nowSec(), answer };
    if (!parsed.data.stream) return Response.json(toChatCompletion(reply));
    const chunks = toChatChunks(reply, parsed.data.stream_options?.include_usage ?? false);
    const poison = { error: { code: 502, message: 'Provider disconnected unexpectedly' } };
    const errorEvent = () => [
      { data: JSON.stringify({ ...poison, choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }] }) },
    ];
    return streamEvents(chunks, { ...streamOptions(c, fault), errorEvent });
  }

  async function answerResponses(c: Context, text: string, fault: OpenAiFault | undefined): Promise<Response> {
    const parsed = ResponsesBody.safeParse(parseJson(text));
    if (!parsed.success) return invalidRequest(z.prettifyError(parsed.error));
    const refused = refuseSchema(strictSchemaOf(parsed.data), 'text.format.schema');
    if (refused) return refused;
    const request = fromResponses(parsed.data);
    const answer = decide(request, fault);
    const format = parsed.data.text?.format;
    const reply = { id: newId('resp'), model: request.model, createdSec: nowSec(), format, answer };
    if (!parsed.data.stream) return Response.json(toResponse(reply));
    return streamEvents(toResponseEvents(reply), streamOptions(c, fault));
  }

  function decide(request: ModelRequest, fault: OpenAiFault | undefined) {
    const everything = `${request.instructions}\n${request.prompt}`;
    const scripted = state.answers.take((waiting) => waiting.match === undefined || everything.includes(waiting.match));
    return answerModel(request, state.mode, scripted, fault?.kind);
  }

  function streamOptions(c: Context, fault: OpenAiFault | undefined): StreamOptions {
    return {
      fault,
      chunkDelayMs: options.chunkDelayMs ?? 15,
      closing: closing.signal,
      errorEvent: () => [toErrorEvent()],
      cut: () => breakSocket(c),
    };
  }
}

function refuseSchema(schema: unknown, param: string): Response | null {
  const found = schema === undefined ? null : findStrictProblem(schema);
  if (found === null) return null;
  return errorReply(400, {
    message: `Invalid schema: ${found}`,
    type: 'invalid_request_error',
    param,
    code: 'invalid_json_schema',
  });
}

function headersOf(c: Context): Record<string, string> {
  const { authorization: _key, ...visible } = c.req.header();
  return visible;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function newId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`;
}

function nowSec(): number {
  return Math.floor(Date.now() / 1000);
}
