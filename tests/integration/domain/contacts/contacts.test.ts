import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDoNotCall } from '#domain/contacts/add-do-not-call.ts';
import { createCompany } from '#domain/companies/create-company.ts';
import { createContact } from '#domain/contacts/create-contact.ts';
import { deleteContact } from '#domain/contacts/delete-contact.ts';
import { findOrCreateContact } from '#domain/contacts/find-or-create-contact.ts';
import type { PersonFacts } from '#domain/contacts/find-or-create-contact.ts';
import { getContact } from '#domain/contacts/get-contact.ts';
import { listContacts } from '#domain/contacts/list-contacts.ts';
import type { ListContactsInput } from '#domain/contacts/list-contacts.ts';
import { recordConsent } from '#domain/contacts/record-consent.ts';
import { removeDoNotCall } from '#domain/contacts/remove-do-not-call.ts';
import { restoreContact } from '#domain/contacts/restore-contact.ts';
import { updateContact } from '#domain/contacts/update-contact.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { inTransactionOnce } from '#domain/lost-race.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

const find = (facts: PersonFacts) => inTransactionOnce(world.system(), (tx) => findOrCreateContact(tx, facts));

test('A person is found by Telegram id before phone before e-mail, and completed with what is new.', async () => {
  const byPhone = await find({ name: 'Phone', phones: ['+79164440001'] });
  const byEmail = await find({ name: 'Mail', emails: ['mail@example.test'] });
  expect(
    (await find({ name: 'x', phones: ['+79164440001'], emails: ['mail@example.test'], telegramUserId: 77n })).contactId,
  ).toBe(byPhone.contactId);
  expect((await find({ name: 'x', phones: ['+79164440099'], telegramUserId: 77n })).contactId).toBe(byPhone.contactId);
  const completed = await getContact(world.as(world.admin), { contactId: byPhone.contactId });
  expect(completed).toMatchObject({ name: 'Phone', telegramUserId: '77', emails: [] });
  expect(completed.phones.map((phone) => phone.e164)).toEqual(['+79164440001', '+79164440099']);
  expect((await find({ name: 'x', emails: ['mail@example.test'] })).contactId).toBe(byEmail.contactId);
});

test('Somebody with another Telegram account is not taken for the holder of a number.', async () => {
  const first = await find({ name: 'One', phones: ['+79164440002'], telegramUserId: 101n });
  const second = await find({ name: 'Two', phones: ['+79164440002'], telegramUserId: 102n });
  expect(second.contactId).not.toBe(first.contactId);
  expect((await getContact(world.as(world.admin), { contactId: second.contactId })).phones).toEqual([]);
});

test('Parallel finds with the same identities, in any order of numbers, make one contact.', async () => {
  const numbers = ['+79164440010', '+79164440011', '+79164440012'];
  const found = await Promise.all(
    Array.from({ length: 12 }, (_unused, index) =>
      find({
        name: 'Crowd',
        phones: index % 2 ? numbers : numbers.toReversed(),
        emails: ['crowd@example.test'],
        telegramUserId: 200n,
      }),
    ),
  );
  expect(new Set(found.map((one) => one.contactId)).size).toBe(1);
  expect(found.filter((one) => one.isNew)).toHaveLength(1);
});

test('A contact is made with its facts, and another with the same number is refused.', async () => {
  const ctx = world.as(world.manager);
  const contact = await createContact(ctx, {
    name: 'Anna',
    phones: ['8 916 444 00 20'],
    emails: ['Anna@Example.test'],
    telegramUsername: 'https://t.me/anna_test',
    timeZone: 'Asia/Omsk',
    companyName: 'Acme',
  });
  expect(contact).toMatchObject({
    phones: [{ e164: '+79164440020', display: '+7 916 444-00-20', country: 'RU', invalid: false }],
    emails: ['anna@example.test'],
    telegramUsername: 'anna_test',
    timeZone: 'Asia/Omsk',
    owner: { id: world.manager.id },
  });
  const before = await world.database.prisma.contact.count();
  await expect(createContact(ctx, { name: 'Copy', phones: ['+79164440020'] })).rejects.toMatchObject({
    reason: 'contact.identityTaken',
  });
  await expect(
    createContact(ctx, { name: 'Copy', phones: ['+79164440021'], emails: ['anna@example.test'] }),
  ).rejects.toMatchObject({ reason: 'contact.identityTaken' });
  expect(await world.database.prisma.contact.count()).toBe(before);
});

test('An update replaces the numbers, refuses those of others, and refuses a stale version.', async () => {
  const ctx = world.as(world.manager);
  const contact = await createContact(ctx, { name: 'Boris', phones: ['+79164440030', '+79164440031'] });
  const updated = await updateContact(ctx, {
    contactId: contact.id,
    phones: ['+79164440031', '+79164440032'],
    language: 'en',
    version: contact.version,
  });
  expect(updated.phones.map((phone) => phone.e164).toSorted()).toEqual(['+79164440031', '+79164440032']);
  await createContact(ctx, { name: 'Freed', phones: ['+79164440030'] });
  await expect(updateContact(ctx, { contactId: contact.id, phones: ['+79164440030'] })).rejects.toMatchObject({
    reason: 'contact.identityTaken',
  });
  await expect(updateContact(ctx, { contactId: contact.id, name: 'x', version: 1 })).rejects.toMatchObject({
    reason: 'contact.changedMeanwhile',
  });
});

test('Consents are kept word by word and the newest counts; do-not-call is shown on contact and lead.', async () => {
  const ctx = world.as(world.manager);
  const lead = await createLead(ctx, { name: 'Consenting', phone: '+79164440040' });
  const contactId = lead.contact.id;
  await recordConsent(ctx, {
    contactId,
    kind: 'call',
    granted: true,
    source: 'form',
    proof: { url: 'https://example.test/form' },
  });
  expect((await getContact(ctx, { contactId })).doNotCall).toBe(false);
  await recordConsent(ctx, { contactId, kind: 'call', granted: false, source: 'manual' });
  expect(await getContact(ctx, { contactId })).toMatchObject({
    doNotCall: true,
    consents: [{ kind: 'call', granted: false }],
  });
  expect((await getLead(ctx, { leadId: lead.id })).contact.doNotCall).toBe(true);
  await recordConsent(ctx, { contactId, kind: 'call', granted: true, source: 'manual' });
  await Promise.all(
    [1, 2].map(() => addDoNotCall(ctx, { phone: '8 916 444-00-40', reason: 'asked', source: 'manual' })),
  );
  expect((await getLead(ctx, { leadId: lead.id })).contact.doNotCall).toBe(true);
  await expect(removeDoNotCall(ctx, { phone: '+79164440040', reason: 'mistake' })).rejects.toMatchObject({
    reason: 'permission.missing',
  });
  await removeDoNotCall(world.as(world.admin), { phone: '+79164440040', reason: 'mistake' });
  expect((await getLead(ctx, { leadId: lead.id })).contact.doNotCall).toBe(false);
  expect(await world.database.prisma.consent.count({ where: { contactId } })).toBe(3);
});

test('A deleted contact takes its leads along and frees its number for a new one.', async () => {
  const lead = await createLead(world.as(world.manager), { name: 'Forgotten', phone: '+79164440050' });
  await deleteContact(world.as(world.manager), { contactId: lead.contact.id });
  await expect(getLead(world.as(world.admin), { leadId: lead.id })).rejects.toMatchObject({ reason: 'lead.notFound' });
  await expect(getContact(world.as(world.admin), { contactId: lead.contact.id })).rejects.toMatchObject({
    reason: 'contact.notFound',
  });
  const next = await createLead(world.as(world.manager), { name: 'New life', phone: '+79164440050' });
  expect(next.contact.id).not.toBe(lead.contact.id);
});

test('A manager cannot delete a person with whom another manager has a lead.', async () => {
  const own = await createLead(world.as(world.manager), { name: 'Shared', phone: '+79164440060' });
  await createLead(world.as(world.otherManager), { name: 'Shared', phone: '+79164440060' });
  await expect(deleteContact(world.as(world.manager), { contactId: own.contact.id })).rejects.toMatchObject({
    reason: 'permission.missing',
  });
});

test('A list shows what the actor may see, by any part of name, number or address.', async () => {
  const ctx = world.as(world.otherManager);
  const contact = await createContact(ctx, { name: 'Visible Only Here', phones: ['+79164440070'] });
  const search = async (user: typeof world.manager, text: string) =>
    (await listContacts(world.as(user), { search: text })).items.map((one) => one.id);
  for (const text of ['visible only', '444 00 70', '+79164440070']) {
    expect(await search(world.otherManager, text)).toEqual([contact.id]);
    expect(await search(world.analyst, text)).toEqual([contact.id]);
    expect(await search(world.manager, text)).toEqual([]);
    expect(await search(world.other.admin, text)).toEqual([]);
  }
});

test('Contacts are not changed by who only reads, by another manager or from another organization.', async () => {
  const { id: contactId } = await createContact(world.as(world.manager), { name: 'Guarded', phones: ['+79164440080'] });
  const attempts = (user: typeof world.manager) => {
    const ctx = world.as(user);
    return [
      () => updateContact(ctx, { contactId, name: 'x' }),
      () => deleteContact(ctx, { contactId }),
      () => recordConsent(ctx, { contactId, kind: 'call', granted: true, source: 'manual' }),
    ];
  };
  for (const attempt of attempts(world.analyst))
    await expect(attempt()).rejects.toMatchObject({ reason: 'permission.missing' });
  for (const user of [world.otherManager, world.other.admin]) {
    for (const attempt of attempts(user)) await expect(attempt()).rejects.toMatchObject({ reason: 'contact.notFound' });
  }
});

test('Contacts are filtered and sorted, by cursor and by offset, over all pages once, and never another’s.', async () => {
  const ctx = world.as(world.manager);
  const company = await createCompany(ctx, { name: 'Filter Ltd' });
  for (const [index, name] of ['Яна', 'anna', 'Борис', 'Clara'].entries()) {
    await createContact(ctx, {
      name: `${name} Filterova`,
      companyId: company.id,
      position: 'Buyer',
      ...(index % 2 === 0 ? { phones: [`+7916777000${index}`] } : { emails: [`filter${index}@example.test`] }),
    });
  }
  await createContact(world.as(world.otherManager), { name: 'Hidden Filterova', companyId: null });
  const names = async (input: ListContactsInput, user = world.manager) => {
    const all: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listContacts>> = await listContacts(world.as(user), {
        search: 'filterova',
        limit: 3,
        ...input,
        cursor,
      });
      all.push(...page.items.map(({ name }) => name.replace(' Filterova', '')));
      cursor = page.nextCursor;
    } while (cursor !== null);
    return all;
  };
  expect(await names({ sort: 'name' })).toEqual(['anna', 'Clara', 'Борис', 'Яна']);
  expect(await names({})).toEqual(['Clara', 'Борис', 'anna', 'Яна']);
  expect(await names({ sort: 'oldest', hasPhone: true })).toEqual(['Яна', 'Борис']);
  expect(await names({ sort: 'updated', hasEmail: true, hasTelegram: false })).toEqual(['Clara', 'anna']);
  expect(await names({ companyId: company.id, mine: true })).toHaveLength(4);
  expect(await names({ sort: 'name' }, world.admin)).toContain('Hidden');
  const page = await listContacts(ctx, { search: 'filterova', sort: 'name', limit: 2, offset: 2 });
  expect(page).toMatchObject({ total: 4, items: [{ company: { name: 'Filter Ltd' }, position: 'Buyer' }, {}] });
  expect(page.items.map(({ name }) => name)).toEqual(['Борис Filterova', 'Яна Filterova']);
  expect((await listContacts(world.as(world.other.admin), { search: 'filterova', offset: 0 })).total).toBe(0);
});

test('A deleted contact comes back without the numbers that it freed, and a merged one tells where it went.', async () => {
  const ctx = world.as(world.manager);
  const { id: contactId } = await createContact(ctx, { name: 'Back again', phones: ['+79167770099'] });
  await deleteContact(ctx, { contactId });
  await expect(restoreContact(world.as(world.otherManager), { contactId })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(await restoreContact(ctx, { contactId })).toMatchObject({ name: 'Back again', phones: [] });
  const survivor = await createContact(ctx, { name: 'Survivor' });
  await world.database.prisma.contact.update({
    where: { id: contactId },
    data: { deletedAt: new Date(), mergedIntoId: survivor.id },
  });
  await expect(getContact(ctx, { contactId })).rejects.toMatchObject({
    reason: 'contact.notFound',
    params: { mergedIntoId: survivor.id },
  });
  const stranger = getContact(world.as(world.otherManager), { contactId });
  await expect(stranger).rejects.toMatchObject({ reason: 'contact.notFound', params: {} });
  await expect(restoreContact(ctx, { contactId })).rejects.toMatchObject({ reason: 'contact.notFound' });
});
