import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseRetellEvent, peekOrganizationId, verifyRetellSignature } from '#integrations/retell/webhook.ts';

const key = 'key_webhook_1234567890';
const nowMs = 1_795_180_100_000;
const body = JSON.stringify({
  event: 'call_ended',
  call: {
    call_id: 'call_7f3',
    call_type: 'phone_call',
    call_status: 'ended',
    direction: 'outbound',
    from_number: '+14155550100',
    to_number: '+12135550123',
    agent_id: 'agent_a1',
    agent_version: 3,
    metadata: { attempt_id: 'at_91', organization_id: 'org_1' },
    start_timestamp: 1_795_180_000_000,
    end_timestamp: 1_795_180_061_000,
    duration_ms: 61_000,
    disconnection_reason: 'user_hangup',
    transcript_object: [{ role: 'agent', content: 'Привет', words: [{ word: 'Привет', start: 0.4, end: 0.8 }] }],
  },
});

function sign(text: string, atMs: number | string = nowMs, secret = key): string {
  return `v=${atMs},d=${createHmac('sha256', secret).update(`${text}${atMs}`).digest('hex')}`;
}

describe("Retell's signature", () => {
  it('is accepted for exactly the signed bytes, as text and as bytes', () => {
    expect(verifyRetellSignature(body, sign(body), key, nowMs)).toBe(true);
    expect(verifyRetellSignature(new TextEncoder().encode(body), sign(body), key, nowMs)).toBe(true);
  });

  it('is accepted up to five minutes away in either direction and not beyond', () => {
    const fiveMinutesMs = 300_000;
    for (const shift of [-fiveMinutesMs, fiveMinutesMs])
      expect(verifyRetellSignature(body, sign(body, nowMs + shift), key, nowMs)).toBe(true);
    for (const shift of [-fiveMinutesMs - 1, fiveMinutesMs + 1]) {
      expect(verifyRetellSignature(body, sign(body, nowMs + shift), key, nowMs)).toBe(false);
    }
  });

  const digest = sign(body).split('d=')[1] ?? '';
  it.each([
    ['another body', sign(`${body} `), key],
    ['another key', sign(body, nowMs, 'key_of_someone_else'), key],
    ['no key at all', sign(body, nowMs, ''), ''],
    ['no header', undefined, key],
    ['null', null, key],
    ['an empty header', '', key],
    ['no time', `d=${digest}`, key],
    ['no digest', `v=${nowMs}`, key],
    ['a short digest', `v=${nowMs},d=${digest.slice(2)}`, key],
    ['a long digest', `v=${nowMs},d=${digest}00`, key],
    ['a digest that is not hex', `v=${nowMs},d=${'z'.repeat(64)}`, key],
    ['an upper-case digest', `v=${nowMs},d=${digest.toUpperCase()}`, key],
    ['a second value', `v=${nowMs},d=${digest},d=${digest}`, key],
    ['spaces', `v=${nowMs}, d=${digest}`, key],
    ['a time in seconds', sign(body, 1_795_180_100), key],
    ['a time that is no number', sign(body, 'NaN'), key],
    ['an endless time', sign(body, '9'.repeat(400)), key],
    ['a line break', `v=${nowMs},d=${digest}\n`, key],
  ])('is refused with %s, without throwing', (_name, header, secret) => {
    expect(verifyRetellSignature(body, header, secret, nowMs)).toBe(false);
  });
});

describe('a Retell event', () => {
  it('is read into the facts of the call', () => {
    expect(parseRetellEvent(body)).toMatchObject({
      event: 'call_ended',
      dedupeKey: 'call_7f3:call_ended',
      call: {
        providerCallId: 'call_7f3',
        attemptId: 'at_91',
        organizationId: 'org_1',
        phase: 'ended',
        outcome: 'talked',
      },
    });
  });

  it('that may come often is told apart by its body, and a repeat of it is the same', () => {
    const updated = (text: string) =>
      JSON.stringify({ event: 'transcript_updated', call: { call_id: 'call_7f3', transcript: text } });
    const keys = [updated('Agent: a'), updated('Agent: b'), updated('Agent: a')].map(
      (raw) => parseRetellEvent(raw)?.dedupeKey,
    );
    expect(keys[0]).toMatch(/^call_7f3:transcript_updated:[0-9a-f]{64}$/);
    expect(keys[1]).not.toBe(keys[0]);
    expect(keys[2]).toBe(keys[0]);
  });

  it('with an unknown name and unknown fields is read, not refused', () => {
    const raw = JSON.stringify({
      event: 'call_sneezed',
      call: { call_id: 'call_1', call_status: 'new', future_field: [1] },
    });
    expect(parseRetellEvent(raw)).toMatchObject({ event: 'call_sneezed', call: { providerCallId: 'call_1' } });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'hello'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no call', '{"event":"chat_ended","chat":{}}'],
    ['a call without id', '{"event":"call_ended","call":{}}'],
    ['an empty id', '{"event":"call_ended","call":{"call_id":""}}'],
    ['an id that is a number', '{"event":"call_ended","call":{"call_id":7}}'],
    ['no event', '{"call":{"call_id":"x"}}'],
  ])('of %s is null', (_name, raw) => {
    expect(parseRetellEvent(raw)).toBeNull();
  });

  it('that is not UTF-8 is null', () => {
    expect(parseRetellEvent(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]))).toBeNull();
  });

  it('names its organization before it is verified, and null when it names none', () => {
    expect(peekOrganizationId(body)).toBe('org_1');
    for (const raw of [
      '',
      'x',
      'null',
      '{}',
      '{"call":null}',
      '{"call":{"metadata":"x"}}',
      '{"call":{"metadata":{"organization_id":5}}}',
    ]) {
      expect(peekOrganizationId(raw)).toBeNull();
    }
  });
});
