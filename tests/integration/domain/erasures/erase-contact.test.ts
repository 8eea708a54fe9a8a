import { afterAll, beforeAll, expect, test } from 'vitest';
import { eraseContact } from '#domain/erasures/erase-contact.ts';
import { listErasures } from '#domain/erasures/list-erasures.ts';
import { addDoNotCall } from '#domain/contacts/add-do-not-call.ts';
import { createContact } from '#domain/contacts/create-contact.ts';
import { receiveClientMessage } from '#domain/conversations/receive-client-message.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { addNote } from '#domain/leads/add-note.ts';
import { newId } from '#platform/ids.ts';
import { deleteFilesJob } from '#jobs/files/delete-files.job.ts';
import { createImportWorld } from '#tests/integration/domain/imports/import-world.ts';
import type { ImportWorld } from '#tests/integration/domain/imports/import-world.ts';

const phone = '+79167770001';
const email = 'forget.me@example.com';
const secret = 'Незабудкина';
let world: ImportWorld;
const admin = () => world.as(world.admin);

beforeAll(async () => {
  world = await createImportWorld();
});
afterAll(() => world.close());

/** Every text of every table of the organization, but for the hashes of tokens and the like. */
async function everything(): Promise<string> {
  const { pool } = world.database;
  const { rows } = await pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id'
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'`,
  );
  const texts: string[] = [];
  for (const { name } of rows) {
    const { rows: found } = await pool.query<{ row: string }>(
      `SELECT to_jsonb(t)::text AS row FROM ${name} t WHERE organization_id = $1`,
      [world.organizationId],
    );
    texts.push(...found.map(({ row }) => `${name}: ${row}`));
  }
  return texts.join('\n');
}

/** A person who left a trace wherever one can be left. */
async function aPerson() {
  const { db } = world.system();
  const lead = await createLead(admin(), {
    name: secret,
    phone,
    email,
    note: `${secret} из ${phone}`,
    companyName: secret,
  });
  const contactId = lead.contact.id;
  await addNote(admin(), { leadId: lead.id, text: `Звонила ${secret}` });
  await addDoNotCall(admin(), { phone, reason: 'asked', source: 'test' });
  await db.contact.update({
    where: { id: contactId },
    data: { telegramUserId: 777_001n, telegramUsername: 'forget_me' },
  });
  const fileId = newId();
  const storageKey = `${world.organizationId}/recordings/secret`;
  await world.storage.put(storageKey, Buffer.from(secret), 'audio/wav');
  await db.storedFile.create({
    data: { id: fileId, storageKey, name: 'call.wav', mimeType: 'audio/wav', sizeBytes: 1, sha256: 'x' },
  });
  const callId = newId();
  await db.call.create({
    data: {
      id: callId,
      contactId,
      leadId: lead.id,
      source: 'upload',
      direction: 'incoming',
      status: 'ended',
      phone,
      clientName: secret,
      durationSec: 61,
      recordingFileId: fileId,
      recordingStatus: 'stored',
    },
  });
  await db.transcriptSegment.create({
    data: { id: newId(), callId, position: 0, startMs: 0, endMs: 1, speaker: 'A', text: `Я ${secret}` },
  });
  const conversationId = newId();
  await db.conversation.create({
    data: { id: conversationId, contactId, leadId: lead.id, externalChatId: 'bot:1:777001' },
  });
  await db.message.create({
    data: { id: newId(), conversationId, direction: 'incoming', status: 'received', text: `Привет, ${secret}` },
  });
  await db.task.create({
    data: { id: newId(), leadId: lead.id, ownerId: world.admin.id, title: `Позвонить: ${secret}` },
  });
  await db.email.create({
    data: {
      id: newId(),
      contactId,
      fromAddress: 'us@example.com',
      toAddresses: [email],
      subject: secret,
      text: secret,
      messageId: '<1@x>',
    },
  });
  return { contactId, leadId: lead.id, callId, storageKey };
}

test('a person who asks for it is erased from every table and file, with proof, and is not brought back', async () => {
  const bystander = await createContact(admin(), { name: 'Прохожий', phones: ['+79167770002'] });
  const imported = await world.apply(`Имя;Телефон\n${secret};${phone}\n`, {});
  const person = await aPerson();
  const before = await everything();
  for (const trace of [secret, phone, email, '777001', 'forget_me']) expect(before).toContain(trace);

  const erasure = await eraseContact(admin(), { contactId: person.contactId, reason: `Request 17 of ${secret}` });
  expect(erasure.proof).toMatchObject({
    contacts: 1,
    leads: 1,
    phones: 1,
    messages: 1,
    transcriptSegments: 1,
    notes: 1,
    emails: 1,
    importRows: 1,
    doNotCallKept: 1,
  });
  await world.drain([deleteFilesJob]);
  const after = await everything();
  for (const trace of [secret, email, '777001', 'forget_me']) expect(after, trace).not.toContain(trace);
  // The one place that keeps the number keeps it so that nobody calls the person.
  expect(
    after
      .split('\n')
      .filter((line) => line.includes(phone))
      .map((line) => line.split(':')[0]),
  ).toEqual(['do_not_call']);
  expect(
    [...world.storage.files.keys()].filter((key) => key === person.storageKey || key.includes('/imports/')),
  ).toEqual([]);
  expect(await world.system().db.call.findFirstOrThrow({ where: { id: person.callId } })).toMatchObject({
    durationSec: 61,
  });
  expect(await world.system().db.contact.findFirstOrThrow({ where: { id: bystander.id } })).toMatchObject({
    name: 'Прохожий',
  });
  expect(imported.counts.created).toBe(1);

  const again = await eraseContact(admin(), { contactId: person.contactId, reason: 'Once more' });
  expect(again.id).toBe(erasure.id);
  expect((await listErasures(admin())).items.map(({ id }) => id)).toEqual([erasure.id]);

  const found = await world.check(
    `Имя;Телефон;Почта\n${secret};8${phone.slice(2)};\nТоже;;${email}\nНет;+79167770003;\n`,
  );
  expect(found.counts).toMatchObject({ bad: 2, new: 1 });
  const consented = await world.check(`Имя;Телефон\n${secret};${phone}\n`, {
    options: { hasNewConsent: true },
  });
  expect(consented.counts).toMatchObject({ bad: 0, new: 1 });
});

test('somebody who was erased and writes again by themselves is a new contact', async () => {
  const { db } = world.system();
  const said = () =>
    receiveClientMessage(world.system(), {
      externalChatId: 'bot:1:777055',
      externalMessageId: newId(),
      text: 'Здравствуйте',
      telegramUserId: '777055',
      firstName: 'Вернувшийся',
      sentAt: new Date(),
    });
  await said();
  const first = await db.contact.findFirstOrThrow({ where: { telegramUserId: 777_055n } });
  await eraseContact(admin(), { contactId: first.id, reason: 'Request 18' });
  await said();
  const second = await db.contact.findFirstOrThrow({ where: { telegramUserId: 777_055n } });
  expect(second.id).not.toBe(first.id);
  expect(second).toMatchObject({ name: 'Вернувшийся', deletedAt: null });
});

test('is for who may do it, and for contacts of the own organization', async () => {
  const contact = await createContact(admin(), { name: 'Somebody' });
  const input = { contactId: contact.id, reason: 'Request 19' };
  await expect(eraseContact(world.as(world.manager), input)).rejects.toMatchObject({ reason: 'permission.missing' });
  await expect(eraseContact(world.as(world.other.admin), input)).rejects.toMatchObject({ reason: 'contact.notFound' });
});
