import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { asObject } from '#api/docs/json.ts';
import { problemsOf } from '#tests/fuzz/check-answer.ts';
import { openFuzzWorld } from '#tests/fuzz/fuzz-world.ts';
import { operationsOf, requestFor } from '#tests/fuzz/requests.ts';
import type { FuzzOperation, FuzzRequest } from '#tests/fuzz/requests.ts';

/**
 * `npm run test:fuzz -- [--requests 20000] [--seed N] [--only "POST /api/leads"]` sends requests made from the OpenAPI
 * document to a product process of its own, and fails on any answer that should never be.
 */
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    seed: { type: 'string' },
    only: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const atOnce = 12;
const mostGrowthBytes = 50 * 1_048_576;

await using world = await openFuzzWorld();
const sources = {
  components: asObject(world.document['components']),
  ownIds: world.ownIds,
  foreignIds: world.foreignIds,
};
const operations = operationsOf(world.document);
const chosen = operations
  .map((operation, index) => ({ operation, index }))
  .filter(
    ({ operation }) => values.only === undefined || `${operation.method} ${operation.path}`.includes(values.only),
  );
const each = Math.ceil(Number(values.requests) / chosen.length);
console.log(`seed ${seed}: ${chosen.length} operations, ${each} requests each, at ${world.url}`);

const found = new Map<string, { count: number; request: FuzzRequest; text: string }>();
const statuses = new Map<number, number>();
let sent = 0;
let slowestMs = 0;

async function judge(operation: FuzzOperation, request: FuzzRequest): Promise<void> {
  sent += 1;
  try {
    const answer = await world.send(request);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    slowestMs = Math.max(slowestMs, answer.elapsedMs);
    for (const problem of problemsOf(operation, request, answer)) note(operation, problem, request, answer.text);
  } catch (error) {
    note(operation, 'no answer at all', request, String(error));
  }
}

function note({ method, path }: FuzzOperation, problem: string, request: FuzzRequest, text: string): void {
  const key = `${method} ${path}: ${problem}`;
  const known = found.get(key);
  found.set(key, known ? { ...known, count: known.count + 1 } : { count: 1, request, text });
}

// In rounds over all operations, so that each meets what the others left behind.
const rounds = 8;
let memoryWhenWarm = Number.NaN;
for (let round = 0; round < rounds && world.isAlive(); round += 1) {
  for (const { operation, index } of chosen) {
    const numRuns = Math.ceil(each / rounds);
    const waiting = fc.sample(requestFor(operation, sources), { numRuns, seed: seed + index * rounds + round });
    while (waiting.length > 0 && world.isAlive())
      await Promise.all(waiting.splice(0, atOnce).map((request) => judge(operation, request)));
  }
  // After a quarter everything has been compiled and every cache has been filled.
  if (round === 1) memoryWhenWarm = await world.memoryBytes();
  const memoryMb = Math.round((await world.memoryBytes()) / 1_048_576);
  console.log(`round ${round + 1}: ${sent} sent, ${found.size} kinds of problems, ${memoryMb} MB`);
}

const growth = (await world.memoryBytes()) - memoryWhenWarm;
console.log(
  `statuses: ${[...statuses]
    .toSorted(([a], [b]) => a - b)
    .map(([status, count]) => `${status} × ${count}`)
    .join(', ')}`,
);
console.log(`slowest answer ${Math.round(slowestMs)} ms; memory grew by ${Math.round(growth / 1_048_576)} MB`);
for (const [key, { count, request, text }] of found) {
  console.log(`\nFAIL ${key} (${count} times)`);
  console.log(`  as ${request.role}: ${request.method} ${request.address.slice(0, 300)}`);
  console.log(`  headers ${JSON.stringify(request.headers)}, body ${String(request.body).slice(0, 500)}`);
  console.log(`  answered ${text.slice(0, 400)}`);
}
const isHealthy = world.isAlive() && growth < mostGrowthBytes;
if (!isHealthy) console.log(world.isAlive() ? 'FAIL memory grew too much' : 'FAIL the process has ended');
if (found.size > 0 || !isHealthy) {
  console.log(
    `\nto repeat: npm run test:fuzz -- --seed ${seed} --requests ${values.requests}${values.only ? ` --only "${values.only}"` : ''}`,
  );
  console.log(
    world
      .log()
      .filter((line) => !world.isAlive() || line.includes('"level":50'))
      .slice(-20)
      .join('\n')
      .slice(0, 12_000),
  );
  process.exitCode = 1;
}
