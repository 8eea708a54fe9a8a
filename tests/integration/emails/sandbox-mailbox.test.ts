import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseSmtpUrl } from '#integrations/smtp/access.ts';
import { createSmtpMailer } from '#integrations/smtp/client.ts';
import type { Mailer } from '#domain/ports/mailer.ts';
import { createSmtpSandbox } from '#sandbox/smtp/index.ts';

const sandbox = createSmtpSandbox({ log: () => undefined });
let mailer: Mailer;
beforeAll(async () => {
  const timeouts = { connectMs: 2_000, greetingMs: 2_000, silenceMs: 200 };
  mailer = createSmtpMailer({ ...parseSmtpUrl(await sandbox.listen(), 'Перезвон <sales@example.test>'), timeouts });
});
afterAll(() => sandbox.close());

const mail = { to: ['maria@example.com'], messageId: 'id@example.test' };
const askFor = (fault: object) =>
  sandbox.app.request('/sim/fault', {
    method: 'POST',
    body: JSON.stringify(fault),
    headers: { 'content-type': 'application/json' },
  });

test('The sandbox’s mailbox shows what was sent, as text, and says that it is a stand-in.', async () => {
  await mailer.send({
    ...mail,
    subject: 'Ваш тест-драйв <в субботу>',
    text: `Ждём вас!\n<script>alert(1)</script> http://localhost/reset-password#abc ${'длинная строка '.repeat(20)}`,
    attachments: [{ name: 'цены на ноябрь.csv', mimeType: 'text/csv', bytes: new TextEncoder().encode('a,b') }],
  });
  expect(sandbox.mails()[0]).toMatchObject({
    subject: 'Ваш тест-драйв <в субботу>',
    from: expect.stringContaining('Перезвон'),
    to: 'maria@example.com',
    text: expect.stringContaining('длинная строка длинная строка'),
    files: ['цены на ноябрь.csv'],
  });
  const page = await (await sandbox.app.request('/')).text();
  expect(page).toContain('A local stand-in for a mail server');
  expect(page).toContain('<a href="http://localhost/reset-password#abc">');
  expect(page).not.toContain('<script>');
});

test('It refuses and falls silent on demand, as often as it was told.', async () => {
  expect((await askFor({ at: 'recipient', code: 451 })).status).toBe(200);
  await expect(mailer.send({ ...mail, subject: 's', text: 't' })).rejects.toMatchObject({ kind: 'retryable' });
  await askFor({ at: 'silence' });
  await expect(mailer.send({ ...mail, subject: 's', text: 't' })).rejects.toMatchObject({ kind: 'unknown' });
  await mailer.send({ ...mail, subject: 's', text: 't' });
  expect((await askFor({ at: 'nowhere' })).status).toBe(400);
});
