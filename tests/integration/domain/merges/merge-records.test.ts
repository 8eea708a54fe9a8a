import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findOrCreateContact } from '#domain/contacts/find-or-create-contact.ts';
import { getContact } from '#domain/contacts/get-contact.ts';
import { receiveClientMessage } from '#domain/conversations/receive-client-message.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { inTransactionOnce } from '#domain/lost-race.ts';
import { referencesTo, tableOf } from '#domain/merges/merge-references.ts';
import { mergeRecords } from '#domain/merges/merge-records.ts';
import { previewMerge } from '#domain/merges/preview-merge.ts';
import { undoMerge } from '#domain/merges/undo-merge.ts';
import { newId } from '#platform/ids.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import { aContact, aLead, restorable } from '#tests/integration/domain/merges/merge-fixtures.ts';
import { createMovingClock } from '#tests/support/moving-clock.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
const clock = createMovingClock();
beforeAll(async () => {
  world = await createTestWorld({ clock });
});
afterAll(() => world.close());

const admin = () => world.as(world.admin);
const db = () => world.database.prisma;

test('every table that refers to a contact, company or lead is moved by a merge of two of them', async () => {
  for (const record of ['contact', 'company', 'lead'] as const) {
    const { rows } = await world.database.pool.query<{ table: string; column: string }>(
      `SELECT c.conrelid::regclass::text AS table, a.attname AS column
       FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
       WHERE c.contype = 'f' AND c.confrelid = $1::regclass AND a.attname <> 'organization_id' ORDER BY 1, 2`,
      [tableOf[record]],
    );
    const moved = referencesTo[record].map(({ table, column }) => ({ table, column }));
    expect(moved.toSorted((a, b) => (a.table < b.table ? -1 : 1))).toEqual(rows);
  }
});

describe.each(['contact', 'company', 'lead'] as const)('a merge of two records of the kind %s', (record) => {
  const idOf = (records: Awaited<ReturnType<typeof createRecords>>) =>
    ({ contact: records.contactId, company: records.companyId, lead: records.leadId })[record];

  test('moves all history to the survivor, and its undo restores every row to the last byte', async () => {
    const [kept, gone] = [await createRecords(world, world, 'Kept'), await createRecords(world, world, 'Gone')];
    const [survivorId, mergedId] = [idOf(kept), idOf(gone)];
    await db().$executeRawUnsafe(
      `UPDATE ${tableOf[record]} SET custom_fields = '{"size": 1.5, "color": "red"}', updated_at = '2026-01-02T03:04:05.678Z' WHERE id = $1::uuid`,
      mergedId,
    );
    const before = await restorable(world);
    const merge = await mergeRecords(admin(), { record, survivorId, mergedId, choices: { name: 'merged' } });
    const after = await restorable(world);
    expect(Object.keys(after).filter((table) => after[table] !== before[table]).length).toBeGreaterThan(1);
    for (const { table, column } of referencesTo[record]) {
      const { rows } = await world.database.pool.query(`SELECT 1 FROM ${table} WHERE ${column} = $1`, [mergedId]);
      expect(rows, `${table}.${column}`).toEqual([]);
    }
    const { rows } = await world.database.pool.query<{ name: string; custom_fields: object }>(
      `SELECT name, custom_fields FROM ${tableOf[record]} WHERE id = $1 AND deleted_at IS NULL`,
      [survivorId],
    );
    expect(rows[0]?.name).toContain('Gone');
    expect(rows[0]?.custom_fields).toEqual({ size: 1.5, color: 'red' });
    expect(merge.canUndo).toBe(true);

    await undoMerge(admin(), { mergeId: merge.id });
    expect(await restorable(world)).toEqual(before);
    await expect(undoMerge(admin(), { mergeId: merge.id })).rejects.toMatchObject({ reason: 'merge.undoneAlready' });
  });

  test('is made once, however many ask for it at the same time, in whatever direction', async () => {
    const [one, other] = [
      idOf(await createRecords(world, world, 'One')),
      idOf(await createRecords(world, world, 'Two')),
    ];
    const merges = await Promise.allSettled(
      Array.from({ length: 6 }, (_unused, index) =>
        mergeRecords(admin(), {
          record,
          survivorId: index % 2 ? one : other,
          mergedId: index % 2 ? other : one,
        }),
      ),
    );
    expect(merges.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const refused of merges) {
      if (refused.status === 'rejected')
        expect((refused.reason as { reason: string }).reason).toMatch(/^merge\.alreadyDone$|\.notFound$/);
    }
    expect(await db().merge.count({ where: { survivorId: { in: [one, other] } } })).toBe(1);
  });

  test('is refused for records of another organization, and for two that are the same', async () => {
    const own = idOf(await createRecords(world, world, 'Own'));
    const foreign = idOf(await createRecords(world, world.other, 'Foreign'));
    for (const [survivorId, mergedId] of [
      [own, foreign],
      [foreign, own],
    ] as const) {
      await expect(mergeRecords(admin(), { record, survivorId, mergedId })).rejects.toMatchObject({
        reason: `${record}.notFound`,
      });
      await expect(previewMerge(admin(), { record, survivorId, mergedId })).rejects.toMatchObject({
        reason: `${record}.notFound`,
      });
    }
    await expect(mergeRecords(admin(), { record, survivorId: own, mergedId: own })).rejects.toMatchObject({
      reason: 'input.invalid',
    });
  });
});

test('the preview says field by field what both say, and the choices are carried out', async () => {
  const survivorId = await aContact(world, { name: 'Anna Petrova', note: 'Likes tea', email: 'anna@example.test' });
  const mergedId = await aContact(world, { name: 'Аня Петрова', note: 'Likes coffee', phone: '+79160000001' });
  await db().contact.update({ where: { id: mergedId }, data: { position: 'Director' } });
  const preview = await previewMerge(admin(), { record: 'contact', survivorId, mergedId });
  const field = (key: string) => preview.fields.find((one) => one.key === key);
  expect(field('name')).toMatchObject({
    survivor: 'Anna Petrova',
    merged: 'Аня Петрова',
    choice: 'survivor',
    isDecided: false,
  });
  expect(field('position')).toMatchObject({ survivor: null, merged: 'Director', choice: 'merged', isDecided: true });
  expect(field('note')).toMatchObject({ choice: 'both', mayKeepBoth: true });
  expect(preview.moves).toMatchObject({ contact_phones: 1 });
  await expect(
    mergeRecords(admin(), { record: 'contact', survivorId, mergedId, choices: { shoeSize: 'merged' } }),
  ).rejects.toMatchObject({ reason: 'input.invalid' });
  await expect(mergeRecords(admin(), { record: 'contact', survivorId, mergedId, version: 7 })).rejects.toMatchObject({
    reason: 'contact.changedMeanwhile',
  });
  const { version, mergedVersion } = { version: preview.survivor.version, mergedVersion: preview.merged.version };
  await mergeRecords(admin(), {
    record: 'contact',
    survivorId,
    mergedId,
    choices: { name: 'merged' },
    version,
    mergedVersion,
  });
  const contact = await getContact(admin(), { contactId: survivorId });
  expect(contact).toMatchObject({ name: 'Аня Петрова', emails: ['anna@example.test'] });
  expect(contact.phones.map(({ e164 }) => e164)).toEqual(['+79160000001']);
  expect(await db().contact.findUniqueOrThrow({ where: { id: survivorId } })).toMatchObject({
    position: 'Director',
    note: 'Likes tea\n\nLikes coffee',
  });
});

test('leads of two people make one of the people too', async () => {
  const [one, other] = [
    await aContact(world, { name: 'Ira' }),
    await aContact(world, { name: 'Irina', phone: '+79160000002' }),
  ];
  const [survivorId, mergedId] = [
    await aLead(world, { contactId: one, name: 'Ira' }),
    await aLead(world, { contactId: other, name: 'Irina' }),
  ];
  const before = await restorable(world);
  const merge = await mergeRecords(admin(), {
    record: 'lead',
    survivorId,
    mergedId,
    choices: { 'contact.name': 'merged' },
  });
  const lead = await getLead(admin(), { leadId: survivorId });
  expect(lead).toMatchObject({ name: 'Ira', contact: { id: one, name: 'Irina', phones: ['+79160000002'] } });
  await undoMerge(admin(), { mergeId: merge.id });
  expect(await restorable(world)).toEqual(before);
});

test('who asked not to be called is not called after the merge either, also when the other said yes later', async () => {
  const [survivorId, mergedId] = [await aContact(world, { name: 'Yes' }), await aContact(world, { name: 'No' })];
  const consent = (contactId: string, granted: boolean, recordedAt: string) =>
    db().consent.create({
      data: {
        organizationId: world.organizationId,
        contactId,
        kind: 'call',
        granted,
        source: 'form',
        proof: {},
        recordedAt: new Date(recordedAt),
      },
    });
  await consent(mergedId, false, '2026-01-01T00:00:00Z');
  await consent(survivorId, true, '2026-03-01T00:00:00Z');
  const before = await restorable(world);
  const merge = await mergeRecords(admin(), { record: 'contact', survivorId, mergedId });
  const contact = await getContact(admin(), { contactId: survivorId });
  expect(contact.doNotCall).toBe(true);
  expect(contact.consents).toMatchObject([{ kind: 'call', granted: false, source: 'merge' }]);
  await undoMerge(admin(), { mergeId: merge.id });
  expect(await restorable(world)).toEqual(before);
});

describe('a person with two Telegram accounts', () => {
  const message = (telegramUserId: bigint, text: string) =>
    receiveClientMessage(world.system(), {
      externalChatId: `bot:1:${telegramUserId}`,
      externalMessageId: newId(),
      telegramUserId: String(telegramUserId),
      username: `user_${telegramUserId}`,
      firstName: 'Client',
      text,
      sentAt: clock.now(),
    });

  test.each(['survivor', 'merged'] as const)(
    'is found by both after a merge that kept the account of the %s',
    async (telegram) => {
      const [first, second] = telegram === 'survivor' ? [501n, 502n] : [503n, 504n];
      const [own, theirs] = [await message(first, 'Hello'), await message(second, 'Hello from my other phone')];
      const contactOf = async (id: string) => (await db().conversation.findUniqueOrThrow({ where: { id } })).contactId;
      const [survivorId, mergedId] = [await contactOf(own.conversationId), await contactOf(theirs.conversationId)];
      await mergeRecords(admin(), { record: 'contact', survivorId, mergedId, choices: { telegram } });
      const people = await db().contact.count({ where: { organizationId: world.organizationId } });
      for (const [account, conversation] of [
        [first, own],
        [second, theirs],
      ] as const) {
        const received = await message(account, 'It is me again');
        expect(received).toMatchObject({ conversationId: conversation.conversationId, leadId: conversation.leadId });
        expect(await contactOf(received.conversationId)).toBe(survivorId);
        const found = await inTransactionOnce(world.system(), (tx) =>
          findOrCreateContact(tx, { name: 'x', telegramUserId: account, telegramUsername: `user_${account}` }),
        );
        expect(found).toEqual({ contactId: survivorId, isNew: false });
      }
      expect(await db().contact.count({ where: { organizationId: world.organizationId } })).toBe(people);
      const shown = await getContact(admin(), { contactId: survivorId });
      expect(shown.telegramUserId).toBe(String(telegram === 'survivor' ? first : second));
      expect(shown.telegramUsername).toBe(`user_${telegram === 'survivor' ? first : second}`);
    },
  );
});

test('messages that arrive while their sender is being merged are all with the survivor', async () => {
  const send = (text: string) =>
    receiveClientMessage(world.system(), {
      externalChatId: 'bot:1:601',
      externalMessageId: newId(),
      telegramUserId: '601',
      firstName: 'Busy',
      text,
      sentAt: clock.now(),
    });
  const first = await send('first');
  const { contactId: mergedId } = await db().conversation.findUniqueOrThrow({ where: { id: first.conversationId } });
  const survivorId = await aContact(world, { name: 'Busy too' });
  await Promise.all([
    ...Array.from({ length: 5 }, (_unused, index) => send(`before ${index}`)),
    mergeRecords(admin(), { record: 'contact', survivorId, mergedId, choices: { telegram: 'merged' } }),
    ...Array.from({ length: 5 }, (_unused, index) => send(`after ${index}`)),
  ]);
  expect(await db().message.count({ where: { conversationId: first.conversationId } })).toBe(11);
  for (const { table, column } of referencesTo.contact) {
    const { rows } = await world.database.pool.query(`SELECT 1 FROM ${table} WHERE ${column} = $1`, [mergedId]);
    expect(rows, table).toEqual([]);
  }
  expect(await db().activity.count({ where: { contactId: survivorId, kind: 'message.received' } })).toBe(11);
});

describe('the undo of a merge', () => {
  async function merged() {
    const [kept, gone] = [await createRecords(world, world, 'Kept'), await createRecords(world, world, 'Gone')];
    const merge = await mergeRecords(admin(), {
      record: 'contact',
      survivorId: kept.contactId,
      mergedId: gone.contactId,
    });
    return { kept, gone, merge };
  }

  test('refuses to walk over what was changed since, naming it, and with force puts back the rest', async () => {
    const { kept, gone, merge } = await merged();
    await db().task.update({ where: { id: gone.taskId }, data: { title: 'Renamed since' } });
    await db().contact.update({ where: { id: kept.contactId }, data: { position: 'Boss', version: { increment: 1 } } });
    const added = await db().note.create({
      data: { organizationId: world.organizationId, contactId: kept.contactId, text: 'Written since' },
    });
    const ahead = await restorable(world);
    await expect(undoMerge(admin(), { mergeId: merge.id })).rejects.toMatchObject({
      reason: 'merge.changedSince',
      params: { what: expect.stringContaining('contacts') },
    });
    expect(await restorable(world)).toEqual(ahead);
    expect((await undoMerge(admin(), { mergeId: merge.id, force: true })).undoneAt).not.toBeNull();
    expect(await db().contact.findUniqueOrThrow({ where: { id: kept.contactId } })).toMatchObject({
      name: 'Kept client',
      position: 'Boss',
    });
    expect(await db().contact.findUniqueOrThrow({ where: { id: gone.contactId } })).toMatchObject({
      deletedAt: null,
      mergedIntoId: null,
    });
    expect(await db().lead.findUniqueOrThrow({ where: { id: gone.leadId } })).toMatchObject({
      contactId: gone.contactId,
    });
    expect(await db().note.findUniqueOrThrow({ where: { id: added.id } })).toMatchObject({ contactId: kept.contactId });
  });

  test('is refused after thirty days', async () => {
    const { merge } = await merged();
    clock.advance(31 * 86_400_000);
    await expect(undoMerge(admin(), { mergeId: merge.id })).rejects.toMatchObject({ reason: 'merge.undoExpired' });
    clock.advance(-31 * 86_400_000);
  });

  test('is refused while the survivor is part of another record', async () => {
    const { kept, merge } = await merged();
    const another = await aContact(world, { name: 'Another' });
    await mergeRecords(admin(), { record: 'contact', survivorId: another, mergedId: kept.contactId });
    await expect(undoMerge(admin(), { mergeId: merge.id })).rejects.toMatchObject({ reason: 'merge.changedSince' });
  });

  test('is made once when several ask at the same time', async () => {
    const { merge } = await merged();
    const undone = await Promise.allSettled(Array.from({ length: 4 }, () => undoMerge(admin(), { mergeId: merge.id })));
    expect(undone.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('who may not see both records', () => {
  test('may neither look at their merge nor make it', async () => {
    const own = await aContact(world, { name: 'Mine' });
    const theirs = await aContact(world, { name: 'Theirs', ownerId: world.otherManager.id });
    const ctx = world.as(world.manager);
    const input = { record: 'contact' as const, survivorId: own, mergedId: theirs };
    await expect(mergeRecords(ctx, input)).rejects.toMatchObject({ reason: 'contact.notFound' });
    await expect(previewMerge(ctx, input)).rejects.toMatchObject({ reason: 'contact.notFound' });
    await expect(mergeRecords(world.as(world.analyst), input)).rejects.toMatchObject({ reason: 'permission.missing' });
  });

  test('may undo it when one of the two was theirs', async () => {
    const own = await aContact(world, { name: 'Mine' });
    const theirs = await aContact(world, { name: 'Theirs', ownerId: world.otherManager.id });
    const merge = await mergeRecords(admin(), { record: 'contact', survivorId: theirs, mergedId: own });
    await expect(undoMerge(world.as(world.approver), { mergeId: merge.id })).rejects.toMatchObject({
      reason: 'merge.notFound',
    });
    await expect(undoMerge(world.as(world.other.admin), { mergeId: merge.id })).rejects.toMatchObject({
      reason: 'merge.notFound',
    });
    expect((await undoMerge(world.as(world.manager), { mergeId: merge.id })).undoneBy?.id).toBe(world.manager.id);
  });
});
