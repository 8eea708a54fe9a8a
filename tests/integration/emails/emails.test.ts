import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { createContact } from '#domain/contacts/create-contact.ts';
import { recordConsent } from '#domain/contacts/record-consent.ts';
import { getEmail } from '#domain/emails/get-email.ts';
import { listEmails } from '#domain/emails/list-emails.ts';
import { queueEmail } from '#domain/emails/queue-email.ts';
import { retryEmail } from '#domain/emails/retry-email.ts';
import { settleEmail } from '#domain/emails/settle-email.ts';
import { uploadFile } from '#domain/files/upload-file.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { createSmtpMailer } from '#integrations/smtp/client.ts';
import { parseSmtpUrl } from '#integrations/smtp/access.ts';
import { sendEmailJob } from '#jobs/emails/send-email.job.ts';
import { planEffects } from '#jobs/reactions.ts';
import { createFakeStorage } from '#tests/support/fakes/fake-storage.ts';
import { startMailServer } from '#tests/support/mail-server.ts';
import type { MailServer } from '#tests/support/mail-server.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let server: MailServer;
let world: TestWorld;
beforeAll(async () => {
  server = await startMailServer();
  const mailer = createSmtpMailer({
    ...parseSmtpUrl(server.url, 'Sales <sales@example.test>'),
    timeouts: { connectMs: 2_000, greetingMs: 2_000, silenceMs: 200 },
  });
  const storage = createFakeStorage();
  world = await createTestWorld({ planEffects, ports: { mailer: async () => mailer, storage } });
});
afterAll(async () => {
  await world.close();
  await server.close();
});
beforeEach(() => {
  server.fault = null;
  server.taken.length = 0;
  server.bodies = 0;
});

const letter = { subject: 'Test drive', text: 'See you on Saturday.' };

async function aLead() {
  const email = `client-${newId()}@example.com`;
  const ctx = world.as(world.manager);
  const lead = await createLead(ctx, { name: 'Мария Козлова', email, ownerId: world.manager.id });
  return { leadId: lead.id, contactId: lead.contact.id, email };
}

/** Makes what waits for its next attempt due now. */
const makeDue = () => world.database.pool.query(`UPDATE effects SET run_at = now() WHERE state = 'ready'`);
const drain = () => world.drain([sendEmailJob]);
const statusOf = async (emailId: string) => (await getEmail(world.as(world.manager), { emailId })).status;

test('An e-mail from a lead reaches the contact, and the timeline, audit and events say so.', async () => {
  const { leadId, contactId, email } = await aLead();
  const ctx = world.as(world.manager);
  const file = await uploadFile(ctx, { name: 'price.csv', bytes: new TextEncoder().encode('a,b\n') });
  const queued = await queueEmail(ctx, { ...letter, leadId, attachmentIds: [file.id] });
  expect(queued).toMatchObject({ status: 'queued', to: [email], contactId, from: 'sales@example.test' });
  await drain();
  expect(server.taken).toHaveLength(1);
  expect(server.taken[0]).toMatchObject({ to: [email], raw: expect.stringContaining('price.csv') });
  const sent = await getEmail(ctx, { emailId: queued.id });
  expect(sent).toMatchObject({
    status: 'sent',
    response: expect.stringContaining('250'),
    author: { id: ctx.actor.id },
  });
  const { prisma } = world.database;
  const kinds = await prisma.activity.findMany({
    where: { leadId, kind: { startsWith: 'email.' } },
    orderBy: { id: 'asc' },
  });
  expect(kinds.map(({ kind }) => kind)).toEqual(['email.queued', 'email.sent']);
  expect(await prisma.auditEntry.count({ where: { subjectId: queued.id } })).toBe(2);
  const told = world.events.filter(({ subjectId }) => subjectId === queued.id).map(({ type }) => type);
  expect(told).toEqual(['email.queued', 'email.sent']);
});

test('A server that cannot take it now gets it later, once.', async () => {
  const { leadId } = await aLead();
  server.fault = { at: 'recipient', code: 451, sentence: 'greylisted' };
  const { id } = await queueEmail(world.as(world.manager), { ...letter, leadId });
  await drain();
  expect(await statusOf(id)).toBe('queued');
  server.fault = null;
  await makeDue();
  await drain();
  expect(await statusOf(id)).toBe('sent');
  expect(server.taken).toHaveLength(1);
});

test.each([
  ['recipient', 550, 'bounced'],
  ['body', 554, 'failed'],
  ['sender', 553, 'failed'],
] as const)('A refusal of the %s by %d makes it %s, and a member may send it again.', async (at, code, status) => {
  const { leadId } = await aLead();
  server.fault = { at, code, sentence: 'no' };
  const { id } = await queueEmail(world.as(world.manager), { ...letter, leadId });
  await drain();
  expect(await getEmail(world.as(world.manager), { emailId: id })).toMatchObject({
    status,
    error: expect.stringContaining(String(code)),
  });
  server.fault = null;
  await retryEmail(world.as(world.manager), { emailId: id });
  await drain();
  expect(await statusOf(id)).toBe('sent');
});

test('One that the server may have taken is not sent again by itself; a member decides, and it keeps its Message-ID.', async () => {
  const { leadId } = await aLead();
  server.fault = { at: 'silence' };
  const ctx = world.as(world.manager);
  const { id } = await queueEmail(ctx, { ...letter, leadId });
  await drain();
  await makeDue();
  await drain();
  expect(await statusOf(id)).toBe('unknown');
  expect(server.bodies).toBe(1);
  await expect(retryEmail(ctx, { emailId: id })).rejects.toMatchObject({ reason: 'email.mayHaveArrived' });
  server.fault = null;
  await retryEmail(ctx, { emailId: id, mayComeTwice: true });
  await drain();
  expect(server.taken.map(({ raw }) => raw.includes(`<${id}@example.test>`))).toEqual([true]);
  await expect(retryEmail(ctx, { emailId: id, mayComeTwice: true })).rejects.toMatchObject({
    reason: 'email.alreadySettled',
  });
  await expect(settleEmail(ctx, { emailId: id, arrived: true })).rejects.toMatchObject({
    reason: 'email.alreadySettled',
  });
});

test('A worker that dies between handing it over and the answer leaves it to a person; it is not sent twice.', async () => {
  const { leadId } = await aLead();
  const { id } = await queueEmail(world.as(world.manager), { ...letter, leadId });
  // What such a worker leaves: the row is running and dispatched, its lease has run out, nobody settled it.
  await world.database.pool.query(
    `UPDATE effects SET dispatched_at = now(), attempts = 1 WHERE kind = 'send-email' AND payload->>'emailId' = $1`,
    [id],
  );
  await drain();
  expect(await statusOf(id)).toBe('unknown');
  expect(server.bodies).toBe(0);
  await settleEmail(world.as(world.manager), { emailId: id, arrived: true });
  expect(await statusOf(id)).toBe('sent');
});

test('Nobody is written to who asked not to be, has no address, or is not the author’s to see.', async () => {
  const { leadId, contactId } = await aLead();
  const ctx = world.as(world.manager);
  const stranger = await createContact(world.as(world.otherManager), {
    name: 'No mail',
    ownerId: world.otherManager.id,
  });
  await expect(queueEmail(world.as(world.otherManager), { ...letter, contactId: stranger.id })).rejects.toMatchObject({
    reason: 'email.noAddress',
  });
  await expect(queueEmail(world.as(world.otherManager), { ...letter, leadId })).rejects.toMatchObject({
    reason: 'lead.notFound',
  });
  await expect(queueEmail(world.as(world.analyst), { ...letter, leadId })).rejects.toMatchObject({
    reason: 'permission.missing',
  });
  await expect(queueEmail(world.as(world.other.manager), { ...letter, leadId })).rejects.toMatchObject({
    reason: 'lead.notFound',
  });
  await recordConsent(ctx, { contactId, kind: 'message', granted: false, source: 'manual' });
  await expect(queueEmail(ctx, { ...letter, leadId })).rejects.toMatchObject({ reason: 'message.clientOptedOut' });
});

test('A file that somebody else uploaded, or that is a recording, cannot leave by mail; programs are not taken.', async () => {
  const { leadId } = await aLead();
  const ctx = world.as(world.manager);
  const theirs = await uploadFile(world.as(world.otherManager), { name: 'x.txt', bytes: new Uint8Array([65]) });
  await expect(queueEmail(ctx, { ...letter, leadId, attachmentIds: [theirs.id] })).rejects.toMatchObject({
    reason: 'file.notFound',
  });
  await expect(uploadFile(ctx, { name: 'invoice.pdf', bytes: new Uint8Array([0x4d, 0x5a, 0]) })).rejects.toMatchObject({
    reason: 'input.invalid',
  });
  const markup = await uploadFile(ctx, { name: 'page.html', bytes: new TextEncoder().encode('<script>1</script>') });
  expect(markup.mimeType).toBe('text/plain');
});

test('An e-mail shows to whoever sees its record, to its author, and to nobody else.', async () => {
  const { leadId } = await aLead();
  const { id } = await queueEmail(world.as(world.manager), { ...letter, leadId });
  const idsFor = async (user: typeof world.manager) =>
    (await listEmails(world.as(user), { limit: 100 })).items.map((email) => email.id);
  expect(await idsFor(world.manager)).toContain(id);
  expect(await idsFor(world.analyst)).toContain(id);
  expect(await idsFor(world.otherManager)).not.toContain(id);
  expect(await idsFor(world.other.admin)).not.toContain(id);
  await expect(getEmail(world.as(world.otherManager), { emailId: id })).rejects.toMatchObject({
    reason: 'email.notFound',
  });
  await world.database.prisma.email.updateMany({ where: { id }, data: { status: 'failed' } });
  await expect(retryEmail(world.as(world.otherManager), { emailId: id })).rejects.toMatchObject({
    reason: 'email.notFound',
  });
});

test('A mail server that is out of reach for a day puts the mail before a person, certainly not sent.', async () => {
  const { leadId } = await aLead();
  server.fault = { at: 'greeting', code: 421, sentence: 'busy' };
  const { id } = await queueEmail(world.as(world.manager), { ...letter, leadId });
  await world.database.pool.query(
    `UPDATE effects SET deadline_at = now() - interval '1 s' WHERE payload->>'emailId' = $1`,
    [id],
  );
  await drain();
  expect(await statusOf(id)).toBe('failed');
});
