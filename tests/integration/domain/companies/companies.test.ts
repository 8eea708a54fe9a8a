import { afterAll, beforeAll, expect, test } from 'vitest';
import { listCompanyActivities } from '#domain/activities/list-record-activities.ts';
import { createCompany } from '#domain/companies/create-company.ts';
import { deleteCompany } from '#domain/companies/delete-company.ts';
import { getCompany } from '#domain/companies/get-company.ts';
import { listCompanies } from '#domain/companies/list-companies.ts';
import { restoreCompany } from '#domain/companies/restore-company.ts';
import { updateCompany } from '#domain/companies/update-company.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());
const manager = () => world.as(world.manager);
const admin = () => world.as(world.admin);
const other = () => world.as(world.otherManager);

test('a company is the creator’s, keeps its domain and tax number in one spelling, and tells its story', async () => {
  const company = await createCompany(manager(), {
    name: ' ООО «Квадрат» ',
    domain: 'https://WWW.Kvadrat.example/about',
    taxId: '7701 234-567',
  });
  expect(company).toMatchObject({
    name: 'ООО «Квадрат»',
    domain: 'kvadrat.example',
    taxId: '7701234567',
    owner: { id: world.manager.id },
    version: 1,
  });
  expect(await getCompany(manager(), { companyId: company.id })).toEqual(company);
  await updateCompany(manager(), { companyId: company.id, industry: 'Стройка', version: 1 });
  const { items } = await listCompanyActivities(manager(), { companyId: company.id });
  expect(items.map(({ kind }) => kind)).toEqual(['company.updated', 'company.created']);
  expect(world.events.filter(({ subjectId }) => subjectId === company.id).map(({ type }) => type)).toEqual([
    'company.created',
    'company.changed',
  ]);
});

test('one domain and one tax number belong to one company, also when ten make it at the same time', async () => {
  const made = await Promise.allSettled(
    Array.from({ length: 10 }, () => createCompany(manager(), { name: 'Race', domain: 'race.example' })),
  );
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const one of made) {
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ reason: 'company.identityTaken' });
  }
  const twin = await createCompany(manager(), { name: 'Twin' });
  await expect(updateCompany(manager(), { companyId: twin.id, domain: 'race.example' })).rejects.toMatchObject({
    reason: 'company.identityTaken',
  });
});

test('of two changes of what both saw one is refused, and a refused change writes nothing', async () => {
  const { id: companyId } = await createCompany(manager(), { name: 'Versions' });
  const changes = await Promise.allSettled([
    updateCompany(manager(), { companyId, note: 'first', version: 1 }),
    updateCompany(admin(), { companyId, note: 'second', version: 1 }),
  ]);
  expect(changes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  await expect(updateCompany(manager(), { companyId, note: 'late', version: 1 })).rejects.toMatchObject({
    code: 'stale',
    reason: 'company.changedMeanwhile',
  });
  expect(await getCompany(manager(), { companyId })).toMatchObject({
    version: 2,
    note: expect.not.stringMatching('late'),
  });
});

test('a deleted company is in no list, frees its domain and comes back unless somebody took it', async () => {
  const { id: companyId } = await createCompany(manager(), { name: 'Phoenix', domain: 'phoenix.example' });
  await deleteCompany(manager(), { companyId });
  await expect(getCompany(manager(), { companyId })).rejects.toMatchObject({ code: 'not_found' });
  expect((await listCompanies(manager(), { search: 'phoenix' })).items).toEqual([]);
  await expect(restoreCompany(other(), { companyId })).rejects.toMatchObject({ code: 'not_found' });
  expect(await restoreCompany(manager(), { companyId })).toMatchObject({ id: companyId, domain: 'phoenix.example' });
  expect(await restoreCompany(manager(), { companyId })).toMatchObject({ version: 3 });
  await deleteCompany(manager(), { companyId });
  await createCompany(manager(), { name: 'Heir', domain: 'phoenix.example' });
  await expect(restoreCompany(manager(), { companyId })).rejects.toMatchObject({ reason: 'company.identityTaken' });
});

test('a colleague’s company is not there for a manager until a contact or deal of theirs belongs to it', async () => {
  const { id: companyId } = await createCompany(manager(), { name: 'Hidden' });
  await expect(getCompany(other(), { companyId })).rejects.toMatchObject({ code: 'not_found' });
  await expect(updateCompany(other(), { companyId, note: 'x' })).rejects.toMatchObject({ code: 'not_found' });
  expect((await listCompanies(other(), { search: 'Hidden' })).items).toEqual([]);
  await world.database.prisma.contact.create({
    data: { organizationId: world.organizationId, name: 'Theirs', ownerId: world.otherManager.id, companyId },
  });
  expect((await getCompany(other(), { companyId })).name).toBe('Hidden');
  expect((await listCompanies(other(), { search: 'Hidden' })).items.map(({ id }) => id)).toEqual([companyId]);
  await expect(getCompany(world.as(world.other.admin), { companyId })).rejects.toMatchObject({ code: 'not_found' });
});

test('an analyst reads all companies and changes none', async () => {
  const { id: companyId } = await createCompany(manager(), { name: 'Read only' });
  const analyst = world.as(world.analyst);
  expect((await getCompany(analyst, { companyId })).id).toBe(companyId);
  for (const change of [
    () => createCompany(analyst, { name: 'x' }),
    () => updateCompany(analyst, { companyId, note: 'x' }),
    () => deleteCompany(analyst, { companyId }),
    () => restoreCompany(analyst, { companyId }),
  ])
    await expect(change()).rejects.toMatchObject({ reason: 'permission.missing' });
});

test('every order of the list goes through all companies once, page by page and by number', async () => {
  for (const name of ['Яблоко', 'apple', 'Banana', 'apple']) await createCompany(admin(), { name });
  const all = await listCompanies(admin(), { limit: 100 });
  for (const sort of ['newest', 'oldest', 'updated', 'name'] as const) {
    for (const ctx of [admin(), manager()]) {
      const whole = await listCompanies(ctx, { sort, limit: 100 });
      const ids: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await listCompanies(ctx, { sort, limit: 2, cursor });
        ids.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(ids).toEqual(whole.items.map(({ id }) => id));
      const second = await listCompanies(ctx, { sort, limit: 2, offset: 2 });
      expect(second.items.map(({ id }) => id)).toEqual(ids.slice(2, 4));
      expect(second.total).toBe(ids.length);
    }
  }
  const names = (await listCompanies(admin(), { sort: 'name', limit: 100 })).items.map(({ name }) => name);
  expect(names.indexOf('apple')).toBeLessThan(names.indexOf('Banana'));
  expect(names).toHaveLength(all.items.length);
});

test('a search finds a company by its name in the other alphabet, its domain and its tax number', async () => {
  const { id } = await createCompany(admin(), {
    name: 'Козлов и сыновья',
    domain: 'kozlov.example',
    taxId: '5009876543',
  });
  for (const search of ['kozlov', 'КОЗЛОВ', 'kozlov.example', '5009876543'])
    expect((await listCompanies(admin(), { search })).items.map((item) => item.id)).toContain(id);
  for (const search of ['%', '«»', 'nobody'])
    expect((await listCompanies(admin(), { search })).items, search).toEqual([]);
});
