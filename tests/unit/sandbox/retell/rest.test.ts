import { createRetellSimClient } from '#sandbox/retell/index.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { WireCall, openRetellWorld } from './retell-world.ts';
import type { RetellWorld } from './retell-world.ts';

const Listed = z.object({
  items: z.array(WireCall),
  has_more: z.boolean(),
  pagination_key: z.string().optional(),
  total: z.number().optional(),
});
const Recorded = z.looseObject({ recording_url: z.url(), recording_multi_channel_url: z.url() });

let world: RetellWorld;
beforeEach(async () => void (world = await openRetellWorld()));
afterEach(() => world[Symbol.asyncDispose]());

const order = (fields: Record<string, unknown> = {}) => ({
  from_number: '+14155550100',
  to_number: '+12135550123',
  ...fields,
});

async function list(body: Record<string, unknown>): Promise<z.infer<typeof Listed>> {
  return Listed.parse(await (await world.post('/v3/list-calls', body)).json());
}

describe('creating a call', () => {
  it.each([
    ['a number that is not E.164', { to_number: '8 916 123-45-67' }, 400],
    ['a sender that is not ours', { from_number: '+14155550999' }, 404],
    ['an agent that does not exist', { override_agent_id: 'agent_x' }, 404],
    ['a variable that is not a string', { retell_llm_dynamic_variables: { age: 42 } }, 400],
    ['metadata over 50 kB', { metadata: { blob: 'x'.repeat(50_001) } }, 400],
    ['a field that the service does not know', { to: '+12135550123' }, 400],
  ])('refuses %s', async (_what, fields, status) => {
    expect((await world.post('/v2/create-phone-call', order(fields))).status).toBe(status);
    expect(world.sandbox.sim.calls()).toEqual([]);
  });

  it('refuses a wrong key', async () => {
    const response = await world.post('/v2/create-phone-call', order(), { authorization: 'Bearer other' });

    expect(response.status).toBe(401);
    expect(world.sandbox.sim.calls()).toEqual([]);
  });

  it('refuses more calls at once than the concurrency limit', async () => {
    await world[Symbol.asyncDispose]();
    world = await openRetellWorld({ speed: 1, concurrencyLimit: 1 });
    await world.placeCall();

    expect((await world.post('/v2/create-phone-call', order())).status).toBe(429);
    expect(await (await world.get('/get-concurrency')).json()).toMatchObject({
      current_concurrency: 1,
      concurrency_limit: 1,
    });
  });
});

describe('HTTP faults', () => {
  it.each([
    ['an error status', { kind: 'respond', status: 500 }],
    ['a reset connection', { kind: 'reset' }],
    ['silence', { kind: 'hang' }],
  ] as const)(
    'really creates the call and then answers with %s when the fault comes after the effect',
    async (_what, fault) => {
      world.sandbox.sim.fault({ route: 'create-phone-call', afterEffect: true, ...fault });
      const answer = await fetch(`${world.url}/v2/create-phone-call`, {
        method: 'POST',
        headers: { authorization: 'Bearer key_test', 'content-type': 'application/json' },
        body: JSON.stringify(order({ metadata: { attempt_id: 'at_7' } })),
        signal: AbortSignal.timeout(150),
      }).catch(() => null);

      expect(answer?.status ?? 'no answer').toBe(fault.kind === 'respond' ? 500 : 'no answer');
      expect(world.sandbox.sim.callsPerAttempt()).toEqual({ at_7: 1 });
    },
  );

  it('creates nothing when the fault comes before the effect, and works again after the asked number of times', async () => {
    world.sandbox.sim.fault({ route: 'create-phone-call', status: 429, retryAfterSec: 3, times: 2 });
    const first = await world.post('/v2/create-phone-call', order());
    const second = await world.post('/v2/create-phone-call', order());
    const third = await world.post('/v2/create-phone-call', order());

    expect([first.status, second.status, third.status]).toEqual([429, 429, 201]);
    expect(first.headers.get('retry-after')).toBe('3');
    expect(world.sandbox.sim.calls()).toHaveLength(1);
  });

  it('answers 200 with an error body, or nonsense', async () => {
    const client = createRetellSimClient(world.url);
    await client.fault({ route: 'get-concurrency', body: { error: 'quota' } });
    await client.fault({ route: 'get-concurrency', text: '<html>hello</html>' });

    expect(await (await world.get('/get-concurrency')).json()).toEqual({ error: 'quota' });
    expect(await (await world.get('/get-concurrency')).text()).toBe('<html>hello</html>');
  });

  it('records each request with the status that it got', async () => {
    await world.placeCall();
    await world.get('/v2/get-call/none');

    expect((await createRetellSimClient(world.url).requests()).map(({ route, status }) => [route, status])).toEqual([
      ['create-phone-call', 201],
      ['get-call', 404],
    ]);
  });
});

describe('listing calls', () => {
  it('finds a call by the attempt id in its metadata, without transcript and recording', async () => {
    await world.placeCall({ metadata: { attempt_id: 'at_1' } });
    const wanted = await world.placeCall({ metadata: { attempt_id: 'at_2' } });
    await world.sandbox.sim.idle();

    const found = await list({
      filter_criteria: { metadata: [{ type: 'string', op: 'eq', key: 'attempt_id', value: 'at_2' }] },
    });

    expect(found.items.map((item) => item.call_id)).toEqual([wanted.call_id]);
    expect(Object.keys(found.items[0] ?? {})).not.toEqual(expect.arrayContaining(['transcript_object']));
    expect(found.items[0]).not.toHaveProperty('transcript');
    expect(found.items[0]).not.toHaveProperty('recording_url');
  });

  it('filters by status and by start time', async () => {
    world.sandbox.sim.nextCall({ outcome: 'busy' });
    const busy = await world.placeCall();
    const answered = await world.placeCall();
    await world.sandbox.sim.idle();
    const idsOf = async (criteria: Record<string, unknown>) =>
      (await list({ filter_criteria: criteria })).items.map((item) => item.call_id);

    expect(await idsOf({ call_status: { type: 'enum', op: 'in', value: ['not_connected'] } })).toEqual([busy.call_id]);
    expect(await idsOf({ start_timestamp: { type: 'number', op: 'gt', value: Date.now() + 60_000 } })).toEqual([]);
    expect(
      await idsOf({
        start_timestamp: { type: 'range', op: 'bt', value: [Date.now() - 60_000, Date.now()] },
        duration_ms: { type: 'number', op: 'gt', value: 0 },
      }),
    ).toEqual([answered.call_id]);
  });

  it('pages through all calls exactly once by the cursor', async () => {
    for (let made = 0; made < 5; made++) await world.placeCall();
    await world.sandbox.sim.idle();
    const seen: string[] = [];
    let page = await list({ limit: 2, sort_order: 'ascending', include_total: true });
    expect(page.total).toBe(5);
    for (;;) {
      seen.push(...page.items.map((item) => item.call_id));
      if (!page.has_more) break;
      page = await list({ limit: 2, sort_order: 'ascending', pagination_key: page.pagination_key });
    }

    expect(seen).toEqual(expect.arrayContaining(world.sandbox.sim.calls().map((call) => call.callId)));
    expect(seen).toHaveLength(5);
  });

  it('refuses filters that the service does not know', async () => {
    expect((await world.post('/v3/list-calls', { filter_criteria: { status: 'ended' } })).status).toBe(400);
    expect((await world.post('/v3/list-calls', { pagination_key: 'nonsense' })).status).toBe(400);
  });
});

describe('agents and numbers', () => {
  it('lists and gives agents and numbers', async () => {
    expect(await (await world.post('/v2/list-agents', {})).json()).toMatchObject({
      items: [{ agent_id: 'agent_sandbox_ru' }, { agent_id: 'agent_sandbox_en' }],
      has_more: false,
    });
    expect(await (await world.get('/get-agent/agent_sandbox_en')).json()).toMatchObject({ language: 'en-US' });
    expect((await world.get('/get-agent/none')).status).toBe(404);
    expect(await (await world.get('/v2/list-phone-numbers')).json()).toMatchObject({
      items: [{ phone_number: '+14155550100' }, { phone_number: '+74995550100' }],
    });
  });
});

describe('recordings', () => {
  async function recordingOf(): Promise<z.infer<typeof Recorded>> {
    const { call_id } = await world.placeCall();
    await world.sandbox.sim.idle();
    return Recorded.parse(await (await world.get(`/v2/get-call/${call_id}`)).json());
  }

  it('puts the agent left and the client right in an 8 kHz 16-bit file as long as the talk', async () => {
    world.sandbox.sim.nextCall({ turns: [{ speaker: 'user', text: 'Only the client speaks on this call.' }] });
    const { recording_multi_channel_url: url } = await recordingOf();
    const view = new DataView(await (await fetch(url)).arrayBuffer());
    let left = 0;
    let right = 0;
    for (let at = 44; at + 4 <= view.byteLength; at += 4) {
      left += Math.abs(view.getInt16(at, true));
      right += Math.abs(view.getInt16(at + 2, true));
    }

    expect([view.getUint16(22, true), view.getUint32(24, true), view.getUint16(34, true)]).toEqual([2, 8000, 16]);
    expect(left).toBe(0);
    expect(right).toBeGreaterThan(100_000);
    expect((view.byteLength - 44) / 32_000).toBeGreaterThan(2.5);
  });

  it('answers 403 to expired and to forged links, and parts to range requests', async () => {
    const { recording_url: url } = await recordingOf();
    const part = await fetch(url, { headers: { range: 'bytes=0-43' } });
    expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 44]);
    expect((await fetch(url.replace('mixed', 'channels'))).status).toBe(403);

    world.sandbox.sim.expireRecordings();

    expect((await fetch(url)).status).toBe(403);
  });
});
