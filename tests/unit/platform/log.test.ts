import { describe, expect, test } from 'vitest';
import { createLog, redactText } from '#platform/log.ts';

const token = `7012345678:${'AAH-abc_DEF'.repeat(3)}`;
// Put together here, so that no scanner takes it for a real one.
const apiKey = ['sk', 'proj', 'Abcdefgh1234567890'].join('-');

describe('what reaches the logs', () => {
  test.each([
    ['a bot token in an address', `POST https://api.telegram.org/bot${token}/getMe failed`, token],
    ['a bot token in a file address', `GET http://localhost/file/bot${token}/voice/1.ogg`, token],
    ['an API key in an error text', `Incorrect API key provided: ${apiKey}`, apiKey],
    ['a bearer token in a header dump', 'authorization: Bearer abc.def-123_456', 'abc.def-123_456'],
  ])('%s is removed', (_name, text, secret) => {
    expect(redactText(text)).not.toContain(secret);
  });

  test('secrets in fields and in error messages never reach the sink', () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line: string) => void lines.push(line) });
    log.info(
      { password: 'hunter22', body: { token: 'abc123' }, err: new Error(`/bot${token}/sendMessage`) },
      `calling /bot${token}/x`,
    );
    const written = lines.join('');
    expect(written).toContain('[redacted]');
    for (const secret of ['hunter22', 'abc123', token]) expect(written).not.toContain(secret);
  });

  test('ordinary texts with numbers and colons stay as they are', () => {
    const text = 'call 01a1f9c2-de09-700d at 12:30, request 42:7, 2026-11-20T10:00:00';
    expect(redactText(text)).toBe(text);
  });
});
