import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { z } from 'zod';
import type { CallEngine } from './call-engine.ts';
import type { CallLedger } from './call-ledger.ts';
import type { CallRecord, SandboxAgent } from './call-record.ts';
import { ListCallsBody, listCalls } from './list-calls.ts';
import { planCall } from './plan-call.ts';
import { problem } from './request-guard.ts';
import type { RequestGuard } from './request-guard.ts';
import type { ScriptedOutcome } from './sim-schemas.ts';
import type { UseUpQueue } from './use-up-queue.ts';
import { toWireCall } from './wire-call.ts';

const E164 = /^\+[1-9]\d{6,14}$/;
const METADATA_LIMIT_BYTES = 50_000;

const CreatePhoneCallBody = z.strictObject({
  from_number: z.string().regex(E164, 'from_number must be in E.164 format'),
  to_number: z.string().min(1),
  override_agent_id: z.string().optional(),
  override_agent_version: z.union([z.string(), z.number()]).optional(),
  agent_override: z.record(z.string(), z.unknown()).optional(),
  retell_llm_dynamic_variables: z
    .record(z.string(), z.string('retell_llm_dynamic_variables values must be strings'))
    .optional(),
  metadata: z.unknown().optional(),
  custom_sip_headers: z.record(z.string(), z.string()).optional(),
  ignore_e164_validation: z.boolean().optional(),
});

const ListAgentsBody = z
  .strictObject({
    filter_criteria: z
      .strictObject({
        channel: z.strictObject({ type: z.literal('string'), op: z.string(), value: z.string() }).optional(),
        query: z.string().optional(),
      })
      .optional(),
  })
  .optional();

export type ProviderWorld = {
  agents: SandboxAgent[];
  fromNumbers: string[];
  concurrencyLimit: number;
  publicUrl?: string | undefined;
  apiKey: string;
  linkTtlMs: number;
};

export type ProviderParts = {
  world: ProviderWorld;
  ledger: CallLedger;
  engine: CallEngine;
  guard: RequestGuard;
  nextCalls: UseUpQueue<ScriptedOutcome>;
};

/** The provider's REST routes. */
export function createProviderRoutes({ world, ledger, engine, guard, nextCalls }: ProviderParts): Hono {
  const app = new Hono();
  const render = (record: CallRecord, baseUrl: string) =>
    toWireCall(record, { until: 'now', baseUrl, apiKey: world.apiKey, linkTtlMs: world.linkTtlMs });

  app.post(
    '/v2/create-phone-call',
    guard.wrap('create-phone-call', async (c) => {
      const parsed = CreatePhoneCallBody.safeParse(await readJson(c));
      if (!parsed.success) return invalid(c, parsed.error);
      const body = parsed.data;
      if (!body.ignore_e164_validation && !E164.test(body.to_number)) {
        return problem(c, 400, 'to_number must be in E.164 format');
      }
      if (body.metadata !== undefined && Buffer.byteLength(JSON.stringify(body.metadata)) > METADATA_LIMIT_BYTES) {
        return problem(c, 400, 'metadata must not be larger than 50kB');
      }
      if (!world.fromNumbers.includes(body.from_number)) {
        return problem(c, 404, `Item ${body.from_number} not found from phone-number`);
      }
      const agent = world.agents.find((known) => known.id === (body.override_agent_id ?? world.agents[0]?.id));
      if (!agent) return problem(c, 404, `Item ${body.override_agent_id ?? ''} not found from agent`);
      if (engine.activeCount() >= world.concurrencyLimit) return problem(c, 429, 'Concurrency limit reached');
      const dynamicVariables = body.retell_llm_dynamic_variables ?? {};
      const scripted = nextCalls.take(
        (waiting) => waiting.toNumber === undefined || waiting.toNumber === body.to_number,
      );
      const plan = planCall({ toNumber: body.to_number, agent, dynamicVariables, metadata: body.metadata, scripted });
      const baseUrl = world.publicUrl ?? mountUrl(c, '/v2/');
      const record = engine.place({
        callId: `call_${randomBytes(14).toString('hex')}`,
        createdAtMs: Date.now(),
        fromNumber: body.from_number,
        toNumber: body.to_number,
        agent,
        dynamicVariables,
        baseUrl,
        plan,
        customSipHeaders: body.custom_sip_headers,
        ...(body.metadata === undefined ? {} : { metadata: body.metadata }),
      });
      return c.json(render(record, baseUrl), 201);
    }),
  );

  app.get(
    '/v2/get-call/:id',
    guard.wrap('get-call', (c) => {
      const record = ledger.get(c.req.param('id') ?? '');
      return record ? c.json(render(record, world.publicUrl ?? mountUrl(c, '/v2/'))) : unknownCall(c);
    }),
  );

  app.post(
    '/v3/list-calls',
    guard.wrap('list-calls', async (c) => {
      const parsed = ListCallsBody.safeParse(await readJson(c));
      if (!parsed.success) return invalid(c, parsed.error);
      const baseUrl = world.publicUrl ?? mountUrl(c, '/v3/');
      const page = listCalls(ledger.all(), (record) => render(record, baseUrl), parsed.data);
      return page ? c.json(page) : problem(c, 400, 'Invalid pagination_key');
    }),
  );

  app.post(
    '/v2/stop-call/:id',
    guard.wrap('stop-call', (c) => {
      const record = ledger.get(c.req.param('id') ?? '');
      if (!record) return unknownCall(c);
      return engine.stop(record.callId) ? c.body(null, 204) : problem(c, 400, 'Call already ended');
    }),
  );

  app.put(
    '/rerun-call-analysis/:id',
    guard.wrap('rerun-call-analysis', (c) => {
      const record = ledger.get(c.req.param('id') ?? '');
      if (!record) return unknownCall(c);
      if (!engine.analyzeAgain(record.callId)) return problem(c, 400, 'Call has not ended');
      return c.json(render(record, world.publicUrl ?? mountUrl(c, '/rerun-call-analysis/')), 201);
    }),
  );

  app.get(
    '/get-agent/:id',
    guard.wrap('get-agent', (c) => {
      const agent = world.agents.find((known) => known.id === c.req.param('id'));
      return agent ? c.json(wireAgent(agent)) : problem(c, 404, `Item ${c.req.param('id')} not found from agent`);
    }),
  );

  app.post(
    '/v2/list-agents',
    guard.wrap('list-agents', async (c) => {
      const parsed = ListAgentsBody.safeParse((await c.req.text()) === '' ? undefined : await readJson(c));
      if (!parsed.success) return invalid(c, parsed.error);
      const query = parsed.data?.filter_criteria?.query?.toLowerCase() ?? '';
      const items = world.agents
        .filter((agent) => agent.name.toLowerCase().includes(query) || agent.id.includes(query))
        .map(({ id, name }) => ({
          agent_id: id,
          agent_name: name,
          channel: 'voice',
          tags: {},
          user_modified_timestamp: 1_795_000_000_000,
        }));
      return c.json({ items, has_more: false });
    }),
  );

  app.get(
    '/v2/list-phone-numbers',
    guard.wrap('list-phone-numbers', (c) => {
      const items = world.fromNumbers.map((number) => ({
        phone_number: number,
        phone_number_type: 'custom',
        phone_number_pretty: number,
        nickname: 'Sandbox',
        inbound_agents: [],
        outbound_agents: world.agents.slice(0, 1).map((agent) => ({ agent_id: agent.id, weight: 1 })),
        last_modification_timestamp: 1_795_000_000_000,
      }));
      return c.json({ items, has_more: false });
    }),
  );

  app.get(
    '/get-concurrency',
    guard.wrap('get-concurrency', (c) =>
      c.json({
        current_concurrency: engine.activeCount(),
        concurrency_limit: world.concurrencyLimit,
        base_concurrency: world.concurrencyLimit,
        purchased_concurrency: 0,
        concurrency_purchase_limit: 100,
        remaining_purchase_limit: 100,
        concurrency_burst_enabled: false,
        concurrency_burst_limit: 0,
        reserved_inbound_concurrency: 0,
      }),
    ),
  );

  return app;
}

function wireAgent(agent: SandboxAgent): Record<string, unknown> {
  return {
    agent_id: agent.id,
    agent_name: agent.name,
    version: 0,
    is_published: true,
    channel: 'voice',
    language: agent.language,
    voice_id: 'sandbox-voice',
    response_engine: { type: 'retell-llm', llm_id: `llm_${agent.id}`, version: 0 },
    webhook_events: ['call_started', 'call_ended', 'call_analyzed'],
    webhook_timeout_ms: 10_000,
    max_call_duration_ms: 3_600_000,
    ring_duration_ms: 30_000,
    data_storage_setting: 'everything',
    opt_in_signed_url: true,
    post_call_analysis_data: [],
    last_modification_timestamp: 1_795_000_000_000,
  };
}

function unknownCall(c: Context): Response {
  return problem(c, 404, `Item ${c.req.param('id') ?? ''} not found from call`);
}

function invalid(c: Context, error: z.ZodError): Response {
  const first = error.issues[0];
  return problem(c, 400, `Invalid request format at ${first?.path.join('.') ?? ''}: ${first?.message ?? ''}`);
}

async function readJson(c: Context): Promise<unknown> {
  const text = await c.req.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The address under which this request reached the stand-in, so that links in answers lead back the same way. */
function mountUrl(c: Context, firstSegment: string): string {
  const { origin, pathname } = new URL(c.req.url);
  return origin + pathname.slice(0, pathname.lastIndexOf(firstSegment));
}
