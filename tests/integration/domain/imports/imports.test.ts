import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createContact } from '#domain/contacts/create-contact.ts';
import { getContact } from '#domain/contacts/get-contact.ts';
import { listContacts } from '#domain/contacts/list-contacts.ts';
import { updateContact } from '#domain/contacts/update-contact.ts';
import { requestApplyImport } from '#domain/imports/apply-import.ts';
import { listImportRows, writeBadRows } from '#domain/imports/list-import-rows.ts';
import { getImport } from '#domain/imports/list-imports.ts';
import { mapImport } from '#domain/imports/map-import.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { listLeads } from '#domain/leads/list-leads.ts';
import { newId } from '#platform/ids.ts';
import { createImportWorld, importJobs } from '#tests/integration/domain/imports/import-world.ts';
import type { ImportWorld } from '#tests/integration/domain/imports/import-world.ts';

let world: ImportWorld;
let numbers = 100;
/** A number that no other test has. */
const aPhone = () => `+7916555${String((numbers += 1)).padStart(4, '0')}`;
const admin = () => world.as(world.admin);

beforeAll(async () => {
  world = await createImportWorld();
});
beforeEach(() => void world.events.splice(0));
afterAll(() => world.close());

const verdicts = async (importId: string) =>
  (await listImportRows(admin(), { importId, limit: 100 })).items.map(({ number, verdict, reasons }) => [
    number,
    verdict,
    ...reasons.map(({ field, problem }) => `${field}: ${problem}`),
  ]);

describe('a dry run', () => {
  test('tells new, changed, conflicting and bad rows apart, with reasons, and changes no record', async () => {
    const [known, other, fresh] = [aPhone(), aPhone(), aPhone()];
    await createContact(admin(), { name: 'Known', phones: [known] });
    await createContact(admin(), { name: 'Other', phones: [other], emails: ['other@example.com'] });
    const before = (await listContacts(admin())).items.length;
    const found = await world.check(
      [
        'Имя;Телефон;Почта;Ответственный;Комментарий',
        `Мария Козлова;${fresh};maria@example.com;Own manager;из 1С`,
        `Known Again;${known};;;`,
        `Двое;${known};other@example.com;;`,
        'Без номера;123;;;',
        'Без почты;;не почта;;',
        'Чужой;;;Никто Неизвестный;',
        `;${aPhone()};;;`,
        `Мария Козлова;8${fresh.slice(2)};;;`,
        ';;;;',
      ].join('\n'),
    );
    expect(found).toMatchObject({ status: 'checked', counts: { total: 8, new: 1, update: 1, conflict: 2, bad: 4 } });
    expect(await verdicts(found.id)).toEqual([
      [2, 'new'],
      [3, 'update'],
      [4, 'conflict', ': this row matches two records'],
      [5, 'bad', 'phone: this is not a phone number'],
      [6, 'bad', 'email: this is not an e-mail address'],
      [7, 'bad', 'owner: nobody in the team has this name or e-mail address'],
      [8, 'bad', 'name: a name is needed'],
      [9, 'conflict', 'phone: the same number as in row 2'],
    ]);
    expect((await listContacts(admin())).items).toHaveLength(before);
  });

  test('gives the bad rows back as a table with their reasons', async () => {
    const found = await world.check('Name,Phone\n"=HYPERLINK(""x"")",12\n');
    const { name, chunks } = await writeBadRows(admin(), { importId: found.id });
    let text = '';
    for await (const chunk of chunks) text += Buffer.from(chunk).toString();
    expect(name).toBe('bad-rows-table.csv');
    expect(text).toBe(
      `\ufeffName;Phone;Row;Problem\r\n"'=HYPERLINK(""x"")";12;2;phone: this is not a phone number\r\n`,
    );
  });

  test('of leads finds owner, stage and the person that is there already, and makes one person of two leads', async () => {
    const [known, shared] = [aPhone(), aPhone()];
    await createContact(admin(), { name: 'Known person', phones: [known] });
    const found = await world.check(
      [
        'Name,Phone,Stage,Owner,ID',
        `First,${known},in progress,manager.own@example.test,a-1`,
        `Second,${shared},,,a-2`,
        `Third,${shared},,,a-3`,
        `Fourth,,No such stage,,a-4`,
        `Fifth,,,,a-2`,
      ].join('\n'),
      { record: 'lead' },
    );
    expect(found).toMatchObject({ matchKey: 'externalId', counts: { new: 3, bad: 1, conflict: 1 } });
    expect((await verdicts(found.id)).slice(3)).toEqual([
      [5, 'bad', 'stage: there is no stage with this name'],
      [6, 'conflict', 'externalId: the same id as in row 3'],
    ]);
    const applied = await requestApplyImport(admin(), { importId: found.id });
    expect(applied.status).toBe('applying');
    await world.drain(importJobs);
    const { items } = await listLeads(admin(), { limit: 3 });
    const byName = new Map(items.map((lead) => [lead.name, lead]));
    expect(byName.get('First')).toMatchObject({
      contact: { name: 'Known person' },
      stage: { name: 'In progress' },
      owner: { id: world.manager.id },
      source: 'import',
    });
    expect(byName.get('Second')?.contact.id).toBe(byName.get('Third')?.contact.id);
    expect(byName.get('Second')).toMatchObject({ stage: { name: 'New' }, owner: { id: world.admin.id } });
  });

  test('sees custom fields as their kind says', async () => {
    const { prisma } = world.database;
    const { organizationId } = world;
    const field = (key: string, label: string, kind: 'number' | 'date' | 'select', options: string[] = []) =>
      prisma.customField.create({
        data: { id: newId(), organizationId, record: 'company', key, label, kind, options },
      });
    await field('staff', 'Штат', 'number');
    await field('since', 'Клиент с', 'date');
    await field('tier', 'Уровень', 'select', ['Gold', 'Silver']);
    const { id, counts } = await world.apply(
      'Название;ИНН;Штат;Клиент с;Уровень\nКвадрат;7707083893;1 250;20.11.2026;gold\nКруг;7707083894;много;;Bronze\n',
      { record: 'company' },
    );
    expect(counts).toMatchObject({ created: 1, bad: 1 });
    const company = await prisma.company.findFirstOrThrow({ where: { importId: id } });
    expect(company).toMatchObject({
      taxId: '7707083893',
      customFields: { staff: 1250, since: '2026-11-20', tier: 'Gold' },
    });
    expect((await verdicts(id))[1]).toEqual([
      3,
      'bad',
      'custom.staff: must be a number',
      'custom.tier: must be one of: Gold, Silver',
    ]);
  });

  test('of deals links contact and company, reads money, and says what is not there', async () => {
    const phone = aPhone();
    await createContact(admin(), { name: 'Buyer', phones: [phone] });
    await world.apply('Компания\nООО Ромашка\n', { record: 'company' });
    const { id, counts } = await world.apply(
      `Сделка;Сумма;Телефон;Компания\nПоставка;"1 234 567,89 ₽";${phone};ооо ромашка\nДругая;5;${aPhone()};\n`,
      { record: 'deal' },
    );
    expect(counts).toMatchObject({ created: 1, bad: 1 });
    const deal = await world.database.prisma.deal.findFirstOrThrow({
      where: { importId: id },
      include: { contact: true, company: true },
    });
    expect(deal).toMatchObject({
      amountCents: 123_456_789n,
      contact: { name: 'Buyer' },
      company: { name: 'ООО Ромашка' },
    });
  });

  test('is done anew when the columns are read otherwise, which is remembered for the same headings', async () => {
    const table = `Кто;Куда звонить\nИван;${aPhone()}\n`;
    const first = await world.check(table);
    expect(first.columns).toEqual([
      { heading: 'Кто', field: null },
      { heading: 'Куда звонить', field: null },
    ]);
    expect(first.counts).toMatchObject({ bad: 1 });
    await mapImport(admin(), {
      importId: first.id,
      mapping: { Кто: 'name', 'Куда звонить': 'phone' },
      matchKey: 'phone',
    });
    await world.drain(importJobs);
    expect(await getImport(admin(), { importId: first.id })).toMatchObject({
      counts: { new: 1, bad: 0 },
      matchKey: 'phone',
    });
    const again = await world.check(table);
    expect(again).toMatchObject({
      counts: { new: 1 },
      matchKey: 'phone',
      columns: [{ field: 'name' }, { field: 'phone' }],
    });
    await expect(mapImport(admin(), { importId: first.id, mapping: { Кто: 'nonsense' } })).rejects.toMatchObject({
      reason: 'input.invalid',
    });
  });

  test('refuses what is no table with a sentence, and who may not import', async () => {
    await expect(world.check(Buffer.from([0x89, 0x50, 0, 0]))).rejects.toMatchObject({ reason: 'file.unreadable' });
    await expect(world.check('a;b\n', {}, world.as(world.manager))).rejects.toMatchObject({
      reason: 'permission.missing',
    });
    const found = await world.check(`Имя\nОдин\n`);
    await expect(getImport(world.as(world.other.admin), { importId: found.id })).rejects.toMatchObject({
      reason: 'import.notFound',
    });
  });
});

describe('an applied import', () => {
  test('makes and changes records as one, with one event, one audit entry and a timeline entry for each', async () => {
    const [known, fresh] = [aPhone(), aPhone()];
    const contact = await createContact(admin(), { name: 'Old name', phones: [known] });
    world.events.splice(0);
    const { id, counts } = await world.apply(
      `Имя;Телефон;Почта;Должность\nНовый;${fresh};new@example.com;\nOld name;${known};added@example.com;Директор\n`,
    );
    expect(counts).toMatchObject({ created: 1, updated: 1 });
    expect(world.events.map(({ type }) => type)).toEqual([
      'import.uploaded',
      'import.checked',
      'import.applyRequested',
      'import.applied',
    ]);
    const { db } = world.system();
    const created = await db.contact.findFirstOrThrow({
      where: { importId: id },
      include: { phones: true, emails: true },
    });
    expect([created.name, created.ownerId, created.phones[0]?.e164, created.emails[0]?.email]).toEqual([
      'Новый',
      world.admin.id,
      fresh,
      'new@example.com',
    ]);
    expect(await getContact(admin(), { contactId: contact.id })).toMatchObject({
      emails: ['added@example.com'],
      version: 2,
    });
    expect((await db.contact.findFirstOrThrow({ where: { id: contact.id } })).position).toBe('Директор');
    const told = await db.activity.findMany({ where: { data: { path: ['importId'], equals: id } } });
    expect(told.map(({ kind }) => kind).sort()).toEqual(['contact.created', 'contact.updated']);
    const audits = await db.auditEntry.findMany({ where: { subjectId: id, action: 'import.applied' } });
    expect(audits).toHaveLength(1);
    expect(audits[0]?.data).toMatchObject({ created: 1, updated: 1 });
  });

  test('leaves out what came in by another way since it was checked', async () => {
    const phone = aPhone();
    const found = await world.check(`Имя;Телефон\nИван;${phone}\n`);
    await createContact(admin(), { name: 'Иван из чата', phones: [phone] });
    await requestApplyImport(admin(), { importId: found.id });
    await world.drain(importJobs);
    expect(await getImport(admin(), { importId: found.id })).toMatchObject({
      status: 'applied',
      counts: { created: 0, conflict: 1 },
    });
    expect((await listContacts(admin(), { search: phone })).items.map(({ name }) => name)).toEqual(['Иван из чата']);
  });

  test('is undone: what it made is gone and its number free, what it changed is as before', async () => {
    const [known, fresh] = [aPhone(), aPhone()];
    const contact = await createContact(admin(), { name: 'Before', phones: [known], companyName: 'Old company' });
    const { id } = await world.apply(
      `Имя;Телефон;Телефон 2;Компания\nНовый;${fresh};;\nAfter;${known};${aPhone()};New company\n`,
    );
    expect(await getContact(admin(), { contactId: contact.id })).toMatchObject({
      name: 'After',
      companyName: 'New company',
    });
    expect(await world.undo(id)).toMatchObject({ status: 'undone', counts: { removed: 1, restored: 1, kept: 0 } });
    const restored = await getContact(admin(), { contactId: contact.id });
    expect(restored).toMatchObject({ name: 'Before', companyName: 'Old company' });
    expect(restored.phones.map(({ e164 }) => e164)).toEqual([known]);
    expect((await listContacts(admin(), { search: fresh })).items).toEqual([]);
    expect(await createContact(admin(), { name: 'Somebody else', phones: [fresh] })).toMatchObject({
      name: 'Somebody else',
    });
  });

  test('keeps, when it is undone, what people changed or worked with since, and says so', async () => {
    const [known, changed, worked] = [aPhone(), aPhone(), aPhone()];
    const contact = await createContact(admin(), { name: 'Before', phones: [known] });
    const { id } = await world.apply(
      `Имя;Телефон\nAfter;${known}\nChanged;${changed}\nWorked;${worked}\nLeft;${aPhone()}\n`,
    );
    await updateContact(admin(), { contactId: contact.id, name: 'By hand' });
    const [one] = (await listContacts(admin(), { search: changed })).items;
    await updateContact(admin(), { contactId: one?.id ?? '', name: 'Changed by hand' });
    await createLead(admin(), { name: 'A lead', phone: worked });
    expect(await world.undo(id)).toMatchObject({ counts: { removed: 1, restored: 0, kept: 3 } });
    expect((await getContact(admin(), { contactId: contact.id })).name).toBe('By hand');
    expect((await listContacts(admin(), { search: worked })).items).toHaveLength(1);
    expect((await verdicts(id)).map(([, verdict, reason]) => [verdict, reason])).toEqual([
      ['update', ': changed or used since; left as it is'],
      ['new', ': changed or used since; left as it is'],
      ['new', ': changed or used since; left as it is'],
      ['new', undefined],
    ]);
  });

  test('of leads is undone with the persons that it made', async () => {
    const phone = aPhone();
    const { id, counts } = await world.apply(`Name,Phone,ID\nA,${phone},u-1\nB,${phone},u-2\n`, { record: 'lead' });
    expect(counts).toMatchObject({ created: 2 });
    expect(await world.undo(id)).toMatchObject({ counts: { removed: 2, kept: 0 } });
    expect((await listContacts(admin(), { search: phone })).items).toEqual([]);
    const again = await world.apply(`Name,Phone,ID\nA,${phone},u-1\n`, { record: 'lead' });
    expect(again.counts).toMatchObject({ created: 1 });
  });

  test('of a member changes no record that they do not see', async () => {
    const phone = aPhone();
    await createLead(world.as(world.otherManager), { name: 'Theirs', phone });
    await world.database.prisma.user.update({
      where: { id: world.manager.id },
      data: { permissions: ['data.import'] },
    });
    const importer = world.as({ ...world.manager, permissions: ['data.import'] });
    const found = await world.check(`Имя;Телефон\nЧужой;${phone}\n`, {}, importer);
    expect(await verdicts(found.id)).toEqual([
      [2, 'conflict', ': this is a record of somebody else, or a deleted one'],
    ]);
  });
});

describe('a kill in the middle', () => {
  test('of a check goes on behind the last rows that were written', async () => {
    const rows = Array.from({ length: 2_500 }, (_, number) => `Row ${number},row${number}@example.com`);
    const found = await world.check(`Name,Email\n${rows.join('\n')}\n`);
    const { prisma } = world.database;
    await prisma.importRow.deleteMany({ where: { importId: found.id, number: { gt: 1_001 } } });
    await prisma.import.update({ where: { id: found.id }, data: { status: 'checking', position: 1_001, counts: {} } });
    await restart('check-import', found.id);
    expect(await getImport(admin(), { importId: found.id })).toMatchObject({ counts: { total: 2_500, new: 2_500 } });
  });

  test('of an applying leaves nothing, and the next worker applies all', async () => {
    const found = await world.check(`Имя;Телефон\nОдин;${aPhone()}\nДва;${aPhone()}\n`);
    await requestApplyImport(admin(), { importId: found.id });
    const { pool } = world.database;
    // The connection of the applying is cut when it writes the second table.
    await pool.query(`CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NOT EXISTS (SELECT 1 FROM heartbeats WHERE name = 'cut') THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
      RETURN NULL; END $$`);
    await pool.query(`CREATE TRIGGER cut AFTER INSERT ON contact_phones EXECUTE FUNCTION cut()`);
    await world.drain(importJobs);
    const count = () => world.system().db.contact.count({ where: { importId: found.id } });
    expect([await count(), (await getImport(admin(), { importId: found.id })).status]).toEqual([0, 'applying']);
    await pool.query(`INSERT INTO heartbeats (name) VALUES ('cut')`);
    await restart('apply-import', found.id);
    await pool.query('DROP TRIGGER cut ON contact_phones');
    expect([await count(), (await getImport(admin(), { importId: found.id })).status]).toEqual([2, 'applied']);
  });

  /** The lease of the dead worker has run out, or the time of the next try has come. */
  async function restart(kind: string, importId: string) {
    await world.database.pool.query(
      `UPDATE effects SET state = 'ready', run_at = now(), lease_until = NULL, finished_at = NULL
       WHERE kind = $1 AND payload->>'importId' = $2`,
      [kind, importId],
    );
    await world.drain(importJobs);
  }
});
