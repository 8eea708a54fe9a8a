import { GrammyError, HttpError } from 'grammy';
import { describe, expect, it } from 'vitest';
import { isNotModified, toProviderError } from '#bot/telegram-failure.ts';

function refusal(code: number, description: string, method = 'sendMessage', parameters = {}): GrammyError {
  return new GrammyError('call failed', { ok: false, error_code: code, description, parameters }, method, {});
}

describe('a failure of Telegram', () => {
  it('is final when the person stopped the bot', () => {
    expect(toProviderError(refusal(403, 'Forbidden: bot was blocked by the user'))).toMatchObject({
      kind: 'permanent',
      detail: 'blocked',
    });
  });

  it('keeps the pause that Telegram asked for', () => {
    expect(
      toProviderError(refusal(429, 'Too Many Requests: retry after 7', 'sendMessage', { retry_after: 7 })),
    ).toMatchObject({ kind: 'retryable', detail: 'rate_limited', retryAfterMs: 7000 });
  });

  it('leaves it open whether a message went out when Telegram broke, but not for an edit', () => {
    expect(toProviderError(refusal(502, 'Bad Gateway'))).toMatchObject({ kind: 'unknown' });
    expect(toProviderError(refusal(502, 'Bad Gateway', 'editMessageText'))).toMatchObject({ kind: 'retryable' });
    expect(toProviderError(new HttpError("Network request for 'sendMessage' failed!", new Error('x')))).toMatchObject({
      kind: 'unknown',
    });
    expect(
      toProviderError(new HttpError("Network request for 'editMessageText' failed!", new Error('x'))),
    ).toMatchObject({ kind: 'retryable' });
  });

  it('tells an unchanged message from one that is gone', () => {
    expect(
      isNotModified(
        refusal(400, 'Bad Request: message is not modified: specified new message content', 'editMessageText'),
      ),
    ).toBe(true);
    expect(toProviderError(refusal(400, 'Bad Request: message to edit not found', 'editMessageText'))).toMatchObject({
      detail: 'gone',
    });
  });
});
