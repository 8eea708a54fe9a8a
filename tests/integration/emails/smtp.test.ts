import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSmtpMailer } from '#integrations/smtp/client.ts';
import { parseSmtpUrl } from '#integrations/smtp/access.ts';
import type { Mail } from '#domain/ports/mailer.ts';
import { startMailServer } from '#tests/support/mail-server.ts';
import type { MailFault, MailServer } from '#tests/support/mail-server.ts';

const timeouts = { connectMs: 2_000, greetingMs: 2_000, silenceMs: 300 };
const mail: Mail = {
  to: ['maria@example.com'],
  subject: 'Привет',
  text: 'Ждём вас.',
  messageId: 'our-id@example.test',
};

let server: MailServer;
beforeEach(async () => {
  server = await startMailServer();
});
afterEach(() => server.close());

const mailerTo = (url: string) => createSmtpMailer({ ...parseSmtpUrl(url, 'Sales <sales@example.test>'), timeouts });

test('A mail arrives with its subject, text, file and our Message-ID.', async () => {
  const bytes = new TextEncoder().encode('a,b\n');
  const sent = await mailerTo(server.url).send({
    ...mail,
    cc: ['boss@example.com'],
    attachments: [{ name: 'цены.csv', mimeType: 'text/csv', bytes }],
  });
  expect(sent).toEqual({ response: expect.stringContaining('250'), messageId: mail.messageId, refused: [] });
  const [taken] = server.taken;
  expect(taken).toMatchObject({ from: 'sales@example.test', to: ['maria@example.com', 'boss@example.com'] });
  expect(taken?.raw).toContain('Message-ID: <our-id@example.test>');
  expect(taken?.raw).toContain('Subject: =?UTF-8?');
  expect(taken?.raw).toContain(Buffer.from(bytes).toString('base64'));
});

describe('What a server answers decides between again, never and a person:', () => {
  const cases: [string, MailFault, { kind: string; detail: string }][] = [
    ['421 at the greeting', { at: 'greeting', code: 421, sentence: 'busy' }, { kind: 'retryable', detail: 'busy' }],
    [
      '451 to the recipient',
      { at: 'recipient', code: 451, sentence: 'greylisted' },
      { kind: 'retryable', detail: 'recipient_refused' },
    ],
    [
      '550 to the recipient',
      { at: 'recipient', code: 550, sentence: 'no such user' },
      { kind: 'permanent', detail: 'recipient_refused' },
    ],
    [
      '553 to the sender',
      { at: 'sender', code: 553, sentence: 'not yours' },
      { kind: 'permanent', detail: 'sender_refused' },
    ],
    ['451 to the body', { at: 'body', code: 451, sentence: 'try later' }, { kind: 'retryable', detail: 'refused' }],
    ['554 to the body', { at: 'body', code: 554, sentence: 'spam' }, { kind: 'permanent', detail: 'refused' }],
    ['421 to the body', { at: 'body', code: 421, sentence: 'closing' }, { kind: 'unknown', detail: 'no_answer' }],
    ['silence after the body', { at: 'silence' }, { kind: 'unknown', detail: 'no_answer' }],
    ['a broken connection after the body', { at: 'hangUp' }, { kind: 'unknown', detail: 'no_answer' }],
  ];
  test.each(cases)('%s', async (_name, fault, expected) => {
    server.fault = fault;
    await expect(mailerTo(server.url).send(mail)).rejects.toMatchObject({ name: 'ProviderError', ...expected });
    expect(server.taken).toEqual([]);
  });

  test('no server at the address', async () => {
    const { port } = server;
    await server.close();
    await expect(mailerTo(`smtp://127.0.0.1:${port}?security=none`).send(mail)).rejects.toMatchObject({
      kind: 'retryable',
      detail: 'connection',
    });
  });

  test('a server that offers no encryption where it was asked for', async () => {
    await expect(mailerTo(`smtp://127.0.0.1:${server.port}?security=starttls`).send(mail)).rejects.toMatchObject({
      kind: 'permanent',
      detail: 'tls',
    });
    expect(server.bodies).toBe(0);
  });
});

test('A stopped sender ends at once, and what was not handed over is known not to be sent.', async () => {
  server.fault = { at: 'silence' };
  const stop = new AbortController();
  const sending = mailerTo(server.url).send(mail, { signal: stop.signal });
  await server.bodyArrived();
  stop.abort();
  await expect(sending).rejects.toMatchObject({ kind: 'unknown' });
  await expect(mailerTo(server.url).send(mail, { signal: stop.signal })).rejects.toMatchObject({ kind: 'retryable' });
  expect(server.bodies).toBe(1);
});

test.each([
  ['a line break in an address', { to: ['maria@example.com>\r\nRCPT TO:<eve@example.com'] }],
  ['two addresses in one', { to: ['maria@example.com,eve@example.com'] }],
  ['a name before an address', { to: ['Maria <maria@example.com>'] }],
  ['no address', { to: [] }],
  ['a line break in the subject', { subject: 'Hello\r\nBcc: eve@example.com' }],
  ['a line break in the message id', { messageId: 'x@y>\r\nBcc: eve@example.com' }],
])('Nothing is smuggled in by %s.', async (_name, change) => {
  await expect(mailerTo(server.url).send({ ...mail, ...change })).rejects.toMatchObject({ kind: 'permanent' });
  expect(server.bodies).toBe(0);
});

describe('A connection test says what is wrong:', () => {
  const problemOf = async (url: string) => (await mailerTo(url).test()).details?.['problem'];

  test('nothing is, and nothing is sent', async () => {
    const found = await mailerTo(server.url).test();
    expect(found).toMatchObject({ ok: true, message: expect.stringContaining('sales@example.test') });
    expect(server.taken).toEqual([]);
  });

  test('the name, the connection, the encryption, the sender', async () => {
    expect(await problemOf('smtp://mail.invalid:25')).toBe('dns');
    expect(await problemOf('smtp://127.0.0.1:1')).toBe('connection');
    expect(await problemOf(`smtp://127.0.0.1:${server.port}?security=starttls`)).toBe('tls');
    server.fault = { at: 'sender', code: 550, sentence: 'not one of ours' };
    const refused = await mailerTo(server.url).test();
    expect(refused).toMatchObject({ ok: false, message: expect.stringContaining('not one of ours') });
    expect(refused.details?.['problem']).toBe('sender_refused');
  });

  test('the login', async () => {
    const locked = await startMailServer({ login: { user: 'sales', password: 'right' } });
    const urlWith = (password: string) => `smtp://sales:${password}@127.0.0.1:${locked.port}?security=none`;
    expect(await problemOf(urlWith('wrong'))).toBe('login');
    await expect(mailerTo(urlWith('wrong')).send(mail)).rejects.toMatchObject({ kind: 'permanent', detail: 'login' });
    expect((await mailerTo(urlWith('right')).test()).ok).toBe(true);
    await mailerTo(urlWith('right')).send(mail);
    expect(locked.taken).toHaveLength(1);
    await locked.close();
  });
});

test('What a tenant names never reaches a private network, an odd port, or a password in the clear.', async () => {
  const tenants = (change: object) =>
    createSmtpMailer({
      host: 'mail.tenant.example',
      port: 587,
      security: 'starttls',
      user: 'sales',
      password: 'secret',
      from: 'sales@tenant.example',
      isOperators: false,
      timeouts,
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
      ...change,
    }).send(mail);
  await expect(tenants({})).rejects.toMatchObject({ kind: 'permanent', detail: 'address_refused' });
  await expect(tenants({ port: server.port })).rejects.toMatchObject({ detail: 'address_refused' });
  await expect(tenants({ host: '10.0.0.7' })).rejects.toMatchObject({ detail: 'address_refused' });
  await expect(tenants({ security: 'none' })).rejects.toMatchObject({ kind: 'permanent', detail: 'tls' });
  expect(server.logins).toEqual([]);
});
