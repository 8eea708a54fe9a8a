import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listContactActivities } from '#domain/activities/list-contact-activities.ts';
import { listLeadActivities } from '#domain/activities/list-lead-activities.ts';
import { verifyAuditChain } from '#domain/audit/verify-audit-chain.ts';
import { issueTokens } from '#domain/auth/issue-tokens.ts';
import { tokenAudience, tokenKey } from '#domain/auth/token-key.ts';
import { verifyAccessToken } from '#domain/auth/verify-access-token.ts';
import { getCallRequest } from '#domain/call-requests/get-call-request.ts';
import { listCallRequests } from '#domain/call-requests/list-call-requests.ts';
import { applyProviderCall } from '#domain/calls/apply-provider-call.ts';
import { getCall } from '#domain/calls/get-call.ts';
import { listCallsOldApi, listFilteredCalls } from '#domain/calls/list-calls-old-api.ts';
import { listCalls } from '#domain/calls/list-calls.ts';
import { callOrders } from '#domain/calls/read-calls.ts';
import { reconcileCall } from '#domain/calls/reconcile-call.ts';
import { addDoNotCall } from '#domain/contacts/add-do-not-call.ts';
import { getCompany } from '#domain/companies/get-company.ts';
import { listCompanies } from '#domain/companies/list-companies.ts';
import { listDeals } from '#domain/deals/list-deals.ts';
import { getDeal } from '#domain/deals/get-deal.ts';
import { contactMatches } from '#domain/contacts/contact-reads.ts';
import { getContact } from '#domain/contacts/get-contact.ts';
import { listContacts } from '#domain/contacts/list-contacts.ts';
import { findConversationForLead } from '#domain/conversations/find-conversation-for-lead.ts';
import { getConversation } from '#domain/conversations/get-conversation.ts';
import { listConversations } from '#domain/conversations/list-conversations.ts';
import { addNote } from '#domain/leads/add-note.ts';
import { changeManyLeads } from '#domain/leads/change-many-leads.ts';
import { countLeads } from '#domain/leads/count-leads.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { findLeadMatches } from '#domain/leads/find-lead-matches.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { stageLimits } from '#domain/leads/lead-filter.ts';
import { listLeads } from '#domain/leads/list-leads.ts';
import { findUserByTelegram } from '#domain/users/find-user-by-telegram.ts';
import { newId } from '#platform/ids.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import type { ApiRecords } from '#tests/integration/api/api-records.ts';
import { idsOf } from '#tests/integration/tenancy/foreign-ids.ts';
import { aProviderCall, createFakeTelephony } from '#tests/support/fakes/fake-telephony.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
let theirs: ApiRecords;
let ours: ApiRecords;
const ourAdmin = () => world.as(world.other.admin);
const ourManager = () => world.as(world.other.manager);
const ourSystem = () => world.system(world.other.organizationId);

beforeAll(async () => {
  const telephony = createFakeTelephony();
  world = await createTestWorld({ ports: { telephony: async () => telephony } });
  theirs = await createRecords(world, world, 'Secret');
  ours = await createRecords(world, world.other, 'Own');
  // What nobody owns is shown to every member of its organization: of no other.
  const { prisma } = world.database;
  for (const [id, organizationId] of [
    [theirs.contactId, world.organizationId],
    [ours.contactId, world.other.organizationId],
  ] as const) {
    const { leadId } = id === theirs.contactId ? theirs : ours;
    const lead = await prisma.lead.findUniqueOrThrow({ where: { id: leadId } });
    await prisma.lead.create({ data: { ...lead, id: newId(), customFields: {}, ownerId: null, externalId: null } });
    await prisma.conversation.create({
      data: { organizationId, externalChatId: `bot:2:${id}`, contactId: id, ownerId: null },
    });
  }
});
afterAll(() => world.close());

function expectOursOnly(found: unknown): void {
  const text = JSON.stringify(found);
  expect(text).toContain('Own');
  expect(text).not.toContain('Secret');
  for (const id of idsOf(theirs)) expect(text).not.toContain(id);
}

describe('a list of one organization has nothing of another:', () => {
  test('leads, for who sees all and for who sees their own', async () => {
    for (const ctx of [ourAdmin(), ourManager()]) {
      const { items } = await listLeads(ctx);
      expect(items).toHaveLength(2);
      expectOursOnly(items);
    }
  });

  test('leads and contacts in pages by offset, their counts, and leads of a bulk change', async () => {
    for (const ctx of [ourAdmin(), ourManager()]) {
      const leads = await listLeads(ctx, { offset: 0 });
      expect([leads.items.length, leads.total, await countLeads(ctx)]).toEqual([2, 2, 2]);
      const contacts = await listContacts(ctx, { offset: 0 });
      expect(contacts.total).toBe(contacts.items.length);
      expectOursOnly(contacts.items);
      expect((await listContacts(ctx, { search: 'Secret' })).items).toEqual([]);
      expect(await listLeads(ctx, { stuck: true })).toMatchObject({ items: [] });
      const bulk = await changeManyLeads(ctx, { filter: {}, act: { kind: 'bringBack' } });
      expect(bulk.outcomes).toHaveLength(2);
    }
    const stage = { where: { id: world.stageIds[0] } };
    await world.database.prisma.stage.update({ ...stage, data: { stuckAfterHours: 1 } });
    expect(await ourAdmin().read(stageLimits)).toEqual([]);
    await world.database.prisma.stage.update({ ...stage, data: { stuckAfterHours: null } });
    expectOursOnly((await listContactActivities(ourAdmin(), { contactId: ours.contactId })).items);
    const { values } = await contactMatches(ourAdmin(), 'client');
    expectOursOnly(['Own', ...values]);
  });

  test('leads that a searched text occurs in', async () => {
    const condition = await findLeadMatches(ourAdmin(), 'lead');
    expectOursOnly(['Own', ...condition.values]);
    expect((await findLeadMatches(ourAdmin(), 'Secret')).values).toEqual([[]]);
  });

  test('companies and deals, for who sees all and for who sees their own, also by number', async () => {
    for (const ctx of [ourAdmin(), ourManager()]) {
      for (const input of [{}, { offset: 0 }]) {
        for (const page of [await listCompanies(ctx, input), await listDeals(ctx, input)]) {
          expect(page.items).toHaveLength(1);
          expect(page.total ?? 1).toBe(1);
          expectOursOnly(page.items);
        }
      }
      expect((await listCompanies(ctx, { search: 'Secret' })).items).toEqual([]);
      expect((await listDeals(ctx, { search: 'Secret' })).items).toEqual([]);
    }
  });

  test('conversations, for who sees all, for who sees their own, and only the own', async () => {
    expect((await listConversations(ourAdmin())).items).toHaveLength(2);
    expect((await listConversations(ourManager())).items).toHaveLength(2);
    expect((await listConversations(ourManager(), { mine: true })).items).toHaveLength(1);
    for (const input of [{}, { mine: true }]) expectOursOnly((await listConversations(ourManager(), input)).items);
    expectOursOnly((await listConversations(ourAdmin())).items);
  });

  test.each(callOrders)('calls of the older API by %s, and their count', async (sort) => {
    const page = await listCallsOldApi(ourAdmin(), { sort });
    expect([page.items.length, page.total]).toEqual([2, 2]);
    expectOursOnly(page.items);
  });

  test('calls of the older API page after page, and those that are named', async () => {
    for (const input of [{}, { ids: [theirs.callId, ours.callId, ours.waitingCallId] }]) {
      const { items } = await listFilteredCalls(ourAdmin(), input);
      expect(items).toHaveLength(2);
      expectOursOnly(items);
    }
  });

  test('calls, call requests and the timeline of a lead', async () => {
    const { items: calls } = await listCalls(ourAdmin());
    expect(calls).toHaveLength(2);
    expectOursOnly(calls);
    const { items: requests } = await listCallRequests(ourAdmin());
    expect(requests).toHaveLength(2);
    expectOursOnly(requests);
    const { items: timeline } = await listLeadActivities(ourAdmin(), { leadId: ours.leadId });
    expect(timeline).toHaveLength(1);
    expectOursOnly(timeline);
  });
});

describe('one organization does not find by an id or address of another:', () => {
  test('a member by their Telegram account', async () => {
    await world.database.prisma.user.update({ where: { id: world.admin.id }, data: { telegramUserId: 555_001n } });
    expect(await findUserByTelegram(world.system(), '555001')).toMatchObject({ id: world.admin.id });
    expect(await findUserByTelegram(ourSystem(), '555001')).toBeNull();
  });

  test.each([
    ['a lead', (id: ApiRecords) => getLead(ourAdmin(), { leadId: id.leadId })],
    ['a company', (id: ApiRecords) => getCompany(ourAdmin(), { companyId: id.companyId })],
    ['a deal', (id: ApiRecords) => getDeal(ourAdmin(), { dealId: id.dealId })],
    ['a conversation', (id: ApiRecords) => getConversation(ourAdmin(), { conversationId: id.conversationId })],
    ['a call', (id: ApiRecords) => getCall(ourAdmin(), { callId: id.callId })],
    ['a call request', (id: ApiRecords) => getCallRequest(ourAdmin(), { callRequestId: id.callRequestId })],
  ])('%s', async (_name, ask) => {
    expectOursOnly(await ask(ours));
    await expect(ask(theirs)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('the conversation of a lead', async () => {
    expect(await findConversationForLead(ourAdmin(), { leadId: ours.leadId })).not.toBeNull();
    expect(await findConversationForLead(ourAdmin(), { leadId: theirs.leadId })).toBeNull();
  });

  test('a session: a token that names their member and our organization opens nothing', async () => {
    const { make, organizationId, admin, other } = world;
    await issueTokens(make, { userId: admin.id, organizationId });
    const session = await world.database.prisma.refreshToken.findFirstOrThrow({ where: { userId: admin.id } });
    const member = await world.database.prisma.user.findUniqueOrThrow({ where: { id: admin.id } });
    const { key, keyId } = tokenKey(make.runtime, {});
    const tokenFor = (org: string) =>
      new SignJWT({ org, role: 'admin', sid: session.familyId, vf: member.tokensValidFrom.getTime(), typ: 'access' })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: keyId })
        .setSubject(admin.id)
        .setAudience(tokenAudience)
        .setIssuedAt()
        .setExpirationTime('10 minutes')
        .sign(key);
    await expect(verifyAccessToken(make, await tokenFor(other.organizationId))).rejects.toMatchObject({
      reason: 'auth.badToken',
    });
    expect(await verifyAccessToken(make, await tokenFor(organizationId))).toMatchObject({ organizationId });
    const { accessToken } = await issueTokens(make, { userId: other.admin.id, organizationId: other.organizationId });
    expect(await verifyAccessToken(make, accessToken)).toMatchObject({ organizationId: other.organizationId });
  });

  test('when a piece of work of theirs was dispatched', async () => {
    const { prisma } = world.database;
    const anHourAgo = new Date(Date.now() - 3_600_000);
    await prisma.effect.update({ where: { id: theirs.effectId }, data: { dispatchedAt: anHourAgo } });
    await prisma.callAttempt.create({
      data: {
        organizationId: world.other.organizationId,
        callId: ours.waitingCallId,
        number: 1,
        state: 'unknown',
        payloadHash: '0'.repeat(64),
        permission: {},
        startedAt: anHourAgo,
      },
    });
    const handle = { id: theirs.effectId, fence: 1, attempts: 1, dispatch: async () => undefined };
    expect(await reconcileCall(ourSystem(), { callId: ours.waitingCallId }, handle)).toEqual({ found: 'later' });
  });

  test('what a provider tells about another organization’s call', async () => {
    const { prisma } = world.database;
    const attempt = await prisma.callAttempt.findFirstOrThrow({ where: { callId: ours.waitingCallId } });
    const told = aProviderCall({ attemptId: attempt.id, organizationId: world.organizationId, phase: 'ended' });
    expect(await applyProviderCall(ourSystem(), { call: told, fact: 'ended' })).toEqual({
      result: 'ignored',
      why: 'notOurs',
    });
  });
});

test('a number on the do-not-call list of one organization may be called by another', async () => {
  const phone = '+79167654321';
  const lead = await createLead(ourAdmin(), { name: 'Own', phone });
  await addDoNotCall(world.as(world.admin), { phone, reason: 'Asked', source: 'test' });
  expect((await getLead(ourAdmin(), { leadId: lead.id })).contact.doNotCall).toBe(false);
  expect((await listLeads(ourAdmin(), { search: phone })).items.map(({ contact }) => contact.doNotCall)).toEqual([
    false,
  ]);
  expect((await getContact(ourAdmin(), { contactId: lead.contact.id })).doNotCall).toBe(false);
});

test('the audit log of one organization is checked by itself', async () => {
  await addNote(world.as(world.admin), { leadId: theirs.leadId, text: 'Their note' });
  await addNote(ourAdmin(), { leadId: ours.leadId, text: 'Own note' });
  expect(await verifyAuditChain(ourAdmin())).toEqual({ ok: true });
  expect(await verifyAuditChain(world.as(world.admin))).toEqual({ ok: true });
});
