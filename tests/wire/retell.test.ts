import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Telephony } from '#domain/ports/telephony.ts';
import { createRetellTelephony } from '#integrations/retell/index.ts';
import { createEgress } from '#platform/egress.ts';
import { ProviderError } from '#platform/errors.ts';
import { createLog } from '#platform/log.ts';
import { createRetellSandbox } from '#sandbox/retell/index.ts';
import type { RetellSandbox } from '#sandbox/retell/index.ts';
import { answerJson, startAnsweringServer } from '#tests/support/answering-server.ts';
import type { AnsweringServer } from '#tests/support/answering-server.ts';
import { listen } from '#tests/unit/sandbox/retell/listen.ts';
import type { Listening } from '#tests/unit/sandbox/retell/listen.ts';

const apiKey = 'key_wire_test_1234567890';
const fromNumber = '+14155550100';
const log = createLog('silent');

let sandbox: RetellSandbox;
let listening: Listening;
let telephony: Telephony;
let attempts = 0;

beforeAll(async () => {
  sandbox = createRetellSandbox({ apiKey, speed: 2000, fromNumbers: [fromNumber] });
  listening = await listen(sandbox.app);
  telephony = connect(listening.url);
});

afterAll(async () => {
  sandbox.close();
  await listening[Symbol.asyncDispose]();
});

afterEach(() => sandbox.sim.reset({ keepCalls: true }));

function connect(url: string, key = apiKey): Telephony {
  return createRetellTelephony({
    apiKey: key,
    baseUrl: `${url}/`,
    fromNumber,
    egress: createEgress({ operatorAddresses: [url] }),
    log,
  });
}

function order(toNumber = '+12135550123') {
  attempts += 1;
  return {
    attemptId: `attempt-${attempts}`,
    organizationId: 'organization-1',
    fromNumber,
    toNumber,
    providerAgentId: 'agent_sandbox_ru',
    variables: { lead_name: 'Мария', goal: 'тест-драйв' },
  };
}

async function failureOf(work: Promise<unknown>): Promise<ProviderError> {
  const outcome: unknown = await work.catch((error: unknown) => error);
  if (!(outcome instanceof ProviderError)) throw new Error('The request did not fail as it should.');
  return outcome;
}

describe('a Retell call', () => {
  it('carries our ids, can be followed by id and found by attempt, and ends with its facts', async () => {
    const input = order();
    sandbox.sim.nextCall({ outcome: 'answered', language: 'ru', mood: 'positive' });
    const { providerCallId } = await telephony.placeCall(input);
    await sandbox.sim.idle();
    const call = await telephony.getCall(providerCallId);
    expect(call).toMatchObject({
      providerCallId,
      attemptId: input.attemptId,
      organizationId: 'organization-1',
      phase: 'ended',
      outcome: 'talked',
      providerReason: 'user_hangup',
      complete: true,
    });
    expect(call?.segments?.map(({ speaker }) => speaker).slice(0, 2)).toEqual(['B', 'A']);
    expect(call?.segments?.every(({ startMs, endMs }) => Number.isInteger(startMs) && endMs >= startMs)).toBe(true);
    expect(await telephony.findCallByAttempt(input.attemptId, new Date(0))).toEqual({
      ...call,
      recordingUrl: expect.stringContaining('/recordings/'),
    });
    expect(await telephony.findCallByAttempt('attempt-of-nobody', new Date(0))).toBeNull();
    expect(await telephony.getCall('call_of_nobody')).toBeNull();
  });

  it('brings its recording as bytes of the type they really are', async () => {
    sandbox.sim.nextCall({ outcome: 'answered' });
    const { providerCallId } = await telephony.placeCall(order());
    await sandbox.sim.idle();
    const url = (await telephony.getCall(providerCallId))?.recordingUrl ?? '';
    const recording = await telephony.downloadRecording(url);
    expect(recording.mimeType).toBe('audio/wav');
    expect(recording.bytes.length).toBeGreaterThan(1000);
    sandbox.sim.expireRecordings();
    expect(await failureOf(telephony.downloadRecording(url))).toMatchObject({
      kind: 'permanent',
      detail: 'link_expired',
    });
  });

  it.each([
    ['busy', 'not_connected', 'busy'],
    ['no_answer', 'not_connected', 'no_answer'],
    ['declined', 'not_connected', 'declined'],
    ['invalid_destination', 'not_connected', 'bad_number'],
    ['dial_failed', 'not_connected', 'number_reputation'],
    ['voicemail', 'ended', 'voicemail'],
  ] as const)('that ended with %s is %s with the outcome %s', async (outcome, phase, expected) => {
    sandbox.sim.nextCall({ outcome });
    const { providerCallId } = await telephony.placeCall(order());
    await sandbox.sim.idle();
    expect(await telephony.getCall(providerCallId)).toMatchObject({ phase, outcome: expected, complete: true });
  });
});

describe('placing a call when Retell misbehaves', () => {
  it.each([
    ['a 500 after the call was made', { status: 500, afterEffect: true }, 'unknown', 1],
    ['a 500 before it was made', { status: 500 }, 'unknown', 0],
    ['a 502 page', { status: 502, text: '<html>Bad gateway</html>', afterEffect: true }, 'unknown', 1],
    ['a connection reset after it was made', { kind: 'reset', afterEffect: true }, 'unknown', 1],
    ['200 with an error in it', { status: 200, body: { status: 'error', message: 'no' } }, 'unknown', 0],
    ['201 without a call id', { status: 201, body: { call_status: 'registered' }, afterEffect: true }, 'unknown', 1],
    ['text where JSON belongs', { status: 200, text: 'OK', afterEffect: true }, 'unknown', 1],
    ['a 429', { status: 429, retryAfterSec: 7 }, 'retryable', 0],
    ['a 401', { status: 401 }, 'permanent', 0],
    ['a 402', { status: 402 }, 'permanent', 0],
    ['a 422', { status: 422 }, 'permanent', 0],
  ] as const)('with %s asks once and never again', async (_name, fault, kind, calls) => {
    const input = order();
    sandbox.sim.fault({ route: 'create-phone-call', ...fault });
    const failure = await failureOf(telephony.placeCall(input));
    expect(failure.kind).toBe(kind);
    expect(sandbox.sim.requests().filter(({ route }) => route === 'create-phone-call')).toHaveLength(1);
    expect(sandbox.sim.callsPerAttempt()[input.attemptId] ?? 0).toBe(calls);
    expect(failure.message).not.toContain(apiKey);
    const found = await telephony.findCallByAttempt(input.attemptId, new Date(0));
    expect(found?.attemptId ?? null).toBe(calls === 1 ? input.attemptId : null);
    await sandbox.sim.idle();
  });

  it('passes on how long Retell asks to wait', async () => {
    sandbox.sim.fault({ route: 'create-phone-call', status: 429, retryAfterSec: 7 });
    expect(await failureOf(telephony.placeCall(order()))).toMatchObject({ detail: 'rate_limited', retryAfterMs: 7000 });
  });

  it('knows a number that Retell does not take from other refusals', async () => {
    expect(await failureOf(telephony.placeCall(order('8999')))).toMatchObject({
      kind: 'permanent',
      detail: 'bad_number',
    });
    const refused = telephony.placeCall({ ...order(), providerAgentId: 'agent_of_nobody' });
    expect(await failureOf(refused)).toMatchObject({ kind: 'permanent', detail: 'not_found' });
  });

  it('takes reads that fail as to be repeated', async () => {
    sandbox.sim.fault({ route: 'list-calls', status: 500 });
    sandbox.sim.fault({ route: 'get-call', kind: 'reset' });
    expect(await failureOf(telephony.findCallByAttempt('x', new Date(0)))).toMatchObject({ kind: 'retryable' });
    expect(await failureOf(telephony.getCall('call_x'))).toMatchObject({ kind: 'retryable' });
  });
});

describe('the connection to Retell', () => {
  it('lists voice agents and tests well with the right key and number', async () => {
    expect(await telephony.listAgents()).toEqual([
      { providerAgentId: 'agent_sandbox_ru', name: 'Алиса', language: null },
      { providerAgentId: 'agent_sandbox_en', name: 'Alice', language: null },
    ]);
    expect(await telephony.test()).toMatchObject({ ok: true, details: { phoneNumbers: 1 } });
  });

  it('says what is wrong and the way out', async () => {
    expect((await connect(listening.url, 'wrong-key').test()).message).toMatch(/does not accept this API key/);
    const foreign = createRetellTelephony({
      apiKey,
      baseUrl: listening.url,
      fromNumber: '+14155559999',
      egress: createEgress({ operatorAddresses: [listening.url] }),
      log,
    });
    expect(await foreign.test()).toMatchObject({ ok: false });
  });

  it('does not reach a private address that only a payload names', async () => {
    const inner = await startAnsweringServer((response) => response.end('internal'));
    try {
      const failure = await failureOf(telephony.downloadRecording(`${inner.url}/secret.wav`));
      expect(failure).toMatchObject({ kind: 'permanent', detail: 'address_refused' });
      expect(inner.requests).toHaveLength(0);
    } finally {
      await inner.close();
    }
  });
});

describe('looking a call up by attempt', () => {
  let server: AnsweringServer;
  afterEach(() => server.close());

  it('goes through all pages and trusts only metadata that names the attempt', async () => {
    const page = (id: string, attempt: string) => ({
      call_id: id,
      start_timestamp: Date.now(),
      metadata: { attempt_id: attempt },
    });
    server = await startAnsweringServer((response, { path, body }) => {
      if (path.startsWith('/v2/get-call'))
        answerJson(response, 200, { ...page('call_b', 'wanted'), call_status: 'ongoing' });
      else if (body.includes('"pagination_key":"p2"'))
        answerJson(response, 200, { items: [page('call_b', 'wanted')], has_more: false });
      else answerJson(response, 200, { items: [page('call_a', 'other')], has_more: true, pagination_key: 'p2' });
    });
    expect(await connect(server.url).findCallByAttempt('wanted', new Date(0))).toMatchObject({
      providerCallId: 'call_b',
      phase: 'ongoing',
    });
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/v3/list-calls',
      '/v3/list-calls',
      '/v2/get-call/call_b',
    ]);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({
      filter_criteria: { metadata: [{ type: 'string', op: 'eq', key: 'attempt_id', value: 'wanted' }] },
    });
  });

  it('does not say "none" when the list never ends', async () => {
    server = await startAnsweringServer((response, _request, count) =>
      answerJson(response, 200, {
        items: [{ call_id: `call_${count}`, start_timestamp: Date.now(), metadata: {} }],
        has_more: true,
        pagination_key: `p${count}`,
      }),
    );
    expect(await failureOf(connect(server.url).findCallByAttempt('wanted', new Date(0)))).toMatchObject({
      kind: 'retryable',
    });
  });

  it('signs requests with the key and nothing else', async () => {
    server = await startAnsweringServer((response) => answerJson(response, 200, { items: [], has_more: false }));
    await connect(server.url).findCallByAttempt('wanted', new Date(0));
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
  });
});
