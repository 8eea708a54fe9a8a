import { Hono } from 'hono';
import type { Context } from 'hono';
import { ApiError, badRequest } from './api-error.ts';
import { DescribedResult, MethodCall } from './call.ts';
import type { UploadedFile } from './call.ts';
import type { Fault } from './faults.ts';
import { methods } from './methods/index.ts';
import { parseMultipart } from './multipart.ts';
import { assertUploadSize } from './methods/send-media.ts';
import type { BotRecord } from './records.ts';
import { registerBot } from './station.ts';
import type { Station } from './station.ts';

interface Envelope {
  status: number;
  body: Record<string, unknown>;
}

const notFound: Envelope = { status: 404, body: { ok: false, error_code: 404, description: 'Not Found' } };

/** The routes `/bot<token>/<method>` and `/file/bot<token>/<path>`. */
export function createBotApi(station: Station): Hono {
  const app = new Hono();
  const handle = async (c: Context): Promise<Response> => {
    const token = (c.req.param('bot') ?? '').slice(3);
    const method = c.req.param('method') ?? '';
    let bot: BotRecord;
    let input: Awaited<ReturnType<typeof readInput>>;
    try {
      bot = registerBot(station.world, token);
      input = await readInput(c);
    } catch (error) {
      return send(refusal(error));
    }
    if (input === null)
      return send({ status: 413, body: { ok: false, error_code: 413, description: 'Request Entity Too Large' } });
    const call = new MethodCall(station, bot, input.params, input.uploads, c.req.raw.signal);
    return answer(c, station, call, method);
  };
  app.all('/:bot{bot[0-9]+:[^/]+}/test/:method', handle);
  app.all('/:bot{bot[0-9]+:[^/]+}/:method', handle);
  app.all('/:bot{bot[^/]*}/:method', () => send(refusal(new ApiError(401, 'Unauthorized: invalid token specified'))));
  app.get('/file/:bot{bot[^/]+}/:path{.+}', (c) => {
    const bot = station.world.bots.get(c.req.param('bot').slice(3).split(':')[0] ?? '');
    const file = [...station.world.files.values()].find((candidate) => candidate.path === c.req.param('path'));
    if (bot?.token !== c.req.param('bot').slice(3) || file === undefined) return send(notFound);
    return c.body(new Uint8Array(station.world.readFile(file.contentId)), 200, {
      'content-type': 'application/octet-stream',
    });
  });
  return app;
}

/** Carries out a method without HTTP, as a webhook answer does. */
export async function executeMethod(
  station: Station,
  bot: BotRecord,
  method: string,
  params: Record<string, unknown>,
): Promise<void> {
  const call = new MethodCall(station, bot, params);
  record(station, call, method, await run(call, method), undefined, true);
}

async function answer(c: Context, station: Station, call: MethodCall, method: string): Promise<Response> {
  const fault = station.faults.take(method, call.params);
  if (fault === undefined) {
    const envelope = await run(call, method);
    record(station, call, method, envelope, undefined, true);
    return send(envelope);
  }
  station.world.announce({ type: 'fault', botId: call.bot.id, data: { faultId: fault.id, method } });
  const isHarmless = fault.status === undefined && !fault.drop && fault.rawBody === undefined;
  const isExecutedFirst = fault.afterEffect;
  const early = isExecutedFirst ? await run(call, method) : undefined;
  if (fault.latencyMs !== undefined && fault.latencyMs > 0) await pause(fault.latencyMs, call.signal);
  const wasExecuted = isExecutedFirst || isHarmless;
  const real = early ?? (isHarmless ? await run(call, method) : undefined);
  const envelope = isHarmless && real !== undefined ? real : faultEnvelope(fault);
  record(station, call, method, envelope, fault, wasExecuted);
  if (fault.drop) return cutConnection(c);
  if (fault.rawBody !== undefined) return new Response(fault.rawBody, { status: fault.status ?? 200 });
  return send(envelope);
}

async function run(call: MethodCall, methodName: string): Promise<Envelope> {
  const method = methods.get(methodName.toLowerCase());
  if (method === undefined)
    return { status: 404, body: { ok: false, error_code: 404, description: 'Not Found: method not found' } };
  try {
    const result = await call.station.world.act(() => method.run(call));
    if (result instanceof DescribedResult)
      return { status: 200, body: { ok: true, result: result.result, description: result.description } };
    return { status: 200, body: { ok: true, result } };
  } catch (error) {
    if (!(error instanceof ApiError))
      call.station.world.log(`telegram ${method.name} failed: ${error instanceof Error ? error.stack : String(error)}`);
    return refusal(error);
  }
}

function refusal(error: unknown): Envelope {
  if (!(error instanceof ApiError)) {
    return { status: 500, body: { ok: false, error_code: 500, description: 'Internal Server Error' } };
  }
  const parameters = error.parameters === undefined ? {} : { parameters: error.parameters };
  return {
    status: error.status,
    body: { ok: false, error_code: error.status, description: error.message, ...parameters },
  };
}

const defaultDescriptions: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden: bot was blocked by the user',
  404: 'Not Found: method not found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

function faultEnvelope(fault: Fault): Envelope {
  const status = fault.status ?? 500;
  const retryAfter = fault.retryAfter ?? (status === 429 ? 1 : undefined);
  const parameters = {
    ...(retryAfter === undefined ? {} : { retry_after: retryAfter }),
    ...(fault.migrateToChatId === undefined ? {} : { migrate_to_chat_id: fault.migrateToChatId }),
  };
  const standard =
    status === 429 ? `Too Many Requests: retry after ${retryAfter}` : (defaultDescriptions[status] ?? 'Error');
  return {
    status,
    body: {
      ok: false,
      error_code: status,
      description: fault.description ?? standard,
      ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    },
  };
}

function record(
  station: Station,
  call: MethodCall,
  method: string,
  envelope: Envelope,
  fault: Fault | undefined,
  wasExecuted: boolean,
): void {
  const name = methods.get(method.toLowerCase())?.name ?? method;
  if (name === 'getUpdates') return;
  const uploads = Object.fromEntries(
    [...call.uploads].map(([field, file]) => [field, { fileName: file.fileName, sizeBytes: file.bytes.length }]),
  );
  const entry = station.calls.add({
    atMs: station.world.nowMs(),
    botId: call.bot.id,
    method: name,
    params: { ...call.params, ...uploads },
    status: envelope.status,
    ok: envelope.body['ok'] === true,
    result: envelope.body['result'],
    description: typeof envelope.body['description'] === 'string' ? envelope.body['description'] : undefined,
    faultId: fault?.id,
    wasExecuted,
  });
  station.world.announce({ type: 'call', botId: call.bot.id, data: entry });
}

function send(envelope: Envelope): Response {
  const retryAfter =
    envelope.status === 429
      ? (envelope.body['parameters'] as { retry_after?: number } | undefined)?.retry_after
      : undefined;
  return new Response(JSON.stringify(envelope.body), {
    status: envelope.status,
    headers: {
      'content-type': 'application/json',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    },
  });
}

/** Ends the connection without an answer; without a socket (in-process requests) it can only answer an empty 502. */
function cutConnection(c: Context): Response {
  const env: unknown = c.env;
  const outgoing = typeof env === 'object' && env !== null && 'outgoing' in env ? env.outgoing : undefined;
  if (
    typeof outgoing === 'object' &&
    outgoing !== null &&
    'destroy' in outgoing &&
    typeof outgoing.destroy === 'function'
  )
    outgoing.destroy();
  return new Response(null, { status: 502 });
}

async function pause(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function readInput(
  c: Context,
): Promise<{ params: Record<string, unknown>; uploads: Map<string, UploadedFile> } | null> {
  const params: Record<string, unknown> = { ...c.req.query() };
  const uploads = new Map<string, UploadedFile>();
  if (c.req.method === 'GET') return { params, uploads };
  const type = (c.req.header('content-type') ?? '').toLowerCase();
  if (!assertUploadSize(Number(c.req.header('content-length') ?? 0))) return null;
  if (type.startsWith('application/json')) {
    Object.assign(params, parseJsonBody(await c.req.text()));
  } else if (type.startsWith('multipart/form-data')) {
    const form = parseMultipart(c.req.header('content-type') ?? '', Buffer.from(await c.req.arrayBuffer()));
    if (form === null) throw badRequest("can't parse request: no multipart boundary");
    Object.assign(params, form.fields);
    for (const [name, file] of form.files) uploads.set(name, file);
  } else if (type.startsWith('application/x-www-form-urlencoded')) {
    for (const [name, value] of new URLSearchParams(await c.req.text())) params[name] = value;
  }
  return { params, uploads };
}

function parseJsonBody(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // Falls through to the server's own refusal.
  }
  throw badRequest("can't parse request: body must be a JSON object");
}
