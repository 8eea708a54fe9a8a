import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSignatureValid, openRetellWorld } from './retell-world.ts';
import type { RetellWorld } from './retell-world.ts';

let world: RetellWorld;
beforeEach(async () => void (world = await openRetellWorld()));
afterEach(() => world[Symbol.asyncDispose]());

describe('a call that is answered', () => {
  it('sends signed webhooks in order, with the analysis only in the last', async () => {
    const call = await world.placeCall({ metadata: { attempt_id: 'at_1' } });
    expect(call.call_status).toBe('registered');
    await world.sandbox.sim.idle();

    const events = world.events();
    expect(events[0]).toBe('call_started');
    expect(events.slice(1, -2).every((event) => event === 'transcript_updated')).toBe(true);
    expect(events.slice(-2)).toEqual(['call_ended', 'call_analyzed']);
    expect(world.received.every(isSignatureValid)).toBe(true);
    expect(world.received.map((webhook) => 'call_analysis' in webhook.call).indexOf(true)).toBe(events.length - 1);
    expect(world.received.every((webhook) => webhook.call.call_id === call.call_id)).toBe(true);
  });

  it('begins with the disclosure that this is an AI assistant and that the call is recorded, in both languages', async () => {
    await world.placeCall({ retell_llm_dynamic_variables: { language: 'en', lead_name: 'Ann' } });
    await world.placeCall({ retell_llm_dynamic_variables: { language: 'ru', lead_name: 'Мария' } });
    await world.sandbox.sim.idle();

    const [english, russian] = world.sandbox.sim.calls();
    expect(english?.turns[0]).toMatchObject({
      speaker: 'agent',
      text: expect.stringMatching(/Ann.*AI assistant.*recorded/),
    });
    expect(russian?.turns[0]?.text).toMatch(/Мария.*ИИ-ассистент.*записывается/);
  });

  it('speaks the disclosure that the caller gave as a variable', async () => {
    await world.placeCall({ retell_llm_dynamic_variables: { disclosure: 'I am a machine. We record.' } });
    await world.sandbox.sim.idle();

    expect(world.sandbox.sim.calls()[0]?.turns[0]?.text).toBe('I am a machine. We record.');
  });

  it('plays the turns and the end that a test has scripted', async () => {
    world.sandbox.sim.nextCall({
      turns: [
        { speaker: 'agent', text: 'One' },
        { speaker: 'user', text: 'Two' },
      ],
      disconnectionReason: 'some_future_reason',
    });
    const { call_id } = await world.placeCall();
    await world.sandbox.sim.idle();

    expect(await (await world.get(`/v2/get-call/${call_id}`)).json()).toMatchObject({
      call_status: 'ended',
      disconnection_reason: 'some_future_reason',
      transcript: 'Agent: One\nUser: Two\n',
    });
  });

  it('has no analysis when told so, until the analysis is run again', async () => {
    world.sandbox.sim.nextCall({ withoutAnalysis: true });
    const { call_id } = await world.placeCall();
    await world.sandbox.sim.idle();
    expect(world.events()).not.toContain('call_analyzed');

    const rerun = await fetch(`${world.url}/rerun-call-analysis/${call_id}`, {
      method: 'PUT',
      headers: { authorization: 'Bearer key_test' },
    });
    await world.sandbox.sim.idle();

    expect(rerun.status).toBe(201);
    expect(world.events().at(-1)).toBe('call_analyzed');
  });

  it('ends at once when it is stopped', async () => {
    await world[Symbol.asyncDispose]();
    world = await openRetellWorld({ speed: 1 });
    const { call_id } = await world.placeCall();

    expect((await world.post(`/v2/stop-call/${call_id}`, {})).status).toBe(204);
    expect(await (await world.get(`/v2/get-call/${call_id}`)).json()).toMatchObject({
      call_status: 'not_connected',
      disconnection_reason: 'manual_stopped',
    });
    expect((await world.post(`/v2/stop-call/${call_id}`, {})).status).toBe(400);
  });
});

describe('a call that is not answered', () => {
  it.each([
    ['busy', 'dial_busy'],
    ['no_answer', 'dial_no_answer'],
    ['declined', 'user_declined'],
    ['invalid_destination', 'invalid_destination'],
    ['dial_failed', 'dial_failed'],
    ['telephony_error', 'telephony_provider_unavailable'],
  ] as const)('skips call_started when %s and ends as not connected with %s', async (outcome, reason) => {
    world.sandbox.sim.nextCall({ outcome });
    await world.placeCall();
    await world.sandbox.sim.idle();

    expect(world.events()).toEqual(['call_ended', 'call_analyzed']);
    expect(world.received[0]?.call).toMatchObject({
      call_status: 'not_connected',
      disconnection_reason: reason,
      duration_ms: 0,
    });
  });

  it('reaches voicemail as an ended call with the mailbox noted in its analysis', async () => {
    world.sandbox.sim.nextCall({ outcome: 'voicemail' });
    await world.placeCall();
    await world.sandbox.sim.idle();

    expect(world.received.at(-1)?.call).toMatchObject({
      call_status: 'ended',
      disconnection_reason: 'voicemail_reached',
      call_analysis: { in_voicemail: true },
    });
  });

  it('applies a scripted outcome only to the number it was meant for', async () => {
    world.sandbox.sim.nextCall({ outcome: 'busy', toNumber: '+12135550999' });
    await world.placeCall();
    await world.placeCall({ to_number: '+12135550999' });
    await world.sandbox.sim.idle();

    expect(world.sandbox.sim.calls().map((call) => call.disconnectionReason === 'dial_busy')).toEqual([false, true]);
  });
});

describe('a live call', () => {
  it('rings a person, answers what is typed, and ends when the person hangs up', async () => {
    const { sim } = world.sandbox;
    sim.nextCall({ outcome: 'live', language: 'en' });
    const { call_id } = await world.placeCall();
    await expect.poll(() => sim.calls()[0]?.phase).toBe('ringing');

    expect(sim.say(call_id, 'Too early')).toBe(false);
    expect(sim.answer(call_id)).toBe(true);
    expect(sim.say(call_id, 'Are you a robot?')).toBe(true);
    await expect.poll(() => sim.calls()[0]?.turns.length).toBe(3);
    expect(sim.hangUp(call_id)).toBe(true);
    await sim.idle();

    expect(sim.calls()[0]?.turns.map((turn) => turn.speaker)).toEqual(['agent', 'user', 'agent']);
    expect(sim.calls()[0]?.turns[2]?.text).toMatch(/I am an AI assistant/);
    expect(world.received.at(-1)?.call).toMatchObject({
      disconnection_reason: 'user_hangup',
      call_analysis: { call_summary: expect.stringContaining('Are you a robot?') },
    });
  });

  it('says goodbye and hangs up when asked not to call again', async () => {
    const { sim } = world.sandbox;
    sim.nextCall({ outcome: 'live', language: 'ru' });
    const { call_id } = await world.placeCall();
    await expect.poll(() => sim.answer(call_id)).toBe(true);
    sim.say(call_id, 'Не звоните мне больше');
    await sim.idle();

    expect(sim.calls()[0]).toMatchObject({ disconnectionReason: 'agent_hangup' });
    expect(world.received.at(-1)?.call).toMatchObject({ call_analysis: { user_sentiment: 'Negative' } });
  });

  it('can be declined', async () => {
    const { sim } = world.sandbox;
    sim.nextCall({ outcome: 'live' });
    const { call_id } = await world.placeCall();
    await expect.poll(() => sim.decline(call_id)).toBe(true);
    await sim.idle();

    expect(sim.calls()[0]?.disconnectionReason).toBe('user_declined');
    expect(world.events()).toEqual(['call_ended', 'call_analyzed']);
  });

  it('rings out when nobody answers', async () => {
    await world[Symbol.asyncDispose]();
    world = await openRetellWorld({ ringDurationMs: 30 });
    world.sandbox.sim.nextCall({ outcome: 'live' });
    await world.placeCall();
    await world.sandbox.sim.idle();

    expect(world.sandbox.sim.calls()[0]?.disconnectionReason).toBe('dial_no_answer');
  });

  it('rings when a phone page is open for the number and plays the script when none is', async () => {
    const leave = new AbortController();
    const page = await fetch(`${world.url}/sim/phone/events?number=%2B12135550123`, { signal: leave.signal });
    const reader = page.body?.getReader();
    await reader?.read();
    await world.placeCall();
    await world.placeCall({ to_number: '+12135550124' });
    await expect.poll(() => world.sandbox.sim.calls().map((call) => call.phase)).toEqual(['ringing', 'analyzed']);
    leave.abort();

    expect(world.sandbox.sim.calls().map((call) => call.isLive)).toEqual([true, false]);
  });
});
