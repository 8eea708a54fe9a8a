import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireReadCallRequests, visibleCallRequests } from '#domain/call-requests/policy.ts';
import { visibleCalls } from '#domain/calls/policy.ts';
import { visibleCompanies } from '#domain/companies/policy.ts';
import { visibleContacts } from '#domain/contacts/policy.ts';
import type { Context } from '#domain/context.ts';
import { visibleConversations } from '#domain/conversations/policy.ts';
import { visibleDeals } from '#domain/deals/policy.ts';
import { visibleDrafts } from '#domain/drafts/policy.ts';
import { visibleLeads } from '#domain/leads/policy.ts';
import { isOfAudience } from '#domain/live/audience.ts';
import { decideAudiences } from '#domain/live/live-event.ts';
import { visibleNotes } from '#domain/notes/policy.ts';
import { actorHas } from '#domain/permissions.ts';
import type { Permission, UserActor } from '#domain/permissions.ts';
import { visibleTasks } from '#domain/tasks/policy.ts';
import { newId } from '#platform/ids.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

/**
 * Live events decide who sees a record once for all members, in code; everything else asks a where-clause. Both must say the
 * same of every record, whoever owns it, its parents, and whether they are deleted.
 */
let world: TestWorld;
const ids: Record<string, string[]> = {};

beforeAll(async () => {
  world = await createTestWorld();
  const { prisma } = world.database;
  const { organizationId, pipelineId, stageIds, manager, otherManager, agentId, scriptVersionId } = world;
  const owners = [null, manager.id, otherManager.id];
  const deletions = [null, new Date()];
  const made = <Row extends { id: string }>(kind: string, rows: Row[]) => {
    ids[kind] = [...(ids[kind] ?? []), ...rows.map((row) => row.id)];
    return rows;
  };
  const base = () => ({ id: newId(), organizationId });
  const ownedRows = owners.flatMap((ownerId) => deletions.map((deletedAt) => ({ ownerId, deletedAt })));
  const companies = made(
    'company',
    ownedRows.map((row) => ({ ...base(), name: 'C', ...row })),
  );
  await prisma.company.createMany({ data: companies });
  const contacts = made(
    'contact',
    ownedRows.flatMap((row) =>
      [null, companies[4]?.id ?? null].map((companyId) => ({ ...base(), name: 'P', companyId, ...row })),
    ),
  );
  await prisma.contact.createMany({ data: contacts });
  const place = { pipelineId, stageId: stageIds[0], source: 'manual' };
  const leads = made(
    'lead',
    ownedRows.flatMap((row) =>
      [contacts[0], contacts[8], contacts[9]].map((contact) => ({
        ...base(),
        ...place,
        name: 'L',
        contactId: contact?.id ?? '',
        ...row,
      })),
    ),
  );
  await prisma.lead.createMany({ data: leads });
  const deals = made(
    'deal',
    ownedRows.flatMap((row) =>
      [null, ...leads].map((lead, at) => ({
        ...base(),
        ...place,
        name: 'D',
        leadId: lead?.id ?? null,
        companyId: companies[at % companies.length]?.id ?? null,
        ...row,
      })),
    ),
  );
  await prisma.deal.createMany({ data: deals });
  const calls = made(
    'call',
    owners.flatMap((managerId) =>
      [null, ...leads].flatMap((lead) =>
        deletions.map((deletedAt) => ({
          ...base(),
          managerId,
          leadId: lead?.id ?? null,
          deletedAt,
          source: 'incoming' as const,
          direction: 'incoming' as const,
          status: 'ended' as const,
        })),
      ),
    ),
  );
  await prisma.call.createMany({ data: calls });
  const requests = made(
    'callRequest',
    [manager.id, otherManager.id].flatMap((requesterId) =>
      leads.map((lead) => ({
        ...base(),
        requesterId,
        leadId: lead.id,
        contactId: lead.contactId,
        agentId,
        scriptVersionId,
        goal: 'G',
        phone: '+79160000000',
        language: 'ru' as const,
        windowStart: new Date(),
        windowEnd: new Date(Date.now() + 3_600_000),
        costCapCents: 1,
        payloadHash: 'x',
        deadlineAt: new Date(),
      })),
    ),
  );
  await prisma.callRequest.createMany({ data: requests });
  const conversations = owners.map((ownerId, at) => ({
    ...base(),
    externalChatId: `bot:7:${at}`,
    contactId: contacts[0]?.id ?? '',
    ownerId,
  }));
  await prisma.conversation.createMany({ data: conversations });
  const messages = made(
    'message',
    conversations.map((thread) => ({
      ...base(),
      conversationId: thread.id,
      direction: 'incoming' as const,
      status: 'received' as const,
      text: 'T',
    })),
  );
  await prisma.message.createMany({ data: messages });
  const drafts = made(
    'draft',
    conversations.map((thread) => ({ ...base(), conversationId: thread.id, ownerId: manager.id })),
  );
  await prisma.draft.createMany({ data: drafts });
  const parents = [
    ...leads.map((lead) => ({ leadId: lead.id })),
    ...contacts.map((contact) => ({ contactId: contact.id })),
    ...companies.map((company) => ({ companyId: company.id })),
    ...deals.slice(0, 12).map((deal) => ({ dealId: deal.id })),
  ];
  const tasks = made(
    'task',
    parents.flatMap((parent) =>
      [manager.id, otherManager.id].map((ownerId) => ({ ...base(), ...parent, ownerId, title: 'T' })),
    ),
  );
  for (const data of tasks) await prisma.task.create({ data });
  const notes = made(
    'note',
    parents.map((parent) => ({ ...base(), ...parent, text: 'N', authorId: otherManager.id })),
  );
  for (const data of notes) await prisma.note.create({ data });
});
afterAll(() => world.close());

type Find = (ctx: Context, some: string[]) => Promise<{ id: string }[]>;
const has = (ctx: Context, permission: Permission) => actorHas(ctx.actor, permission);
const among = (some: string[], visible: object) => ({ where: { AND: [{ id: { in: some } }, visible] } });

/** What the lists of each kind show to somebody. */
const lists: Record<string, { may(ctx: Context): boolean; find: Find }> = {
  lead: {
    may: (ctx) => has(ctx, 'leads.read'),
    find: (ctx, some) => ctx.db.lead.findMany(among(some, visibleLeads(ctx))),
  },
  contact: {
    may: (ctx) => has(ctx, 'contacts.read'),
    find: (ctx, some) => ctx.db.contact.findMany(among(some, visibleContacts(ctx))),
  },
  company: {
    may: (ctx) => has(ctx, 'contacts.read'),
    find: (ctx, some) => ctx.db.company.findMany(among(some, visibleCompanies(ctx))),
  },
  deal: {
    may: (ctx) => has(ctx, 'leads.read'),
    find: (ctx, some) => ctx.db.deal.findMany(among(some, visibleDeals(ctx))),
  },
  call: {
    may: (ctx) => has(ctx, 'calls.read'),
    find: (ctx, some) => ctx.db.call.findMany(among(some, { AND: [visibleCalls(ctx), { deletedAt: null }] })),
  },
  callRequest: {
    may(ctx) {
      try {
        requireReadCallRequests(ctx);
        return true;
      } catch {
        return false;
      }
    },
    find: (ctx, some) => ctx.db.callRequest.findMany(among(some, visibleCallRequests(ctx))),
  },
  message: {
    may: (ctx) => has(ctx, 'leads.read'),
    find: (ctx, some) => ctx.db.message.findMany(among(some, { conversation: visibleConversations(ctx) })),
  },
  draft: {
    may: (ctx) => has(ctx, 'leads.read'),
    find: (ctx, some) => ctx.db.draft.findMany(among(some, visibleDrafts(ctx))),
  },
  task: {
    may: (ctx) => has(ctx, 'leads.read'),
    find: (ctx, some) => ctx.db.task.findMany(among(some, visibleTasks(ctx))),
  },
  note: {
    may: (ctx) => has(ctx, 'leads.read'),
    find: (ctx, some) => ctx.db.note.findMany(among(some, visibleNotes(ctx))),
  },
};

test.each(Object.keys(lists))('events of each %s are told to exactly those whom lists show it', async (kind) => {
  const some = ids[kind] ?? [];
  expect(some.length).toBeGreaterThan(2);
  const events = await decideAudiences(
    world.system(),
    some.map((subjectId) => ({
      seq: 1n,
      id: newId(),
      organizationId: world.organizationId,
      type: `${kind}.changed`,
      subjectId,
      payload: {},
      at: new Date(),
    })),
  );
  const members: UserActor[] = [
    world.admin,
    world.manager,
    world.otherManager,
    world.approver,
    world.analyst,
    { ...world.otherManager, permissions: ['calls.readAll'] },
    { ...world.otherManager, permissions: ['conversations.readAll', 'leads.readAll'] },
    { ...world.otherManager, permissions: ['callRequests.readAll'] },
  ];
  for (const member of members) {
    const ctx = world.make({ organizationId: world.organizationId, actor: member, door: 'api' });
    const list = lists[kind];
    const shown = list?.may(ctx) ? (await list.find(ctx, some)).map((row) => row.id) : [];
    const told = events.filter((event) => isOfAudience(member, event.audience)).map((event) => event.subjectId);
    expect(told.toSorted(), `${member.name} with ${member.permissions.join()}`).toEqual(shown.toSorted());
  }
});
