import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRetellSandbox, createRetellSimClient } from '#sandbox/retell/index.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openRetellWorld } from './retell-world.ts';

let folder: string;
let dataFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'retell-journal-'));
  dataFile = join(folder, 'calls.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('finishes after a restart the calls that were under way, and counts each once', async () => {
  const before = await openRetellWorld({ dataFile, speed: 20 });
  await before.placeCall({ metadata: { attempt_id: 'at_1' } });
  await expect.poll(() => before.sandbox.sim.calls()[0]?.turns.length ?? 0, { timeout: 5000 }).toBeGreaterThan(0);
  await before[Symbol.asyncDispose]();

  await using after = await openRetellWorld({ dataFile });
  await after.sandbox.sim.idle();

  expect(after.sandbox.sim.callsPerAttempt()).toEqual({ at_1: 1 });
  expect(after.sandbox.sim.calls()[0]?.phase).toBe('analyzed');
  expect(after.events().slice(-2)).toEqual(['call_ended', 'call_analyzed']);
});

it('does not send settled webhooks again after a restart', async () => {
  const before = await openRetellWorld({ dataFile });
  await before.placeCall();
  await before.sandbox.sim.idle();
  await before[Symbol.asyncDispose]();

  await using after = await openRetellWorld({ dataFile });
  await after.sandbox.sim.idle();

  expect(after.events()).toEqual([]);
  expect(after.sandbox.sim.calls()).toHaveLength(1);
});

it('sends after a restart the webhooks that nobody had accepted', async () => {
  const before = await openRetellWorld({
    dataFile,
    webhookUrl: 'http://127.0.0.1:9/closed',
    webhookRetryDelaysMs: [60_000],
  });
  before.sandbox.sim.nextCall({ outcome: 'busy' });
  await before.placeCall();
  await expect.poll(() => before.sandbox.sim.sentWebhooks().map((webhook) => webhook.event)).toContain('call_analyzed');
  await before[Symbol.asyncDispose]();

  await using after = await openRetellWorld({ dataFile });
  await after.sandbox.sim.idle();

  expect(after.events()).toEqual(['call_ended', 'call_analyzed']);
});

it('reads a journal whose last line was cut by a kill, and can go on writing it', async () => {
  const first = await openRetellWorld({ dataFile });
  await first.placeCall();
  await first.sandbox.sim.idle();
  await first[Symbol.asyncDispose]();
  appendFileSync(dataFile, '{"type":"created","order":{"callId":"call_torn","язык');

  const second = await openRetellWorld({ dataFile });
  await second.placeCall();
  await second.sandbox.sim.idle();
  await second[Symbol.asyncDispose]();

  const third = createRetellSandbox({ apiKey: 'key_test', dataFile });
  expect(third.sim.calls().map((call) => call.phase)).toEqual(['analyzed', 'analyzed']);
  third.close();
});

it('keeps a call whose process was killed right after the answer', async () => {
  const start = () => {
    const child = spawn(
      process.execPath,
      ['src/sandbox/retell/serve.ts', '--api-key', 'key_test', '--data', dataFile, '--speed', '1000'],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    return child;
  };
  const addressOf = async (child: ReturnType<typeof start>) => {
    const [line] = await once(child.stdout, 'data');
    return /http:\S+/.exec(String(line))?.[0] ?? '';
  };
  const first = start();
  const answer = await fetch(`${await addressOf(first)}/v2/create-phone-call`, {
    method: 'POST',
    headers: { authorization: 'Bearer key_test', 'content-type': 'application/json' },
    body: JSON.stringify({
      from_number: '+14155550100',
      to_number: '+12135550123',
      metadata: { attempt_id: 'at_9' },
    }),
  });
  first.kill('SIGKILL');
  await once(first, 'exit');
  expect(answer.status).toBe(201);

  const second = start();
  const sim = createRetellSimClient(await addressOf(second));
  await sim.idle();
  const counts = await sim.callsPerAttempt();
  second.kill('SIGTERM');
  await once(second, 'exit');

  expect(counts).toEqual({ at_9: 1 });
});
