import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
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
import { projectNode, projectRoot } from '#tests/support/child-process.ts';
import { createFakeLlm } from '#tests/support/fakes/fake-llm.ts';
import { createFakeTelephony } from '#tests/support/fakes/fake-telephony.ts';
import { fingerprint } from './fingerprint.ts';
import { spoiledCopies } from './hostile-values.ts';
import { foreignMark, judgeAnswer } from './judge-answer.ts';
import { residentBytes } from './memory.ts';
import { createRawClient } from './raw-request.ts';
import { signAsRetell } from './retell-forgeries.ts';
import { hostileStream, onEach, scaled } from './scale.ts';
import type { Order, Report } from './send-requests.ts';

const grownBytes = 50 * 1_048_576;
const telephony = createFakeTelephony();
const llm = createFakeLlm();
let api: ApiWorld;
let server: RunningServer;
let client: ReturnType<typeof createRawClient>;
let sender: ChildProcess;
let ids: string[];
let members: UserActor[];

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
  ids = [...own.flatMap((records) => Object.values(records)), ...Object.values(others), world.stageIds[1]];
  const { admin, manager, approver, analyst } = world;
  members = [admin, admin, admin, admin, manager, manager, approver, analyst];
  const program = fileURLToPath(new URL('./send-requests.ts', import.meta.url));
  sender = fork(program, { execPath: projectNode, execArgv: [], cwd: projectRoot });
});
afterAll(async () => {
  sender.kill('SIGKILL');
  client.close();
  await server.close();
  await api.close();
});

/** Has the other process send this many hostile requests; to what came of them. */
async function play(what: string, count: number): Promise<Extract<Report, { kind: 'done' }>> {
  const tokens = await Promise.all(members.map((user) => api.newToken(user)));
  const order = (message: Order) => void sender.send(message);
  return new Promise((resolve, reject) => {
    sender.once('exit', () => reject(new Error('The process that sends requests has ended.')));
    sender.on('message', function hear(report: Report) {
      if (report.kind === 'done') {
        sender.off('message', hear);
        return resolve(report);
      }
      const member = members[report.sender];
      if (member) void api.newToken(member).then((token) => order({ kind: 'token', sender: report.sender, token }));
    });
    order({ kind: 'play', what, count, port: server.port, ids, tokens });
  });
}

/** Every name and text of the other organization says that it is foreign. */
async function markForeign(): Promise<void> {
  const { pool } = api.world.database;
  const { organizationId } = api.world.other;
  await pool.query(`UPDATE organizations SET name = '${foreignMark}' WHERE id = $1`, [organizationId]);
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
    await pool.query(`UPDATE ${table} SET ${column} = '${foreignMark}' WHERE organization_id = $1`, [organizationId]);
  }
}

test('Hostile requests to every route meet no server error, no wait, no trace and no foreign record, and cost no memory.', async () => {
  const { pool } = api.world.database;
  const organizationId = api.world.other.organizationId;
  const before = await fingerprint(pool, { organizationId });
  const warm = await play('Requests to warm up', scaled(6_000));
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
  const played = await play('Hostile requests', scaled(9_000));
  const grown = residentBytes() - warmBytes;
  expect([...warm.problems, ...played.problems]).toEqual([]);
  expect(grown).toBeLessThan(grownBytes);
  expect(await fingerprint(pool, { organizationId })).toEqual(before);
  // Most are refused at the door; the test is worth something when enough get through.
  expect(played.reached).toBeGreaterThan(played.sent / 20);
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
    if (problems.length < 20) problems.push(...(await judgeAnswer(client, request, '')).problems);
  });

  expect(problems).toEqual([]);
}, 120_000);
