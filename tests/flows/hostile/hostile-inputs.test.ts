import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer } from '#api/server.ts';
import type { RunningServer } from '#api/server.ts';
import type { UserActor } from '#domain/permissions.ts';
import { planEffects } from '#jobs/reactions.ts';
import { createLog } from '#platform/log.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import type { ApiRecords } from '#tests/integration/api/api-records.ts';
import { createApiWorld, retellApiKey } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';
import { createFakeLlm } from '#tests/support/fakes/fake-llm.ts';
import { createFakeTelephony } from '#tests/support/fakes/fake-telephony.ts';
import { fingerprint } from './fingerprint.ts';
import { spoiledCopies } from './hostile-values.ts';
import { residentBytes } from './memory.ts';
import { OpenApi, hostileRequests } from './openapi-requests.ts';
import type { HostileRequest } from './openapi-requests.ts';
import { createRawClient } from './raw-request.ts';
import { signAsRetell } from './retell-forgeries.ts';
import { hostileStream, onEach, scaled } from './scale.ts';

const foreign = 'FOREIGN-RECORD-5e1f';
const slowestMs = 5_000;
const grownBytes = 50 * 1_048_576;
const telephony = createFakeTelephony();
const llm = createFakeLlm();
let api: ApiWorld;
let server: RunningServer;
let client: ReturnType<typeof createRawClient>;
let requests: ReturnType<typeof hostileRequests>;
let members: UserActor[];
let tokens: string[];
let reached = 0;

beforeAll(async () => {
  api = await createApiWorld({
    world: { planEffects, ports: { telephony: async () => telephony, llm: async () => llm } },
    config: { trustedProxies: ['127.0.0.1'] },
  });
  const { world } = api;
  server = await startServer({ fetch: api.fetch, port: 0, hostname: '127.0.0.1', log: createLog('silent') });
  client = createRawClient(server.port);
  const own: ApiRecords[] = [];
  for (let set = 0; set < 25; set += 1) own.push(await createRecords(world, world));
  const others = await createRecords(world, world.other);
  await markForeign();
  members = [world.admin, world.admin, world.admin, world.manager, world.approver, world.analyst];
  tokens = await Promise.all(members.map((user) => api.newToken(user)));
  const answer = await client.send({ method: 'GET', path: '/api/openapi.json', headers: {} });
  requests = hostileRequests({
    document: OpenApi.parse(JSON.parse(answer.body)),
    ids: [...own.flatMap((records) => Object.values(records)), ...Object.values(others), world.stageIds[1]],
    weightOf({ operationId, method, isImplemented }) {
      if (!isImplemented) return 1;
      // What ends sessions or records would leave nothing to aim at, and each guess at a password takes the time it shall take.
      return method === 'delete' || /log|register|password/i.test(operationId) ? 2 : 12;
    },
  });
});
afterAll(async () => {
  client.close();
  await server.close();
  await api.close();
});

/** Every name and text of the other organization says that it is foreign. */
async function markForeign(): Promise<void> {
  const { pool } = api.world.database;
  const { organizationId } = api.world.other;
  await pool.query(`UPDATE organizations SET name = '${foreign}' WHERE id = $1`, [organizationId]);
  for (const [table, column] of [
    ['users', 'name'],
    ['leads', 'name'],
    ['contacts', 'name'],
    ['pipelines', 'name'],
    ['stages', 'name'],
    ['agents', 'name'],
    ['call_requests', 'goal'],
    ['calls', 'client_name'],
    ['messages', 'text'],
    ['drafts', 'text'],
    ['incoming_tokens', 'name'],
    ['transcript_segments', 'text'],
  ]) {
    await pool.query(`UPDATE ${table} SET ${column} = '${foreign}' WHERE organization_id = $1`, [organizationId]);
  }
}

/** What is not a server's fault: parts of the API that say that they are not there, or that nothing is connected. */
const honest = new Set(['not_implemented', 'service_not_connected']);

async function judge(request: HostileRequest, sender: number, problems: string[]): Promise<void> {
  const token = tokens[sender] ?? '';
  const startedMs = performance.now();
  const answer = await client
    .send({
      ...request,
      headers: { authorization: `Bearer ${token}`, ...request.headers },
    })
    .catch((error: unknown) => ({ status: 0, body: String(error) }));
  const tookMs = performance.now() - startedMs;
  const about = () =>
    `${request.method} ${request.path.slice(0, 200)} ${JSON.stringify(request.headers).slice(0, 200)} ${(request.body ?? '').slice(0, 400)} → ${answer.status} in ${Math.round(tookMs)} ms ${answer.body.slice(0, 300)}`;
  if (answer.status < 300) reached += 1;
  const member = members[sender];
  // A hostile request may well end the session it came in; the next one comes in another.
  if (answer.status === 401 && !('authorization' in request.headers) && member)
    tokens[sender] = await api.newToken(member);
  const isFault = answer.status === 0 || (answer.status >= 500 && !honest.has(codeOf(answer.body)));
  if (isFault) problems.push(`a server error: ${about()}`);
  if (tookMs > slowestMs) problems.push(`too slow: ${about()}`);
  if (answer.body.includes(foreign)) problems.push(`a foreign record: ${about()}`);
  if (/\bat \S+ \(?(file:|node:|\/)|node_modules|PrismaClient|ECONN/.test(answer.body))
    problems.push(`a trace: ${about()}`);
}

function codeOf(body: string): string {
  return /"code":"([a-z_]+)"/.exec(body)?.[1] ?? '';
}

test('Hostile requests to every route meet no server error, no wait, no trace and no foreign record, and cost no memory.', async () => {
  const { pool } = api.world.database;
  const organizationId = api.world.other.organizationId;
  const before = await fingerprint(pool, { organizationId });
  const problems: string[] = [];
  let sent = 0;
  const play = (what: string, count: number) =>
    onEach(hostileStream(what, requests, count), 8, async (request) => {
      sent += 1;
      if (problems.length < 20) await judge(request, sent % members.length, problems);
    });
  await play('Requests to warm up', scaled(3_000));
  // Each thread keeps the memory that guesses at passwords take.
  await Promise.all(
    Array.from({ length: 32 }, (_, number) =>
      client.send({
        method: 'POST',
        path: '/api/auth/login',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: `nobody${number}@example.test`, password: 'a wrong password' }),
      }),
    ),
  );
  const warmBytes = residentBytes();
  await play('Hostile requests', scaled(11_000));

  expect(problems).toEqual([]);
  expect(residentBytes() - warmBytes).toBeLessThan(grownBytes);
  expect(await fingerprint(pool, { organizationId })).toEqual(before);
  // Most are refused at the door; the test is worth something when enough get through.
  expect(reached).toBeGreaterThan(sent / 20);
  expect((await client.send({ method: 'GET', path: '/api/health', headers: {} })).status).toBe(200);
}, 300_000);

test('Hostile bodies of proven webhooks are acknowledged or refused, without a server error.', async () => {
  const { organizationId } = api.world;
  const event = {
    event: 'call_ended',
    call: {
      call_id: 'call_1',
      call_status: 'ended',
      metadata: { attempt_id: organizationId, organization_id: organizationId },
      start_timestamp: 1_795_180_000_000,
      end_timestamp: 1_795_180_061_000,
      duration_ms: 61_000,
      disconnection_reason: 'user_hangup',
      transcript_object: [{ role: 'user', content: 'Да', words: [{ word: 'Да', start: 0, end: 1 }] }],
      recording_url: 'https://recordings.example.com/1.wav',
      call_cost: { combined_cost: 12 },
    },
  };
  const problems: string[] = [];
  await onEach(hostileStream('Retell bodies', spoiledCopies(event), scaled(1_500)), 8, async (body) => {
    const signature = signAsRetell(body, retellApiKey, Date.now());
    const request = {
      operationId: 'retellWebhook',
      method: 'POST',
      path: '/api/webhooks/retell',
      headers: { 'content-type': 'application/json', 'x-retell-signature': signature },
      body,
    };
    if (problems.length < 20) await judge(request, 0, problems);
  });

  expect(problems).toEqual([]);
}, 120_000);
