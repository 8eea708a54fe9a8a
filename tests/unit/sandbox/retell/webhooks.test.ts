import { createRetellSimClient } from '#sandbox/retell/index.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isSignatureValid, openRetellWorld } from './retell-world.ts';
import type { RetellWorld } from './retell-world.ts';

let world: RetellWorld;
beforeEach(async () => {
  world = await openRetellWorld({
    webhookEvents: ['call_started', 'call_ended', 'call_analyzed'],
    webhookTimeoutMs: 200,
  });
});
afterEach(() => world[Symbol.asyncDispose]());

async function runCall(): Promise<string> {
  const { call_id } = await world.placeCall();
  await world.sandbox.sim.idle();
  return call_id;
}

it('sends the same webhook twice when told to duplicate it', async () => {
  world.sandbox.sim.webhooks({ kind: 'duplicate', event: 'call_ended' });
  await runCall();

  expect(world.events()).toEqual(['call_started', 'call_ended', 'call_ended', 'call_analyzed']);
});

it('lets the next webhook overtake a reordered one', async () => {
  world.sandbox.sim.webhooks({ kind: 'reorder', event: 'call_ended' });
  await runCall();

  expect(world.events()).toEqual(['call_started', 'call_analyzed', 'call_ended']);
});

it('never sends a dropped webhook', async () => {
  world.sandbox.sim.webhooks({ kind: 'drop', event: 'call_ended' });
  await runCall();

  expect(world.events()).toEqual(['call_started', 'call_analyzed']);
});

it('sends a late webhook after the others', async () => {
  world.sandbox.sim.webhooks({ kind: 'late', event: 'call_started', delayMs: 150 });
  await runCall();

  expect(world.events()).toEqual(['call_ended', 'call_analyzed', 'call_started']);
});

it.each(['forge', 'stale', 'unsigned'] as const)(
  'sends a %s webhook that fails the check before the genuine one',
  async (kind) => {
    world.sandbox.sim.webhooks({ kind, event: 'call_ended' });
    await runCall();

    expect(world.events()).toEqual(['call_started', 'call_ended', 'call_ended', 'call_analyzed']);
    expect(world.received.map(isSignatureValid)).toEqual([true, false, true, true]);
  },
);

it('sends only the forged webhook when it replaces the genuine one', async () => {
  world.sandbox.sim.webhooks({ kind: 'forge', event: 'call_ended', replace: true });
  await runCall();

  expect(world.received.map(isSignatureValid)).toEqual([true, false, true]);
});

it('sends an event of an unknown type with a good signature', async () => {
  world.sandbox.sim.webhooks({ kind: 'unknown_event', event: 'call_ended' });
  await runCall();

  expect(world.events()).toEqual(['call_started', 'call_sandbox_unknown', 'call_ended', 'call_analyzed']);
  expect(world.received.every(isSignatureValid)).toBe(true);
});

it('repeats a refused webhook three times and then gives it up', async () => {
  world.nextAnswers.push(...Array.from({ length: 20 }, () => 503));
  world.sandbox.sim.nextCall({ outcome: 'busy' });
  await runCall();

  expect(world.events().filter((event) => event === 'call_ended')).toHaveLength(4);
});

it('sends a webhook on demand, genuine or forged, also from another process', async () => {
  const callId = await runCall();
  const client = createRetellSimClient(world.url);

  expect(await client.sendWebhook({ callId, event: 'call_ended' })).toBe(204);
  expect(await client.sendWebhook({ callId, event: 'call_ended', kind: 'forged' })).toBe(204);

  expect(world.received.slice(-2).map(isSignatureValid)).toEqual([true, false]);
});
