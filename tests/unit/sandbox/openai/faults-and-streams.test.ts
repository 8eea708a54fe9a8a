import { createOpenAiSandbox, createOpenAiSimClient } from '#sandbox/openai/index.ts';
import { listen } from '#tests/unit/sandbox/retell/listen.ts';
import type { Listening } from '#tests/unit/sandbox/retell/listen.ts';
import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const sandbox = createOpenAiSandbox({ apiKey: 'sk-test', chunkDelayMs: 0 });
let server: Listening;
let client: OpenAI;

beforeAll(async () => {
  server = await listen(sandbox.app);
  client = new OpenAI({ apiKey: 'sk-test', baseURL: `${server.url}/v1`, maxRetries: 0 });
});
beforeEach(() => sandbox.sim.reset());
afterAll(async () => {
  sandbox.close();
  await server[Symbol.asyncDispose]();
});

const question = {
  model: 'gpt-5-mini',
  messages: [{ role: 'user' as const, content: 'Client: Great, send it today please.' }],
};
const complete = (options?: OpenAI.RequestOptions) => client.chat.completions.create(question, options);

async function readStream(): Promise<{ text: string; usage: number; error: unknown }> {
  let text = '';
  let usage = 0;
  try {
    const stream = await client.chat.completions.create({
      ...question,
      stream: true,
      stream_options: { include_usage: true },
    });
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      usage = chunk.usage?.total_tokens ?? usage;
    }
    return { text, usage, error: null };
  } catch (error) {
    return { text, usage, error };
  }
}

describe('HTTP faults', () => {
  it.each([
    [{ kind: 'rate_limited', retryAfterSec: 7 }, 429, 'rate_limit_exceeded'],
    [{ kind: 'slow_down' }, 429, 'slow_down'],
    [{ kind: 'insufficient_quota' }, 429, 'insufficient_quota'],
    [{ kind: 'server_error' }, 500, null],
    [{ kind: 'overloaded' }, 503, 'server_is_overloaded'],
    [{ kind: 'unauthorized' }, 401, 'invalid_api_key'],
  ] as const)('answers %o as the SDK error with status %i and code %s', async (fault, status, code) => {
    sandbox.sim.fault(fault);

    await expect(complete()).rejects.toMatchObject({ status, code });
    await expect(complete()).resolves.toMatchObject({ object: 'chat.completion' });
  });

  it('tells when to retry after a rate limit', async () => {
    sandbox.sim.fault({ kind: 'rate_limited', retryAfterSec: 7 });

    const error = await complete().catch((thrown: unknown) => thrown);

    expect(error instanceof APIError && error.headers?.get('retry-after')).toBe('7');
  });

  it('recovers after exactly as many server errors as asked for', async () => {
    sandbox.sim.fault({ kind: 'server_error', times: 2, retryAfterSec: 0 });
    const retrying = client.withOptions({ maxRetries: 2 });

    await retrying.chat.completions.create(question);

    expect(sandbox.sim.requests().map((request) => request.status)).toEqual([500, 500, 200]);
  });

  it('refuses a wrong key', async () => {
    await expect(client.withOptions({ apiKey: 'other' }).models.list()).rejects.toMatchObject({ status: 401 });
  });

  it('never answers until the client gives up', async () => {
    sandbox.sim.fault({ kind: 'never_answer' });

    await expect(complete({ timeout: 50 })).rejects.toBeInstanceOf(APIConnectionTimeoutError);
  });

  it('resets the connection', async () => {
    sandbox.sim.fault({ kind: 'reset' });

    await expect(complete()).rejects.toBeInstanceOf(APIConnectionError);
  });

  it('answers 200 with an error body and no choices, as OpenRouter does', async () => {
    sandbox.sim.fault({ kind: 'error_in_200' });

    const response = await fetch(`${server.url}/api/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk-test', 'content-type': 'application/json' },
      body: JSON.stringify(question),
    });

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ error: { code: 502 } });
  });

  it('answers late when the first byte is slow', async () => {
    sandbox.sim.fault({ kind: 'slow_first_byte', latencyMs: 60 });
    const startedMs = performance.now();

    await complete();

    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(55);
  });

  it('records requests without the key', async () => {
    await complete();

    const [request] = await createOpenAiSimClient(server.url).requests();
    expect(request).toMatchObject({ route: 'chat', status: 200 });
    expect(JSON.parse(request?.body ?? '')).toMatchObject(question);
    expect(JSON.stringify(request)).not.toContain('sk-test');
  });
});

describe('streams', () => {
  it('adds up to the whole answer, with usage at the end', async () => {
    const whole = await complete();
    const streamed = await readStream();

    expect(streamed).toMatchObject({ text: whole.choices[0]?.message.content, error: null });
    expect(streamed.usage).toBe(whole.usage?.total_tokens);
  });

  it('streams responses that the SDK accumulates', async () => {
    const stream = client.responses.stream({ model: 'gpt-5-mini', input: 'Client: Great, send it today please.' });
    let text = '';
    stream.on('response.output_text.delta', (event) => void (text += event.delta));

    const final = await stream.finalResponse();

    expect(final.status).toBe('completed');
    expect(final.output_text).toBe(text);
    expect(text).not.toBe('');
  });

  it('cuts the connection after the pieces asked for', async () => {
    sandbox.sim.fault({ kind: 'cut_stream', afterChunks: 2 });

    const { text, error } = await readStream();

    expect(text).toBe('Hello! Thank');
    expect(error).toBeInstanceOf(Error);
  });

  it('sends an error event in the middle, after which the SDK throws', async () => {
    sandbox.sim.fault({ kind: 'stream_error_event', afterChunks: 1 });

    const { text, error } = await readStream();

    expect(text).toBe('Hello!');
    expect(error).toBeInstanceOf(APIError);
  });

  it('sends comment lines that readers must skip', async () => {
    sandbox.sim.fault({ kind: 'comment_lines' });
    const raw = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk-test', 'content-type': 'application/json' },
      body: JSON.stringify({ ...question, stream: true }),
    });
    expect(await raw.text()).toContain(': OPENROUTER PROCESSING');

    sandbox.sim.fault({ kind: 'comment_lines' });
    expect(await readStream()).toMatchObject({ error: null, text: expect.stringContaining('Thank you') });
  });

  it('stops a stalled stream only when its reader leaves', async () => {
    sandbox.sim.fault({ kind: 'stall_stream', afterChunks: 1 });
    const stream = await client.chat.completions.create({ ...question, stream: true });
    const pieces: string[] = [];
    for await (const chunk of stream) {
      const piece = chunk.choices[0]?.delta.content;
      if (!piece) continue;
      pieces.push(piece);
      break;
    }

    expect(pieces).toEqual(['Hello!']);
  });
});
