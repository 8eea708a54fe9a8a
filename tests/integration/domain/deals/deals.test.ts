import { afterAll, beforeAll, expect, test } from 'vitest';
import { listDealActivities } from '#domain/activities/list-record-activities.ts';
import { createCompany } from '#domain/companies/create-company.ts';
import { assignDeal } from '#domain/deals/assign-deal.ts';
import { createDeal } from '#domain/deals/create-deal.ts';
import { deleteDeal } from '#domain/deals/delete-deal.ts';
import { getDeal } from '#domain/deals/get-deal.ts';
import { listDealStageHistory } from '#domain/deals/list-deal-stage-history.ts';
import { listDeals } from '#domain/deals/list-deals.ts';
import { moveDealStage } from '#domain/deals/move-deal-stage.ts';
import { restoreDeal } from '#domain/deals/restore-deal.ts';
import { updateDeal } from '#domain/deals/update-deal.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { listStageHistory } from '#domain/pipelines/list-stage-history.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());
const manager = () => world.as(world.manager);
const other = () => world.as(world.otherManager);
const admin = () => world.as(world.admin);

test('a deal starts at the first stage of the default pipeline with its owner, amount and day, and keeps them exactly', async () => {
  const company = await createCompany(manager(), { name: 'Buyer' });
  const deal = await createDeal(manager(), {
    name: 'Windows',
    amountCents: Number.MAX_SAFE_INTEGER,
    currency: 'usd',
    companyId: company.id,
    expectedCloseOn: '2028-02-29',
  });
  expect(deal).toMatchObject({
    amountCents: Number.MAX_SAFE_INTEGER,
    currency: 'USD',
    company: { id: company.id, name: 'Buyer' },
    stage: { id: world.stageIds[0], kind: 'open' },
    owner: { id: world.manager.id },
    expectedCloseOn: '2028-02-29',
    source: 'api',
  });
  expect(await getDeal(manager(), { dealId: deal.id })).toEqual(deal);
  const cleared = await updateDeal(manager(), {
    dealId: deal.id,
    amountCents: null,
    expectedCloseOn: null,
    companyId: null,
  });
  expect(cleared).toMatchObject({
    amountCents: null,
    expectedCloseOn: null,
    company: null,
    currency: 'USD',
    version: 2,
  });
});

test.each([
  ['a negative amount', { amountCents: -1 }],
  ['an amount that a number cannot hold exactly', { amountCents: 2 ** 53 }],
  ['half a cent', { amountCents: 0.5 }],
  ['a currency that is none', { currency: 'RUBLE' }],
  ['a day that is none', { expectedCloseOn: '2027-02-29' }],
  ['the year 0', { expectedCloseOn: '0000-01-01' }],
])('a deal is refused %s', async (_name, wrong) => {
  await expect(createDeal(manager(), { name: 'Wrong', ...wrong })).rejects.toMatchObject({ reason: 'input.invalid' });
});

test('a deal names only people, companies and leads that its maker sees', async () => {
  const lead = await createLead(other(), { name: 'Theirs', phone: '+79160000001' });
  const company = await createCompany(other(), { name: 'Theirs' });
  for (const related of [{ leadId: lead.id }, { contactId: lead.contact.id }, { companyId: company.id }])
    await expect(createDeal(manager(), { name: 'x', ...related })).rejects.toMatchObject({ code: 'not_found' });
  const { id: dealId } = await createDeal(manager(), { name: 'Own' });
  await expect(updateDeal(manager(), { dealId, companyId: company.id })).rejects.toMatchObject({ code: 'not_found' });
  await expect(createDeal(manager(), { name: 'x', ownerId: world.analyst.id })).rejects.toMatchObject({
    reason: 'input.invalid',
  });
});

test('a move is written to the stage’s and the deal’s history, closes and opens the deal, and lost needs a reason', async () => {
  const { id: dealId } = await createDeal(manager(), { name: 'Moved' });
  const [, second, won, lost] = world.stageIds;
  expect((await moveDealStage(manager(), { dealId, stageId: second })).closedAt).toBeNull();
  await expect(moveDealStage(manager(), { dealId, stageId: lost })).rejects.toMatchObject({
    reason: 'stage.reasonRequired',
  });
  expect(await moveDealStage(manager(), { dealId, stageId: lost, reason: 'Дорого' })).toMatchObject({
    closeReason: 'Дорого',
    stage: { kind: 'lost' },
  });
  expect(await moveDealStage(manager(), { dealId, stageId: won })).toMatchObject({ closeReason: null, version: 4 });
  const same = await moveDealStage(manager(), { dealId, stageId: won });
  expect(same.version).toBe(4);
  const history = await listDealStageHistory(manager(), { dealId });
  expect(history.items.map(({ to }) => to.id)).toEqual([won, lost, second, world.stageIds[0]]);
  expect(history.items[1]).toMatchObject({ reason: 'Дорого', from: { id: second }, deal: { id: dealId } });
  const ofStage = await listStageHistory(manager(), { stageId: lost });
  expect(ofStage.items.map(({ deal }) => deal?.id)).toContain(dealId);
  expect((await listStageHistory(other(), { stageId: lost })).items.map(({ deal }) => deal?.id)).not.toContain(dealId);
  const kinds = (await listDealActivities(manager(), { dealId })).items.map(({ kind }) => kind);
  expect(kinds).toEqual(['deal.stageMoved', 'deal.stageMoved', 'deal.stageMoved', 'deal.created']);
});

test('of two moves at the same time of what both saw one is refused', async () => {
  const { id: dealId } = await createDeal(manager(), { name: 'Pulled' });
  const [, second, won] = world.stageIds;
  const moves = await Promise.allSettled(
    [second, won].map((stageId) => moveDealStage(manager(), { dealId, stageId, version: 1 })),
  );
  expect(moves.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect((await listDealStageHistory(manager(), { dealId })).items).toHaveLength(2);
  await expect(updateDeal(manager(), { dealId, note: 'late', version: 1 })).rejects.toMatchObject({
    reason: 'deal.changedMeanwhile',
  });
});

test('a colleague sees a deal when it came from a lead that they see, and no other', async () => {
  const lead = await createLead(other(), { name: 'Shared', phone: '+79160000002' });
  const { id: dealId } = await createDeal(admin(), { name: 'Of a lead', leadId: lead.id, ownerId: world.manager.id });
  const { id: hidden } = await createDeal(manager(), { name: 'Hidden' });
  expect((await getDeal(other(), { dealId })).lead).toEqual({ id: lead.id, name: 'Shared' });
  expect((await listDeals(other())).items.map(({ id }) => id)).toEqual([dealId]);
  await expect(getDeal(other(), { dealId: hidden })).rejects.toMatchObject({ code: 'not_found' });
  await expect(getDeal(world.as(world.other.admin), { dealId })).rejects.toMatchObject({ code: 'not_found' });
  expect((await listDealActivities(other(), { dealId })).items.map(({ kind }) => kind)).toContain('lead.created');
  // The owner of the deal does not see the colleague's lead, so its story stays hidden from them.
  expect((await listDealActivities(manager(), { dealId })).items.map(({ kind }) => kind)).toEqual(['deal.created']);
});

test('a deal is given away, taken and put back, and each is told once', async () => {
  const { id: dealId } = await createDeal(manager(), { name: 'Handed' });
  await assignDeal(manager(), { dealId, ownerId: null });
  await assignDeal(other(), { dealId, ownerId: world.otherManager.id });
  await assignDeal(other(), { dealId, ownerId: world.otherManager.id });
  await expect(getDeal(manager(), { dealId })).rejects.toMatchObject({ code: 'not_found' });
  await deleteDeal(other(), { dealId });
  await expect(getDeal(other(), { dealId })).rejects.toMatchObject({ code: 'not_found' });
  expect(await restoreDeal(other(), { dealId })).toMatchObject({ name: 'Handed' });
  const told = world.events.filter(({ subjectId }) => subjectId === dealId).map(({ type }) => type);
  expect(told).toEqual(['deal.created', 'deal.assigned', 'deal.assigned', 'deal.deleted', 'deal.changed']);
});

test('an analyst changes no deal', async () => {
  const { id: dealId } = await createDeal(manager(), { name: 'Read only' });
  const analyst = world.as(world.analyst);
  expect((await getDeal(analyst, { dealId })).id).toBe(dealId);
  for (const change of [
    () => createDeal(analyst, { name: 'x' }),
    () => updateDeal(analyst, { dealId, note: 'x' }),
    () => assignDeal(analyst, { dealId, ownerId: null }),
    () => moveDealStage(analyst, { dealId, stageId: world.stageIds[1] }),
    () => deleteDeal(analyst, { dealId }),
    () => restoreDeal(analyst, { dealId }),
  ])
    await expect(change()).rejects.toMatchObject({ reason: 'permission.missing' });
});

test('every order and filter of the list is true to its name, page by page and by number', async () => {
  for (const [name, amountCents, expectedCloseOn] of [
    ['B', 500, '2027-03-01'],
    ['a', null, null],
    ['c', 500, '2027-01-01'],
    ['D', 0, null],
  ] as const)
    await createDeal(admin(), { name, amountCents, expectedCloseOn, source: 'sorted', ownerId: null });
  const names = async (input: Parameters<typeof listDeals>[1]) =>
    (await listDeals(admin(), { source: 'sorted', ...input })).items.map(({ name }) => name);
  expect(await names({ sort: 'name' })).toEqual(['a', 'B', 'c', 'D']);
  expect((await names({ sort: 'largest' })).slice(2)).toEqual(['D', 'a']);
  expect((await names({ sort: 'smallest' })).slice(0, 2)).toEqual(['a', 'D']);
  expect((await names({ sort: 'closingSoonest' })).slice(0, 2)).toEqual(['c', 'B']);
  expect(await names({ minAmountCents: 1, maxAmountCents: 500, sort: 'oldest' })).toEqual(['B', 'c']);
  expect(await names({ open: false })).toEqual([]);
  expect(await names({ search: 'В' })).toEqual([]);
  for (const sort of ['newest', 'oldest', 'updated', 'name', 'largest', 'smallest', 'closingSoonest'] as const) {
    for (const ctx of [admin(), manager()]) {
      const whole = (await listDeals(ctx, { sort, limit: 100 })).items.map(({ id }) => id);
      const ids: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await listDeals(ctx, { sort, limit: 3, cursor });
        ids.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(ids, sort).toEqual(whole);
      const byNumber = await listDeals(ctx, { sort, limit: 3, offset: 1 });
      expect(
        byNumber.items.map(({ id }) => id),
        sort,
      ).toEqual(whole.slice(1, 4));
      expect(byNumber.total).toBe(whole.length);
    }
  }
});
