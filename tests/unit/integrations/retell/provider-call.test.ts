import { describe, expect, it } from 'vitest';
import { toProviderCall } from '#integrations/retell/provider-call.ts';
import { WireCall } from '#integrations/retell/wire.ts';

function callWith(facts: Record<string, unknown>) {
  return toProviderCall(WireCall.parse({ call_id: 'call_7f3', call_status: 'ended', ...facts }));
}

describe('how a Retell call ended', () => {
  const talk = {
    call_status: 'ended',
    start_timestamp: 1_795_180_000_000,
    end_timestamp: 1_795_180_061_000,
    duration_ms: 61_000,
  };

  it.each([
    [{ ...talk, disconnection_reason: 'user_hangup', call_analysis: { call_successful: true } }, 'talked'],
    [{ ...talk, disconnection_reason: 'agent_hangup' }, 'talked'],
    [{ ...talk, disconnection_reason: 'user_hangup', call_analysis: { call_successful: false } }, 'talked_briefly'],
    [{ ...talk, duration_ms: 19_000, disconnection_reason: 'user_hangup' }, 'talked_briefly'],
    [{ ...talk, disconnection_reason: 'agent_hangup', call_analysis: { in_voicemail: true } }, 'voicemail'],
    [{ ...talk, disconnection_reason: 'voicemail_reached' }, 'voicemail'],
    [{ ...talk, disconnection_reason: 'ivr_reached' }, 'partial'],
    [{ ...talk, disconnection_reason: 'inactivity' }, 'partial'],
    [{ ...talk, disconnection_reason: 'max_duration_reached' }, 'partial'],
    [{ ...talk, disconnection_reason: 'call_transfer' }, 'handed_over'],
    [{ ...talk, disconnection_reason: 'transfer_bridged' }, 'handed_over'],
    [{ call_status: 'not_connected', disconnection_reason: 'dial_no_answer' }, 'no_answer'],
    [{ call_status: 'not_connected', disconnection_reason: 'dial_busy' }, 'busy'],
    [{ call_status: 'not_connected', disconnection_reason: 'user_declined' }, 'declined'],
    [{ call_status: 'not_connected', disconnection_reason: 'invalid_destination' }, 'bad_number'],
    [{ call_status: 'not_connected', disconnection_reason: 'dial_failed' }, 'number_reputation'],
    [{ call_status: 'not_connected', disconnection_reason: 'marked_as_spam' }, 'number_reputation'],
    [{ call_status: 'not_connected', disconnection_reason: 'telephony_provider_unavailable' }, 'technical'],
    [{ call_status: 'not_connected', disconnection_reason: 'sip_routing_error' }, 'technical'],
    [{ call_status: 'error', disconnection_reason: 'error_llm_websocket_open' }, 'technical'],
    [{ call_status: 'error', disconnection_reason: 'concurrency_limit_reached' }, 'throttled'],
    [{ call_status: 'error', disconnection_reason: 'no_valid_payment' }, 'account_problem'],
    [{ call_status: 'error', disconnection_reason: 'scam_detected' }, 'account_problem'],
    [{ ...talk, disconnection_reason: 'abducted_by_aliens' }, 'unknown'],
    [{ call_status: 'ended' }, 'unknown'],
    [{ call_status: 'registered' }, null],
    [{ call_status: 'ongoing', start_timestamp: 1 }, null],
  ])('%j is told as %s', (facts, outcome) => {
    expect(callWith(facts).outcome).toBe(outcome);
  });

  it('keeps words that Retell added later and reads the phase from the times', () => {
    expect(callWith({ call_status: 'paused', start_timestamp: 1_795_180_000_000 }).phase).toBe('ongoing');
    expect(callWith({ call_status: 'archived', end_timestamp: 1_795_180_000_000 }).phase).toBe('ended');
    expect(callWith({ disconnection_reason: 'new_reason' })).toMatchObject({
      providerReason: 'new_reason',
      outcome: 'unknown',
    });
  });

  it('counts seconds and cents whole and says null for what Retell did not say', () => {
    expect(callWith({ ...talk, duration_ms: 61_499, call_cost: { combined_cost: 9.455 } })).toMatchObject({
      durationSec: 61,
      costCents: 9,
      startedAt: new Date(1_795_180_000_000),
    });
    expect(callWith({ call_status: 'registered' })).toMatchObject({
      durationSec: null,
      costCents: null,
      startedAt: null,
      endedAt: null,
      segments: null,
      recordingUrl: null,
      complete: false,
    });
  });

  it('is complete with its analysis, or when there was nothing to analyze', () => {
    expect(callWith({ ...talk }).complete).toBe(false);
    expect(callWith({ ...talk, call_analysis: {} }).complete).toBe(true);
    expect(callWith({ call_status: 'not_connected' }).complete).toBe(true);
  });
});

describe('the transcript of a Retell call', () => {
  it('turns seconds of words into milliseconds of turns, the user as A and the agent as B', () => {
    const { segments } = callWith({
      transcript_object: [
        { role: 'agent', content: 'Hello', words: [{ word: 'Hello', start: 0.4, end: 0.8 }] },
        {
          role: 'user',
          content: ' Hi there ',
          words: [
            { word: 'Hi', start: 1.05, end: 1.2 },
            { word: 'there', start: 1.2, end: 1.512 },
          ],
        },
        { role: 'transfer_target', content: 'Support here', words: [{ word: 'Support', start: 2, end: 3 }] },
      ],
    });
    expect(segments).toEqual([
      { speaker: 'B', startMs: 400, endMs: 800, text: 'Hello' },
      { speaker: 'A', startMs: 1050, endMs: 1512, text: 'Hi there' },
      { speaker: 'B', startMs: 2000, endMs: 3000, text: 'Support here' },
    ]);
  });

  it('leaves out tools and empty turns and survives missing and senseless times', () => {
    const { segments } = callWith({
      transcript_object: [
        { role: 'agent', content: 'One', words: [] },
        { role: 'tool_call_invocation', name: 'book', arguments: '{}' },
        { role: 'user', content: '   ', words: [{ word: ' ', start: 1, end: 2 }] },
        { role: 'user', content: 'Two', words: [{ word: 'Two', start: 5, end: 4 }] },
        { role: 'user', content: 'Three', words: [{ word: 'Three', start: -1, end: null }] },
      ],
    });
    expect(segments?.map(({ text }) => text)).toEqual(['One', 'Two', 'Three']);
    expect(segments?.every(({ startMs, endMs }) => startMs >= 0 && endMs >= startMs)).toBe(true);
  });

  it('reads the plain transcript when there is no other, and tells silence from no transcript', () => {
    expect(callWith({ transcript: 'Agent: Hello\nUser: Hi\nwho is it\n' }).segments).toMatchObject([
      { speaker: 'B', text: 'Hello' },
      { speaker: 'A', text: 'Hi who is it' },
    ]);
    expect(callWith({ transcript_object: [] }).segments).toEqual([]);
    expect(callWith({}).segments).toBeNull();
  });
});
