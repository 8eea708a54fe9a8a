import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRecords } from '#tests/integration/api/api-records.ts';
import type { ApiRecords } from '#tests/integration/api/api-records.ts';
import { createApiWorld } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';
import { clientOf, count, id, idOf, lastPage, moment, refusal, text } from '#tests/wire/api/exchange.ts';
import type { Client } from '#tests/wire/api/exchange.ts';

let api: ApiWorld;
let records: ApiRecords;
let manager: Client;
let admin: Client;

beforeAll(async () => {
  api = await createApiWorld();
  records = await createRecords(api.world, api.world);
  manager = clientOf(api, api.world.manager);
  admin = clientOf(api, api.world.admin);
});
afterAll(() => api.close());

const message = { message: text };
const sentence = (facts: object) => ({ id, name: text, ...facts });
const named = { id, name: text };
const stage = (name: string, facts: object = {}) =>
  sentence({ name, kind: 'open', position: count, requiredFields: [], stuckAfterHours: null, ...facts });

const lead = (facts: object) => ({
  id,
  name: 'Мария Козлова',
  source: 'site',
  note: 'Хочет тест-драйв',
  customFields: {},
  contact: {
    id,
    name: 'Мария Козлова',
    companyName: 'Квадрат',
    phones: ['+79161234567'],
    emails: ['maria@wire.example'],
    telegramUsername: 'maria_k',
    telegramUserId: null,
    language: null,
    timeZone: null,
    unreachable: false,
    doNotCall: false,
  },
  pipeline: named,
  stage: { ...named, kind: 'open' },
  owner: { id: api.world.manager.id, name: api.world.manager.name },
  closedAt: null,
  closeReason: null,
  stageEnteredAt: moment,
  takenAt: moment,
  spamAt: null,
  convertedAt: null,
  nextTask: null,
  version: 1,
  createdAt: moment,
  updatedAt: moment,
  ...facts,
});

test('a lead is created with every field of the contract, shown, listed, changed, moved and deleted', async () => {
  const { world } = api;
  const created = await manager('POST /api/leads', {
    name: 'Мария Козлова',
    phone: '+7 916 123-45-67',
    email: 'maria@wire.example',
    telegramUsername: 'maria_k',
    companyName: 'Квадрат',
    source: 'site',
    note: 'Хочет тест-драйв',
    pipelineId: world.pipelineId,
    stageId: world.stageIds[0],
    ownerId: world.manager.id,
    customFields: {},
  });
  expect([created.status, created.body]).toEqual([201, lead({})]);
  expect(created.headers.get('etag')).toBe('"v1"');
  const path = `/api/leads/${idOf(created)}`;
  const shown = await manager(`GET ${path}`);
  expect([shown.status, shown.body, shown.headers.get('etag')]).toEqual([200, created.body, '"v1"']);
  const page = await manager('GET /api/leads?limit=1&source=site&open=true&mine=true&offset=0');
  expect([page.status, page.body]).toEqual([200, { items: [created.body], nextCursor: null, total: 1 }]);
  const first = await manager('GET /api/leads?limit=1');
  expect(first.body).toEqual({ items: [created.body], nextCursor: text });

  const changed = await manager(`PUT ${path}`, { note: 'Перезвонить в субботу' }, { 'if-match': '"v1"' });
  expect([changed.status, changed.body]).toEqual([200, lead({ note: 'Перезвонить в субботу', version: 2 })]);
  const stale = await manager(`PUT ${path}`, { note: 'x' }, { 'if-match': '"v1"' });
  expect([stale.status, stale.body]).toEqual([412, refusal('stale', { reason: 'lead.changedMeanwhile' })]);

  const moved = await manager(`PUT ${path}/stage`, { stageId: world.stageIds[3], reason: 'Дорого' });
  expect([moved.status, moved.body]).toMatchObject([
    200,
    { stage: { id: world.stageIds[3], name: 'Lost', kind: 'lost' }, closeReason: 'Дорого', closedAt: moment },
  ]);
  const activities = await manager(`GET ${path}/activities?limit=1`);
  expect([activities.status, activities.body]).toEqual([
    200,
    {
      items: [
        {
          id,
          kind: 'stage.moved',
          actor: { kind: 'user', id: world.manager.id, name: world.manager.name },
          data: expect.any(Object),
          occurredAt: moment,
        },
      ],
      nextCursor: text,
    },
  ]);
  const gone = await manager(`DELETE ${path}`);
  expect([gone.status, gone.body]).toEqual([200, message]);
  const after = await manager(`GET ${path}`);
  expect([after.status, after.body]).toEqual([404, refusal('not_found', { reason: text })]);
});

test('the calls and e-mails of a lead and of a client are pages of the same records as the whole lists', async () => {
  const call = await manager(`GET /api/leads/${records.leadId}/calls`);
  expect(call.status).toBe(200);
  const one = (facts: object) => ({
    id,
    type: 'incoming',
    status: 'completed',
    phoneNumber: text,
    clientName: 'Secret client',
    managerName: api.world.manager.name,
    managerId: api.world.manager.id,
    duration: 61,
    date: moment,
    created_at: moment,
    updated_at: moment,
    ...facts,
  });
  const waiting = one({ id: records.waitingCallId, type: 'outgoing', status: 'in-progress', duration: 0 });
  expect(call.body).toEqual(lastPage(waiting, one({ id: records.callId })));
  expect((await manager(`GET /api/clients/${records.contactId}/calls`)).body).toEqual(call.body);

  const emails = await manager(`GET /api/leads/${records.leadId}/emails`);
  const email = (status: string) => ({
    id,
    status,
    leadId: records.leadId,
    contactId: records.contactId,
    dealId: null,
    from: 'sales@example.test',
    to: [text],
    cc: [],
    subject: 'Secret subject',
    text: `Secret ${status} e-mail`,
    html: null,
    attachments: [],
    author: { id: api.world.manager.id, name: api.world.manager.name },
    templateId: null,
    response: null,
    error: null,
    sentAt: null,
    createdAt: moment,
  });
  expect([emails.status, emails.body]).toEqual([200, lastPage(email('unknown'), email('failed'))]);
  expect((await manager(`GET /api/clients/${records.contactId}/emails`)).body).toEqual(emails.body);
  expect((await manager('GET /api/emails')).body).toEqual(emails.body);
  expect((await manager(`GET /api/emails/${records.failedEmailId}`)).body).toEqual(email('failed'));

  const leads = await manager(`GET /api/clients/${records.contactId}/leads`);
  expect([leads.status, leads.body]).toMatchObject([200, lastPage({ id: records.leadId, name: 'Secret lead' })]);
});

const contact = (facts: object) => ({
  id,
  name: 'Пётр Орлов',
  phones: [{ e164: '+79161230001', display: text, country: 'RU', extension: null, invalid: false }],
  emails: ['petr@wire.example'],
  telegramUsername: null,
  telegramUserId: null,
  companyName: 'Квадрат',
  company: null,
  position: null,
  note: null,
  customFields: {},
  language: null,
  timeZone: null,
  unreachable: false,
  doNotCall: false,
  consents: [],
  owner: { id: api.world.manager.id, name: api.world.manager.name },
  version: 1,
  createdAt: moment,
  updatedAt: moment,
  ...facts,
});

test.each(['/api/clients', '/api/crm/contacts'])(
  '%s creates, shows, lists, changes and deletes a person',
  async (base) => {
    const created = await manager(`POST ${base}`, {
      name: 'Пётр Орлов',
      phones: ['+7 916 123-00-01'],
      emails: ['petr@wire.example'],
      companyName: 'Квадрат',
    });
    expect([created.status, created.body]).toEqual([201, contact({})]);
    const path = `${base}/${idOf(created)}`;
    expect(await manager(`GET ${path}`)).toMatchObject({ status: 200, body: created.body });
    const page = await manager(`GET ${base}?search=${encodeURIComponent('Орлов')}&offset=0`);
    expect([page.status, page.body]).toEqual([200, { items: [created.body], nextCursor: null, total: 1 }]);
    const changed = await manager(`PUT ${path}`, { name: 'Пётр Орлов-Белый', version: 1 });
    expect([changed.status, changed.body]).toEqual([200, contact({ name: 'Пётр Орлов-Белый', version: 2 })]);
    const gone = await manager(`DELETE ${path}`);
    expect([gone.status, gone.body]).toEqual([200, message]);
    expect((await manager(`GET ${path}`)).status).toBe(404);
  },
);

test('companies and deals are created, shown, listed, changed and deleted under /api/crm', async () => {
  const company = await manager('POST /api/crm/companies', { name: 'ООО «Квадрат»', domain: 'kvadrat.example' });
  const owner = { id: api.world.manager.id, name: api.world.manager.name };
  const nothing = { taxId: null, phone: null, email: null, website: null, address: null, industry: null, note: null };
  const stamps = { version: 1, createdAt: moment, updatedAt: moment };
  expect([company.status, company.body]).toEqual([
    201,
    { id, name: 'ООО «Квадрат»', domain: 'kvadrat.example', ...nothing, customFields: {}, owner, ...stamps },
  ]);
  const deal = await manager('POST /api/crm/deals', {
    name: 'Поставка окон',
    amountCents: 125_000_000,
    currency: 'RUB',
    companyId: idOf(company),
    expectedCloseOn: '2026-12-31',
  });
  expect([deal.status, deal.body]).toEqual([
    201,
    {
      ...{ id, name: 'Поставка окон', amountCents: 125_000_000, currency: 'RUB', source: 'api', note: null },
      ...{ customFields: {}, contact: null, company: { id: idOf(company), name: 'ООО «Квадрат»' }, lead: null },
      ...{ pipeline: named, stage: { ...named, kind: 'open' }, owner, expectedCloseOn: '2026-12-31' },
      ...{ closedAt: null, closeReason: null, stageEnteredAt: moment, ...stamps },
    },
  ]);
  for (const [list, made] of [
    ['deals', deal],
    ['companies', company],
  ] as const) {
    const path = `/api/crm/${list}/${idOf(made)}`;
    expect((await manager(`GET ${path}`)).body).toEqual(made.body);
    const page = await manager(`GET /api/crm/${list}?limit=1`);
    expect([page.status, page.body]).toEqual([200, { items: [made.body], nextCursor: text }]);
    const changed = await manager(`PUT ${path}`, { name: 'Другое имя' });
    expect([changed.status, changed.body]).toMatchObject([200, { name: 'Другое имя', version: 2 }]);
    expect((await manager(`DELETE ${path}`)).body).toEqual(message);
    expect((await manager(`GET ${path}`)).status).toBe(404);
  }
});

test('GET /api/crm/search?q= answers a ranked page with highlights', async () => {
  const found = await manager('GET /api/crm/search?q=Secret%20lead&kinds=lead');
  expect([found.status, found.body]).toEqual([
    200,
    {
      items: [
        {
          ...{ kind: 'lead', id: records.leadId, title: 'Secret lead', subtitle: text, score: count, at: moment },
          ...{ leadId: records.leadId, contactId: records.contactId, companyId: null, dealId: null },
          conversationId: null,
          highlights: [{ field: 'name', text: 'Secret lead', ranges: expect.any(Array) }],
        },
      ],
      nextCursor: null,
      incomplete: [],
    },
  ]);
});

test.each(['/api/pipelines', '/api/pipeline'])(
  '%s holds pipelines, their stages and the history of a stage',
  async (base) => {
    const created = await admin(`POST ${base}`, { name: 'Сервис' });
    expect([created.status, created.body]).toEqual([
      201,
      {
        ...{ id, name: 'Сервис', isDefault: false, wonReasons: expect.any(Array), lostReasons: expect.any(Array) },
        stages: expect.any(Array),
      },
    ]);
    const pipeline = `${base}/${idOf(created)}`;
    const all = await manager(`GET ${base}`);
    expect([all.status, all.body]).toMatchObject([200, { items: expect.arrayContaining([created.body]) }]);
    const added = await admin(`POST ${pipeline}/stages`, { name: 'Переговоры', kind: 'open' });
    expect([added.status, added.body]).toEqual([201, stage('Переговоры')]);
    const stages = await manager(`GET ${pipeline}/stages`);
    expect([stages.status, stages.body]).toMatchObject([200, { items: expect.arrayContaining([stage('Переговоры')]) }]);
    const changed = await admin(`PUT ${base}/stages/${idOf(added)}`, { name: 'Договор' });
    expect([changed.status, changed.body]).toEqual([200, stage('Договор')]);
    expect((await admin(`DELETE ${base}/stages/${idOf(added)}`)).body).toEqual(message);
    const renamed = await admin(`PUT ${pipeline}`, { name: 'Гарантия' });
    expect([renamed.status, renamed.body]).toMatchObject([200, { id: idOf(created), name: 'Гарантия' }]);
    expect((await admin(`DELETE ${pipeline}`)).body).toEqual(message);

    const { stageIds, pipelineId } = api.world;
    const used = await admin(`DELETE ${base}/${pipelineId}`);
    expect([used.status, used.body]).toMatchObject([409, refusal('conflict', { reason: text })]);
    const back = base.endsWith('s') ? stageIds[1] : stageIds[0];
    await manager(`PUT /api/leads/${records.leadId}/stage`, { stageId: back });
    const history = await manager(`GET ${base}/stages/${back}/history?limit=1`);
    expect([history.status, history.body]).toMatchObject([
      200,
      {
        items: [
          {
            ...{
              id,
              lead: { id: records.leadId, name: 'Secret lead' },
              deal: null,
              from: named,
              to: { id: back, name: text },
            },
            ...{ reason: null, movedById: api.world.manager.id, movedAt: moment },
          },
        ],
      },
    ]);
  },
);
