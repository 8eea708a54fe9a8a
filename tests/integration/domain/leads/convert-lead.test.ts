import { afterAll, beforeAll, expect, test } from 'vitest';
import { listDealActivities } from '#domain/activities/list-record-activities.ts';
import { createCompany } from '#domain/companies/create-company.ts';
import { createCustomField } from '#domain/custom-fields/create-custom-field.ts';
import { getDeal } from '#domain/deals/get-deal.ts';
import { addNote } from '#domain/leads/add-note.ts';
import { convertLead } from '#domain/leads/convert-lead.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { updateStage } from '#domain/pipelines/update-stage.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());
const manager = () => world.as(world.manager);
const other = () => world.as(world.otherManager);
let numbers = 0;
const newLead = (fields: Partial<Parameters<typeof createLead>[1]> = {}, ctx = manager()) =>
  createLead(ctx, { name: 'Мария', phone: `+7916100${String((numbers += 1)).padStart(4, '0')}`, ...fields });
const contactRow = (id: string) => world.database.prisma.contact.findUniqueOrThrow({ where: { id } });

test('a lead becomes its contact, a new company and a deal that has the lead’s owner, source and story', async () => {
  const lead = await newLead({ companyName: 'Квадрат', email: 'm@kvadrat.example', source: 'site' });
  await addNote(manager(), { leadId: lead.id, text: 'Просит скидку' });
  const { prisma } = world.database;
  const task = await prisma.task.create({
    data: { organizationId: world.organizationId, leadId: lead.id, ownerId: world.manager.id, title: 'Call' },
  });
  const result = await convertLead(manager(), { leadId: lead.id, deal: { amountCents: 5_000 } });
  expect(result.contactId).toBe(lead.contact.id);
  const company = await prisma.company.findUniqueOrThrow({ where: { id: result.companyId ?? '' } });
  expect(company).toMatchObject({ name: 'Квадрат', domain: 'kvadrat.example', ownerId: world.manager.id });
  expect((await contactRow(lead.contact.id)).companyId).toBe(company.id);
  expect(await getDeal(manager(), { dealId: result.dealId ?? '' })).toMatchObject({
    name: 'Мария',
    amountCents: 5_000,
    source: 'site',
    contact: { id: lead.contact.id },
    company: { id: company.id },
    lead: { id: lead.id },
    owner: { id: world.manager.id },
    stage: { id: world.stageIds[0] },
  });
  expect(await getLead(manager(), { leadId: lead.id })).toMatchObject({
    stage: { kind: 'won' },
    convertedAt: expect.any(Date),
    closedAt: expect.any(Date),
  });
  expect(await prisma.task.findUniqueOrThrow({ where: { id: task.id } })).toMatchObject({
    leadId: lead.id,
    dealId: result.dealId,
  });
  const kinds = (await listDealActivities(manager(), { dealId: result.dealId ?? '', limit: 100 })).items.map(
    ({ kind }) => kind,
  );
  expect(kinds).toEqual(expect.arrayContaining(['deal.created', 'lead.converted', 'note.added', 'lead.created']));
  expect(kinds.filter((kind) => kind === 'deal.created')).toHaveLength(1);
});

test('converted again it answers as the first time and makes nothing', async () => {
  const lead = await newLead({ companyName: 'Once' });
  const first = await convertLead(manager(), { leadId: lead.id, deal: { name: 'First' } });
  const version = (await getLead(manager(), { leadId: lead.id })).version;
  expect(await convertLead(manager(), { leadId: lead.id, deal: { name: 'Second' }, version: 1 })).toEqual(first);
  expect((await getLead(manager(), { leadId: lead.id })).version).toBe(version);
  expect(await world.database.prisma.deal.count({ where: { leadId: lead.id } })).toBe(1);
});

test('of ten conversions at the same time one makes a deal and a company, and all answer the same', async () => {
  const lead = await newLead({ companyName: 'At once' });
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, () => convertLead(manager(), { leadId: lead.id, deal: {} })),
  );
  const answers = results.flatMap((one) => (one.status === 'fulfilled' ? [JSON.stringify(one.value)] : []));
  expect(answers).toHaveLength(10);
  expect(new Set(answers).size).toBe(1);
  const { prisma } = world.database;
  expect(await prisma.deal.count({ where: { leadId: lead.id } })).toBe(1);
  expect(await prisma.company.count({ where: { name: 'At once' } })).toBe(1);
  expect(await prisma.event.count({ where: { subjectId: lead.id, type: 'lead.converted' } })).toBe(1);
});

test('two leads of one new company that are converted at the same time make one company', async () => {
  const leads = [await newLead({ companyName: 'Общая' }), await newLead({ companyName: 'Общая' }, other())];
  const results = await Promise.all([
    convertLead(manager(), { leadId: leads[0]?.id ?? '' }),
    convertLead(other(), { leadId: leads[1]?.id ?? '' }),
  ]);
  expect(results[0].companyId).toBe(results[1].companyId);
  expect(results.map(({ dealId }) => dealId)).toEqual([null, null]);
});

test.each([
  ['the domain of an e-mail address', { email: 'anna@known.example' }, undefined],
  ['its name in the other alphabet', { companyName: 'Knoun' }, undefined],
  ['its tax number', {}, { name: 'Another spelling', taxId: '770 123 4000' }],
] as const)('an existing company is met by %s, also when a colleague owns it', async (_by, person, company) => {
  const known = await world.database.prisma.company.findFirst({ where: { name: 'Кноун' } });
  const companyId =
    known?.id ?? (await createCompany(other(), { name: 'Кноун', domain: 'known.example', taxId: '7701234000' })).id;
  const lead = await newLead(person);
  const result = await convertLead(manager(), { leadId: lead.id, deal: {}, ...(company ? { company } : {}) });
  expect(result.companyId).toBe(companyId);
  expect((await getDeal(manager(), { dealId: result.dealId ?? '' })).company).toEqual({ id: companyId, name: 'Кноун' });
});

test('an address of a free mail provider names no company, and null asks for none', async () => {
  const free = await newLead({ email: 'maria@gmail.com' });
  expect((await convertLead(manager(), { leadId: free.id })).companyId).toBeNull();
  const none = await newLead({ companyName: 'Unwanted' });
  expect((await convertLead(manager(), { leadId: none.id, company: null })).companyId).toBeNull();
  expect((await contactRow(none.contact.id)).companyId).toBeNull();
});

test('a conversion that is refused leaves everything as it was', async () => {
  const lead = await newLead({ companyName: 'Refused' });
  const won = world.stageIds[2];
  await updateStage(world.as(world.admin), { stageId: won, requiredFields: ['email'] });
  await expect(convertLead(manager(), { leadId: lead.id, deal: {} })).rejects.toMatchObject({
    reason: 'stage.fieldsMissing',
    params: { fields: 'email' },
  });
  await updateStage(world.as(world.admin), { stageId: won, requiredFields: [] });
  expect(await getLead(manager(), { leadId: lead.id })).toMatchObject({ convertedAt: null, version: 1 });
  expect(await world.database.prisma.company.count({ where: { name: 'Refused' } })).toBe(0);
  await expect(convertLead(manager(), { leadId: lead.id, version: 7 })).rejects.toMatchObject({
    reason: 'lead.changedMeanwhile',
  });
  const theirs = await createCompany(other(), { name: 'Not mine' });
  await expect(convertLead(manager(), { leadId: lead.id, company: { companyId: theirs.id } })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('only who may change the lead converts it', async () => {
  const lead = await newLead();
  await expect(convertLead(world.as(world.analyst), { leadId: lead.id })).rejects.toMatchObject({
    reason: 'permission.missing',
  });
  for (const stranger of [other(), world.as(world.other.admin)])
    await expect(convertLead(stranger, { leadId: lead.id })).rejects.toMatchObject({ code: 'not_found' });
});

test('the lead’s own fields go over to the deal as far as deals have them', async () => {
  const admin = world.as(world.admin);
  await createCustomField(admin, { record: 'deal', key: 'car', label: 'Машина', kind: 'text' });
  const lead = await newLead({ customFields: { car: 'Vesta', mood: 'good' } });
  const { dealId } = await convertLead(manager(), { leadId: lead.id, deal: {} });
  expect((await getDeal(manager(), { dealId: dealId ?? '' })).customFields).toEqual({ car: 'Vesta' });
  expect((await getLead(manager(), { leadId: lead.id })).customFields).toEqual({ car: 'Vesta', mood: 'good' });
});
