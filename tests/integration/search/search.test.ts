import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordExternalCall } from '#domain/calls/record-external-call.ts';
import { createCompany } from '#domain/companies/create-company.ts';
import { createContact } from '#domain/contacts/create-contact.ts';
import { receiveClientMessage } from '#domain/conversations/receive-client-message.ts';
import { createDeal } from '#domain/deals/create-deal.ts';
import { addNote } from '#domain/leads/add-note.ts';
import { assignLead } from '#domain/leads/assign-lead.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { deleteLead } from '#domain/leads/delete-lead.ts';
import { search } from '#domain/search/search.ts';
import type { SearchInput } from '#domain/search/search.ts';
import type { SearchResult } from '#domain/search/search-result.ts';
import type { UserActor } from '#domain/permissions.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
const ids: Record<string, string> = {};
beforeAll(async () => {
  world = await createTestWorld();
  const mine = world.as(world.manager);
  const theirs = world.as(world.otherManager);
  const lead = async (key: string, as: typeof mine, input: Parameters<typeof createLead>[1]) => {
    ids[key] = (await createLead(as, input)).id;
  };
  await lead('kozlov', mine, { name: 'Козлов Дмитрий', phone: '+79161234567', email: 'd.kozlov@romashka.example' });
  await lead('kozlova', mine, { name: 'Мария Козлова', telegramUsername: 'masha_k' });
  await lead('justKozlov', mine, { name: 'Козлов' });
  await lead('kate', theirs, { name: 'Kate Bennett', phone: '+14155550188', companyName: 'Aquamarine Ltd' });
  await lead('unowned', theirs, { name: 'Виктор Свободный' });
  await assignLead(world.as(world.admin), { leadId: ids['unowned'] ?? '', ownerId: null });
  await lead('deleted', mine, { name: 'Козлов Удалённый' });
  await deleteLead(mine, { leadId: ids['deleted'] ?? '' });
  ids['contact'] = (await createContact(mine, { name: 'Юлия Щукина', phones: ['+79031112233'] })).id;
  ids['company'] = (await createCompany(mine, { name: 'ООО «Северный ветер»', domain: 'sever-wind.example' })).id;
  ids['deal'] = (await createDeal(mine, { name: 'Поставка окон', amountCents: 15_000_050 })).id;
  await addNote(mine, {
    leadId: ids['kozlov'] ?? '',
    text: 'Просил прислать договор и рассчитать доставку до склада.',
  });
  await addNote(theirs, { leadId: ids['kate'] ?? '', text: 'Wants delivery of two machines, warranty is a must.' });
  const call = (phoneNumber: string, managerId: string, text: string, externalId: string) =>
    recordExternalCall(world.system(), {
      externalSource: 'test',
      externalId,
      phoneNumber,
      direction: 'outgoing',
      status: 'completed',
      startedAt: new Date('2026-11-01T10:00:00Z'),
      durationSec: 60,
      managerId,
      segments: [
        { speaker: 'B', startMs: 0, endMs: 900, text: 'Здравствуйте!' },
        { speaker: 'A', startMs: 1_000, endMs: 4_000, text },
      ],
    });
  ids['call'] = (await call('+79161234567', world.manager.id, 'Меня интересуют рассрочка и комплектации.', 'one')).id;
  ids['theirCall'] = (await call('+14155550188', world.otherManager.id, 'Рассрочка нам не нужна.', 'two')).id;
  await receiveClientMessage(world.system(), {
    externalChatId: 'bot:1:555',
    externalMessageId: '1',
    telegramUserId: '555',
    username: 'writer',
    firstName: 'Пётр',
    text: 'Когда приедут замерщики? <b>Жду</b>',
    sentAt: new Date(),
  });
  await createLead(world.as(world.other.manager), { name: 'Козлов Чужой', phone: '+79161234568' });
});
afterAll(() => world.close());

const find = async (user: UserActor, input: SearchInput) => (await search(world.as(user), input)).items;
const found = (items: readonly SearchResult[], kind: string) =>
  items.filter((item) => item.kind === kind).map((item) => item.title);
const leads = async (user: UserActor, query: string) => found(await find(user, { query, kinds: ['lead'] }), 'lead');

describe('names', () => {
  test.each(['Козлов', 'kozlov', 'KOZLOV', 'козлов '])(
    '“%s” finds a name in either alphabet, the exact one first',
    async (query) => {
      const titles = await leads(world.manager, query);
      expect(titles[0]).toBe('Козлов');
      expect(titles.slice(1)).toEqual(['Козлов Дмитрий', 'Мария Козлова']);
    },
  );

  test.each([
    ['Козлав', 'Козлов'],
    ['Бенет', 'Kate Bennett'],
    ['Кате Bennet', 'Kate Bennett'],
    ['Димитрий', 'Козлов Дмитрий'],
  ])('“%s” finds %s in spite of the spelling', async (query, name) => {
    expect(await leads(world.admin, query)).toContain(name);
  });

  test('Words stand in any order.', async () => {
    expect(await leads(world.manager, 'козлова мария')).toEqual(['Мария Козлова']);
    expect(await leads(world.manager, 'Дмитр Козл')).toEqual(['Козлов Дмитрий']);
  });

  test('Where the name matches is told in places of the plain text.', async () => {
    const [exact] = await find(world.manager, { query: 'Kozlova', kinds: ['lead'] });
    expect(exact).toMatchObject({ title: 'Мария Козлова', highlights: [{ field: 'name', ranges: [[6, 13]] }] });
  });
});

describe('fragments', () => {
  test.each(['9161234567', '8 (916) 123-45-67', '+7 916 123', '123-45-67', '8916'])(
    '“%s” finds the number',
    async (query) => {
      const [lead] = await find(world.manager, { query, kinds: ['lead'] });
      expect(lead).toMatchObject({ title: 'Козлов Дмитрий', highlights: [{ field: 'phone', text: '+79161234567' }] });
    },
  );

  test.each([
    ['@masha_k', 'Мария Козлова', 'telegramUsername'],
    ['t.me/masha_k', 'Мария Козлова', 'telegramUsername'],
    ['d.kozlov@', 'Козлов Дмитрий', 'email'],
    ['romashka.ex', 'Козлов Дмитрий', 'email'],
  ])('“%s” finds %s by %s', async (query, name, field) => {
    const [lead] = await find(world.manager, { query, kinds: ['lead'] });
    expect(lead?.title).toBe(name);
    expect(lead?.highlights.map((highlight) => highlight.field)).toContain(field);
  });

  test('A company is found by its domain, a deal by its sum and its name, a contact by its name.', async () => {
    expect(found(await find(world.manager, { query: 'sever-wind' }), 'company')).toEqual(['ООО «Северный ветер»']);
    expect(found(await find(world.manager, { query: 'severnyi veter' }), 'company')).toEqual(['ООО «Северный ветер»']);
    expect(found(await find(world.manager, { query: '150 000,50' }), 'deal')).toEqual(['Поставка окон']);
    expect(found(await find(world.manager, { query: 'окон' }), 'deal')).toEqual(['Поставка окон']);
    expect(found(await find(world.manager, { query: 'Shchukina' }), 'contact')).toEqual(['Юлия Щукина']);
    expect(await leads(world.admin, 'aquamarine')).toEqual(['Kate Bennett']);
  });
});

describe('words', () => {
  test.each([
    ['договоры', 'note', 'договор'],
    ['deliveries', 'note', 'delivery'],
    ['комплектация', 'call', 'комплектации'],
    ['замерщик', 'message', 'замерщики'],
  ])('“%s” finds a %s by another form of the word', async (query, kind, form) => {
    const [result] = (await find(world.admin, { query })).filter((item) => item.kind === kind);
    const [highlight] = result?.highlights ?? [];
    expect(highlight?.ranges.map(([from, to]) => highlight.text.slice(from, to))).toContain(form);
  });

  test('What looks like markup is text and keeps its places.', async () => {
    const [message] = await find(world.admin, { query: 'жду', kinds: ['message'] });
    const [highlight] = message?.highlights ?? [];
    expect(highlight?.text).toBe('Когда приедут замерщики? <b>Жду</b>');
    expect(highlight?.ranges.map(([from, to]) => highlight.text.slice(from, to))).toEqual(['Жду']);
  });
});

describe('visibility', () => {
  test('A manager finds their own and unowned records, whoever sees all finds all, and a deleted one nobody.', async () => {
    expect(await leads(world.manager, 'bennett')).toEqual([]);
    expect(await leads(world.otherManager, 'bennett')).toEqual(['Kate Bennett']);
    expect(await leads(world.analyst, 'bennett')).toEqual(['Kate Bennett']);
    expect(await leads(world.manager, 'свободный')).toEqual(['Виктор Свободный']);
    expect(await leads(world.otherManager, 'козлов')).toEqual([]);
    expect(await leads(world.admin, 'удалённый')).toEqual([]);
  });

  test.each(['bennett', '4155550188', 'aquamarine', 'delivery', 'warranty'])(
    'A manager does not learn of a colleague’s person by “%s” in any kind of record.',
    async (query) => {
      expect(await find(world.manager, { query })).toEqual([]);
      expect((await find(world.otherManager, { query })).length).toBeGreaterThan(0);
    },
  );

  test('What was said in a call is found by its manager and the owner of its lead only.', async () => {
    const calls = async (user: UserActor) =>
      (await find(user, { query: 'рассрочка', kinds: ['call'] })).map((item) => item.id);
    expect(await calls(world.manager)).toEqual([ids['call']]);
    expect(await calls(world.otherManager)).toEqual([ids['theirCall']]);
    expect((await calls(world.analyst)).length).toBe(2);
  });

  test('Another organization finds nothing of ours.', async () => {
    for (const query of [
      'Козлов',
      '9161234567',
      'рассрочка',
      'договор',
      'ветер',
      'masha_k',
      'замерщики',
      '150000.50',
    ]) {
      const others = await find(world.other.admin, { query });
      expect(others.filter((item) => item.title !== 'Козлов Чужой')).toEqual([]);
    }
    expect(await leads(world.other.admin, 'козлов')).toEqual(['Козлов Чужой']);
  });

  test('Who may read none of the kinds is refused; kinds that may not be read are left out.', async () => {
    const client = world.client(ids['contact'] ?? '');
    await expect(search(client, { query: 'Козлов' })).rejects.toMatchObject({ reason: 'permission.missing' });
  });
});

test('Pages follow one another without a gap or a repeat, best first.', async () => {
  const whole = await find(world.admin, { query: 'Козлов', limit: 50 });
  const paged: SearchResult[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof search>> = await search(world.as(world.admin), {
      query: 'Козлов',
      limit: 2,
      cursor,
    });
    paged.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(paged.map((item) => item.id)).toEqual(whole.map((item) => item.id));
  expect(whole.length).toBeGreaterThan(4);
  await expect(search(world.as(world.admin), { query: 'x', cursor: 'made up' })).rejects.toMatchObject({
    reason: 'input.invalid',
  });
});

const hostile = [
  '',
  ' ',
  '%',
  '_',
  '%%%',
  "'",
  '"',
  "'; DROP TABLE leads; --",
  '\\',
  '\\\\%',
  '!@#$%^&*()',
  '🔥🔥🔥',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '-',
  '--',
  '"" OR',
  'or or or',
  '& | ! :* <->',
  '(((((((((',
  'a:*',
  '\u202eвозлК',
  'x'.repeat(10_000),
  'слово '.repeat(2_000),
  '%'.repeat(10_000),
  '½②Ⅷ',
  'и в на',
  'the of and',
  '99999999999999999999999999',
  '1e400',
  '٣٤٥',
  'ﷺ',
  'a'.repeat(99) + '🔥',
  'tab\tnewline\n',
  '😀 Козлов %_',
  '\u0002\u0003',
];
test.each(hostile.map((query) => [query.slice(0, 30), query]))('“%s” is no error.', async (_shown, query) => {
  const page = await search(world.as(world.manager), { query });
  expect(page.incomplete).toEqual([]);
});

test('Only signs find nothing instead of everything.', async () => {
  for (const query of ['%', '_', '🔥', '---', '\\']) expect(await find(world.admin, { query })).toEqual([]);
});
