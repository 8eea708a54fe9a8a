import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCompany } from '#domain/companies/create-company.ts';
import { listCompanies } from '#domain/companies/list-companies.ts';
import { updateCompany } from '#domain/companies/update-company.ts';
import { createCustomField } from '#domain/custom-fields/create-custom-field.ts';
import { deleteCustomField } from '#domain/custom-fields/delete-custom-field.ts';
import { listCustomFields } from '#domain/custom-fields/list-custom-fields.ts';
import { updateCustomField } from '#domain/custom-fields/update-custom-field.ts';
import { createDeal } from '#domain/deals/create-deal.ts';
import { listDeals } from '#domain/deals/list-deals.ts';
import { receiveIncoming } from '#domain/incoming/receive-incoming.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { updateLead } from '#domain/leads/update-lead.ts';
import { newId } from '#platform/ids.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
  const admin = world.as(world.admin);
  for (const [key, kind, options] of [
    ['words', 'text', undefined],
    ['seats', 'number', undefined],
    ['vip', 'boolean', undefined],
    ['since', 'date', undefined],
    ['color', 'select', ['red', 'blue']],
    ['tags', 'multiselect', ['a', 'b', 'c']],
    ['site', 'url', undefined],
    ['fax', 'phone', undefined],
    ['billing', 'email', undefined],
  ] as const)
    await createCustomField(admin, {
      record: 'company',
      key,
      label: key,
      kind,
      ...(options ? { options: [...options] } : {}),
    });
});
afterAll(() => world.close());
const admin = () => world.as(world.admin);
const manager = () => world.as(world.manager);

test('every kind of value is kept as its field says', async () => {
  const customFields = {
    words: 'Привет',
    seats: '12.5',
    vip: 'true',
    since: '2026-11-20',
    color: 'red',
    tags: ['b', 'a', 'b'],
    site: 'https://example.test/x',
    fax: '8 (495) 123-45-67',
    billing: 'Pay@Example.Test',
  };
  const company = await createCompany(manager(), { name: 'Typed', customFields });
  expect(company.customFields).toEqual({
    ...customFields,
    seats: 12.5,
    vip: true,
    tags: ['b', 'a'],
    fax: '+74951234567',
    billing: 'pay@example.test',
  });
  const changed = await updateCompany(manager(), { companyId: company.id, customFields: { seats: 3, color: null } });
  expect(changed.customFields).toMatchObject({ seats: 3, vip: true });
  expect(changed.customFields).not.toHaveProperty('color');
});

describe('a value that does not fit is refused with the name of its field', () => {
  test.each([
    ['words', 5],
    ['seats', 'many'],
    ['vip', 'perhaps'],
    ['since', '2026-02-30'],
    ['color', 'green'],
    ['tags', ['a', 'z']],
    ['site', 'javascript:alert(1)'],
    ['fax', '12'],
    ['billing', 'nobody'],
    ['size', 1],
    ['constructor', 'x'],
  ])('%s: %j', async (key, value) => {
    await expect(createCompany(manager(), { name: 'x', customFields: { [key]: value } })).rejects.toMatchObject({
      reason: 'input.invalid',
      fields: [{ field: `customFields.${key}` }],
    });
  });
});

test('lists are filtered by equal values, and a list of choices by each of its choices', async () => {
  const one = await createCompany(admin(), { name: 'One', customFields: { seats: 71, tags: ['a', 'c'], vip: true } });
  const two = await createCompany(admin(), { name: 'Two', customFields: { seats: 72, tags: ['c'], words: '71' } });
  const found = async (custom: Record<string, string>) =>
    (await listCompanies(admin(), { custom, sort: 'oldest' })).items.map(({ id }) => id);
  expect(await found({ seats: '71' })).toEqual([one.id]);
  expect(await found({ tags: 'c' })).toEqual([one.id, two.id]);
  expect(await found({ tags: 'c', seats: '72' })).toEqual([two.id]);
  expect(await found({ words: '71' })).toEqual([two.id]);
  await expect(found({ seats: 'x' })).rejects.toMatchObject({ fields: [{ field: 'custom.seats' }] });
  // Without definitions plain values are found however they were written.
  const number = await createDeal(admin(), { name: 'n', customFields: { size: 5 } });
  const text = await createDeal(admin(), { name: 't', customFields: { size: '5' } });
  expect((await listDeals(admin(), { custom: { size: '5' } })).items.map(({ id }) => id)).toEqual([text.id, number.id]);
});

test('without a field of its own an organization keeps plain values; from the first field on it is strict', async () => {
  const lead = await createLead(manager(), { name: 'Free', customFields: { anything: 'goes', n: 1 } });
  expect(lead.customFields).toEqual({ anything: 'goes', n: 1 });
  const field = await createCustomField(admin(), {
    record: 'lead',
    key: 'budget',
    label: 'Бюджет',
    kind: 'number',
    required: true,
  });
  await expect(createLead(manager(), { name: 'x', customFields: { anything: 'x', budget: 1 } })).rejects.toMatchObject({
    message: expect.stringContaining('there is no such field; there are: budget'),
  });
  await expect(createLead(manager(), { name: 'x' })).rejects.toMatchObject({
    fields: [{ field: 'customFields.budget', problem: 'is required' }],
  });
  // A line in the chat has no form to fill in.
  expect((await createLead(world.as(world.manager, 'bot'), { name: 'By bot' })).name).toBe('By bot');
  // What a lead had before stays with it, and other changes do not stumble over it.
  const changed = await updateLead(manager(), { leadId: lead.id, customFields: { budget: '100' } });
  expect(changed.customFields).toEqual({ anything: 'goes', n: 1, budget: 100 });
  await expect(updateLead(manager(), { leadId: lead.id, customFields: { budget: null } })).rejects.toMatchObject({
    fields: [{ field: 'customFields.budget' }],
  });
  const theirs = await createLead(world.as(world.other.manager), { name: 'Other', customFields: { anything: 1 } });
  expect(theirs.customFields).toEqual({ anything: 1 });

  const { leadId } = await receiveIncoming(world.system(), newId(), {
    type: 'lead',
    externalId: '1',
    name: 'From a form',
    note: 'Hello',
    customFields: { budget: 'a lot', color: 'red', nested: { deep: [1] }, empty: null },
  });
  const kept = await getLead(admin(), { leadId });
  expect(kept.customFields).toEqual({});
  expect(kept.note).toBe('Hello\nbudget: a lot\ncolor: red\nnested: {"deep":[1]}');
  await deleteCustomField(admin(), { customFieldId: field.id });
  expect((await createLead(manager(), { name: 'Free again', customFields: { x: true } })).customFields).toEqual({
    x: true,
  });
});

test('a field has one key, a choice has options, and what is removed may come back as another kind', async () => {
  const make = (input: object) =>
    createCustomField(admin(), { record: 'contact', key: 'level', label: 'Level', kind: 'text', ...input });
  const field = await make({});
  await expect(make({})).rejects.toMatchObject({ reason: 'customField.keyTaken' });
  await expect(make({ key: 'Level' })).rejects.toMatchObject({ reason: 'input.invalid' });
  await expect(make({ key: 'choice', kind: 'select' })).rejects.toMatchObject({ reason: 'input.invalid' });
  await expect(make({ key: 'choice', options: ['x'] })).rejects.toMatchObject({ reason: 'input.invalid' });
  expect(await updateCustomField(admin(), { customFieldId: field.id, label: 'Уровень', required: true })).toMatchObject(
    {
      label: 'Уровень',
      required: true,
      key: 'level',
    },
  );
  await deleteCustomField(admin(), { customFieldId: field.id });
  expect(await listCustomFields(manager(), { record: 'contact' })).toEqual([]);
  expect(await make({ kind: 'number' })).toMatchObject({
    id: field.id,
    kind: 'number',
    required: false,
    label: 'Level',
  });
  expect(
    (await Promise.allSettled(Array.from({ length: 5 }, () => make({ key: 'race' }))))
      .map(({ status }) => status)
      .toSorted(),
  ).toEqual(['fulfilled', ...Array.from({ length: 4 }, () => 'rejected')]);
});

test('who may not change settings changes no field, and another organization’s field is not there', async () => {
  const field = await createCustomField(admin(), { record: 'deal', key: 'own', label: 'Own', kind: 'text' });
  const customFieldId = field.id;
  expect((await listCustomFields(manager(), { record: 'deal' })).map(({ id }) => id)).toEqual([customFieldId]);
  for (const change of [
    () => createCustomField(manager(), { record: 'deal', key: 'x', label: 'x', kind: 'text' }),
    () => updateCustomField(manager(), { customFieldId, label: 'x' }),
    () => deleteCustomField(manager(), { customFieldId }),
  ])
    await expect(change()).rejects.toMatchObject({ reason: 'permission.missing' });
  const stranger = world.as(world.other.admin);
  expect(await listCustomFields(stranger)).toEqual([]);
  for (const change of [
    () => updateCustomField(stranger, { customFieldId, label: 'x' }),
    () => deleteCustomField(stranger, { customFieldId }),
  ])
    await expect(change()).rejects.toMatchObject({ code: 'not_found' });
});
