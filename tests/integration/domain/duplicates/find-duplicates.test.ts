import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createContact } from '#domain/contacts/create-contact.ts';
import { updateContact } from '#domain/contacts/update-contact.ts';
import { dismissDuplicate } from '#domain/duplicates/dismiss-duplicate.ts';
import { findDuplicates } from '#domain/duplicates/find-duplicates.ts';
import { foldCompanyName, foldName } from '#domain/duplicates/fold-words.ts';
import { listDuplicates } from '#domain/duplicates/list-duplicates.ts';
import { startDuplicateScan } from '#domain/duplicates/scan-duplicates.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { listMerges } from '#domain/merges/list-merges.ts';
import { mergeRecords } from '#domain/merges/merge-records.ts';
import { findDuplicatesJob } from '#jobs/duplicates/find-duplicates.job.ts';
import { scanDuplicatesJob } from '#jobs/duplicates/scan-duplicates.job.ts';
import { planEffects } from '#jobs/reactions.ts';
import { aContact } from '#tests/integration/domain/merges/merge-fixtures.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

const jobs = [findDuplicatesJob, scanDuplicatesJob];
const ours = new Set(jobs.map(({ name }) => name));

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld({ planEffects: (event) => planEffects(event).filter(({ kind }) => ours.has(kind)) });
});
afterAll(() => world.close());

const admin = () => world.as(world.admin);
const db = () => world.database.prisma;
const suggestedTo = async (id: string) =>
  (await listDuplicates(admin(), { record: 'contact', recordId: id })).items.map(({ left, right }) =>
    left.id === id ? right.id : left.id,
  );

test('names are folded by the product as by the database', async () => {
  const names = [
    'Козлов Алексей',
    'Kozlov, Aleksey',
    'ООО «Ромашка-Плюс»',
    'Щербаков Юрий Ъьёв',
    'Jürgen Müller',
    'Xenia Phillips-Wick',
    "O'Brien",
    'Ғалым Әбіш',
    'José María',
    '  two   spaces ',
    'Schwarz & Söhne GmbH',
    'Łukasz Żółć',
    '李明',
    '123 Main St.',
  ];
  const { rows } = await world.database.pool.query<{ name: string; folded: string; company: string }>(
    `SELECT name, fold_name(name) AS folded, fold_company_name(name) AS company FROM unnest($1::text[]) name`,
    [names],
  );
  expect(rows.map(({ folded }) => folded)).toEqual(names.map(foldName));
  expect(rows.map(({ company }) => company)).toEqual(names.map(foldCompanyName));
});

describe('a new contact', () => {
  test.each([
    [
      'in the other alphabet and at another provider',
      { name: 'Zakharchenko Rostislav', emails: ['rost.zahar@mail.test'] },
      { name: 'Ростислав Захарченко', emails: ['rost.zahar@inbox.test'] },
    ],
    [
      'by a short form with a number one digit off',
      { name: 'Александр Воскобойников', phones: ['+79161230001'] },
      { name: 'Саша Воскобойников', phones: ['+79161230007'] },
    ],
    [
      'with a typo and another code of the number',
      { name: 'Тимофей Преображенский', phones: ['+79161230011'] },
      { name: 'Тимофей Преобаженский', phones: ['+79261230011'] },
    ],
    [
      'by the same username',
      { name: 'Nastya', telegramUsername: 'nastya_design' },
      { name: 'Анастасия Чкалова', telegramUsername: 'Nastya_Design' },
    ],
    [
      'with the patronymic and the words in another order',
      { name: 'Иннокентий Дроздецкий' },
      { name: 'Дроздецкий Иннокентий Павлович' },
    ],
  ])('%s is suggested as a duplicate, with its reasons, and linked by nothing', async (_how, first, second) => {
    const one = await createContact(admin(), first);
    await world.drain(jobs);
    const other = await createContact(admin(), second);
    await world.drain(jobs);
    expect(await suggestedTo(one.id)).toEqual([other.id]);
    const { items } = await listDuplicates(admin(), { record: 'contact', recordId: one.id });
    expect(items[0]?.reasons.length).toBeGreaterThan(0);
    expect(items[0]?.left.id).toBe(one.id);
    expect(other.id).not.toBe(one.id);
  });

  test('who only shares a common name with many others is not suggested', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1)
      ids.push(
        await aContact(world, { name: 'Сергей Иванов', phone: `+7921${String(3_511_907 * (index + 1)).slice(0, 7)}` }),
      );
    const namesake = await createContact(admin(), { name: 'Иванов Сергей', phones: ['+79035557788'] });
    await world.drain(jobs);
    expect(await suggestedTo(namesake.id)).toEqual([]);
    expect(ids).toHaveLength(7);
  });

  test('is looked at again when their name changes, and a suggestion that nothing speaks for any more goes', async () => {
    const one = await createContact(admin(), { name: 'Мстислав Гурченков' });
    const other = await createContact(admin(), { name: 'Василиса Пригожина' });
    await world.drain(jobs);
    expect(await suggestedTo(one.id)).toEqual([]);
    await updateContact(admin(), { contactId: other.id, name: 'Гурченков Мстислав' });
    await world.drain(jobs);
    expect(await suggestedTo(one.id)).toEqual([other.id]);
    await updateContact(admin(), { contactId: other.id, name: 'Василиса Пригожина' });
    await world.drain(jobs);
    expect(await suggestedTo(one.id)).toEqual([]);
  });
});

test('what was said to be different is never suggested again', async () => {
  const one = await aContact(world, { name: 'Елпидифор Кантемиров' });
  const other = await aContact(world, { name: 'Кантемиров Елпидифор' });
  const [found] = await findDuplicates(admin(), { record: 'contact', id: one });
  expect(found).toMatchObject({ sureness: 'likely', status: 'open' });
  await Promise.all([1, 2].map(() => dismissDuplicate(admin(), { duplicateId: found?.id ?? '' })));
  expect(await findDuplicates(admin(), { record: 'contact', id: other })).toEqual([]);
  expect(await db().duplicate.count({ where: { leftId: one, status: 'dismissed' } })).toBe(1);
});

test('companies are suggested without regard to their legal form, leads of one person in one pipeline', async () => {
  const company = (name: string, taxId: string) =>
    db().company.create({ data: { organizationId: world.organizationId, name, taxId } });
  const [one, other] = [
    await company('ООО «Северное сияние»', '7701234567'),
    await company('Severnoe Siyanie LLC', '7701234568'),
  ];
  await company('ООО «Южное сияние»', '5501111111');
  const [found, ...more] = await findDuplicates(admin(), { record: 'company', id: one.id });
  expect([found?.left.id, found?.right.id, more]).toEqual([one.id, other.id, []]);
  expect(found?.reasons.map(({ rule }) => rule).toSorted()).toEqual(['name', 'taxId']);

  const first = await createLead(admin(), { name: 'Roof', phone: '+79161230055' });
  const second = await createLead(admin(), { name: 'Roof again', phone: '+79161230055' });
  await world.drain(jobs);
  const { items } = await listDuplicates(admin(), { record: 'lead', recordId: first.id });
  expect(items.map(({ right }) => right.id)).toEqual([second.id]);
  await mergeRecords(admin(), { record: 'lead', survivorId: first.id, mergedId: second.id });
  expect((await listDuplicates(admin(), { record: 'lead', recordId: first.id })).items).toEqual([]);
  expect((await listDuplicates(admin(), { record: 'lead', status: 'merged' })).items).toEqual([]);
  expect((await listMerges(admin())).items[0]).toMatchObject({
    record: 'lead',
    survivor: { id: first.id },
    canUndo: true,
  });
});

test('a scan looks at all records batch by batch, also when it is asked for twice', async () => {
  const made: string[] = [];
  for (const name of ['Ираклий Чавчавадзе', 'Chavchavadze Irakliy']) made.push(await aContact(world, { name }));
  await Promise.all([1, 2].map(() => startDuplicateScan(admin(), { record: 'contact' })));
  await world.drain(jobs);
  expect(await suggestedTo(made[0] ?? '')).toEqual([made[1]]);
  await expect(startDuplicateScan(world.as(world.manager), { record: 'contact' })).rejects.toMatchObject({
    reason: 'permission.missing',
  });
});

test('suggestions are shown page by page to whoever sees both records, and to nobody of another organization', async () => {
  const all: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listDuplicates(admin(), { limit: 2, cursor });
    all.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(new Set(all).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(5);
  expect((await listDuplicates(world.as(world.other.admin))).items).toEqual([]);

  const mine = await aContact(world, { name: 'Пантелеймон Скоробогатов' });
  const theirs = await aContact(world, { name: 'Скоробогатов Пантелеймон', ownerId: world.otherManager.id });
  expect(await findDuplicates(world.as(world.manager), { record: 'contact', id: mine })).toEqual([]);
  expect(await suggestedTo(mine)).toEqual([theirs]);
  const hidden = await db().duplicate.findFirstOrThrow({ where: { leftId: mine } });
  await expect(dismissDuplicate(world.as(world.manager), { duplicateId: hidden.id })).rejects.toMatchObject({
    reason: 'duplicate.notFound',
  });
  await expect(findDuplicates(world.as(world.manager), { record: 'contact', id: theirs })).rejects.toMatchObject({
    reason: 'contact.notFound',
  });
});
