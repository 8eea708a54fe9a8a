import { describe, expect, it } from 'vitest';
import { readWebhook } from '#bot/updates/read-webhook.ts';

describe('a webhook request', () => {
  it('is refused before its body is read when the secret is wrong or none is set', () => {
    expect(readWebhook({ expected: 'right', given: 'wrong', rawBody: '{' })).toBe('bad_secret');
    expect(readWebhook({ expected: undefined, given: '', rawBody: '{"update_id":1}' })).toBe('bad_secret');
    expect(readWebhook({ expected: '', given: '', rawBody: '{"update_id":1}' })).toBe('bad_secret');
  });

  it('with the right secret must carry an update', () => {
    expect(readWebhook({ expected: 's', given: 's', rawBody: 'nonsense' })).toBe('bad_body');
    expect(readWebhook({ expected: 's', given: 's', rawBody: '{"update_id":"1"}' })).toBe('bad_body');
    expect(readWebhook({ expected: 's', given: 's', rawBody: '{"update_id":1,"new_field":{}}' })).toEqual({
      update: { update_id: 1, new_field: {} },
    });
  });
});
