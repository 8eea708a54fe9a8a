import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancelCallRequest } from '#domain/call-requests/cancel-call-request.ts';
import { editCallRequest } from '#domain/call-requests/edit-call-request.ts';
import { getCallRequest } from '#domain/call-requests/get-call-request.ts';
import { listCallRequests } from '#domain/call-requests/list-call-requests.ts';
import { applyProviderCall } from '#domain/calls/apply-provider-call.ts';
import { getCall } from '#domain/calls/get-call.ts';
import { listCalls } from '#domain/calls/list-calls.ts';
import { resolveNeedsPerson } from '#domain/calls/resolve-needs-person.ts';
import { getCompany } from '#domain/companies/get-company.ts';
import { listCompanies } from '#domain/companies/list-companies.ts';
import { updateCompany } from '#domain/companies/update-company.ts';
import { getContact } from '#domain/contacts/get-contact.ts';
import { listContacts } from '#domain/contacts/list-contacts.ts';
import type { Context } from '#domain/context.ts';
import { getConversation } from '#domain/conversations/get-conversation.ts';
import { getMessage } from '#domain/conversations/get-message.ts';
import { listConversations } from '#domain/conversations/list-conversations.ts';
import { listMessages } from '#domain/conversations/list-messages.ts';
import { receiveClientMessage } from '#domain/conversations/receive-client-message.ts';
import { getDeal } from '#domain/deals/get-deal.ts';
import { listDeals } from '#domain/deals/list-deals.ts';
import { updateDeal } from '#domain/deals/update-deal.ts';
import { getDraft } from '#domain/drafts/get-draft.ts';
import { listDrafts } from '#domain/drafts/list-drafts.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { listLeads } from '#domain/leads/list-leads.ts';
import { updateLead } from '#domain/leads/update-lead.ts';
import { getNote } from '#domain/notes/get-note.ts';
import { listNotes } from '#domain/notes/list-notes.ts';
import { updateNote } from '#domain/notes/update-note.ts';
import { completeTask } from '#domain/tasks/complete-task.ts';
import { getTask } from '#domain/tasks/get-task.ts';
import { listTasks } from '#domain/tasks/list-tasks.ts';
import { snoozeTask } from '#domain/tasks/snooze-task.ts';
import { createUser } from '#domain/users/create-user.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import type { ApiRecords } from '#tests/integration/api/api-records.ts';
import { fingerprint } from '#tests/integration/api/fingerprint.ts';
import { aProviderCall } from '#tests/support/fakes/fake-telephony.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
let records: ApiRecords;
let before: Record<string, string>;

beforeAll(async () => {
  world = await createTestWorld();
  records = await createRecords(world, world);
  before = await fingerprint(world.database, world.organizationId);
});
afterAll(() => world.close());

/** Each record that somebody owns, as an operation asks for it by its id. */
const byId: Record<string, (ctx: Context) => Promise<unknown>> = {
  'a lead': (ctx) => getLead(ctx, { leadId: records.leadId }),
  'a lead, to change it': (ctx) => updateLead(ctx, { leadId: records.leadId, note: 'x' }),
  'a contact': (ctx) => getContact(ctx, { contactId: records.contactId }),
  'a company': (ctx) => getCompany(ctx, { companyId: records.companyId }),
  'a company, to change it': (ctx) => updateCompany(ctx, { companyId: records.companyId, note: 'x' }),
  'a deal': (ctx) => getDeal(ctx, { dealId: records.dealId }),
  'a deal, to change it': (ctx) => updateDeal(ctx, { dealId: records.dealId, note: 'x' }),
  'a conversation': (ctx) => getConversation(ctx, { conversationId: records.conversationId }),
  'the messages of a conversation': (ctx) => listMessages(ctx, { conversationId: records.conversationId }),
  'a message': (ctx) => getMessage(ctx, { messageId: records.messageId }),
  'a draft': (ctx) => getDraft(ctx, { draftId: records.draftId }),
  'a call': (ctx) => getCall(ctx, { callId: records.callId }),
  'a call that waits for a person': (ctx) =>
    resolveNeedsPerson(ctx, { callId: records.waitingCallId, decision: 'close' }),
  'a call request': (ctx) => getCallRequest(ctx, { callRequestId: records.callRequestId }),
  'a call request, to take it back': (ctx) => cancelCallRequest(ctx, { callRequestId: records.callRequestId }),
  'a call request, to change it': (ctx) =>
    editCallRequest(ctx, { callRequestId: records.callRequestId, goal: 'Another goal' }),
  'a note': (ctx) => getNote(ctx, { noteId: records.noteId }),
  'a note, to change it': (ctx) => updateNote(ctx, { noteId: records.noteId, text: 'x' }),
  'a task': (ctx) => getTask(ctx, { taskId: records.taskId }),
  'a task, to put it off': (ctx) => snoozeTask(ctx, { taskId: records.taskId, to: 'hour' }),
  'a task, to complete it': (ctx) => completeTask(ctx, { taskId: records.taskId }),
};

const lists: Record<string, (ctx: Context) => Promise<{ items: readonly object[] }>> = {
  leads: (ctx) => listLeads(ctx),
  contacts: (ctx) => listContacts(ctx),
  companies: (ctx) => listCompanies(ctx),
  deals: (ctx) => listDeals(ctx),
  conversations: (ctx) => listConversations(ctx),
  drafts: (ctx) => listDrafts(ctx),
  calls: (ctx) => listCalls(ctx),
  'call requests': (ctx) => listCallRequests(ctx),
  tasks: (ctx) => listTasks(ctx),
  notes: (ctx) => listNotes(ctx),
};

describe('a manager who owns nothing', () => {
  test.each(Object.entries(byId))('does not find %s of a colleague', async (_name, ask) => {
    await expect(ask(world.as(world.otherManager))).rejects.toMatchObject({ code: 'not_found' });
  });

  test.each(Object.entries(lists))('has no %s of a colleague in their list, who has them', async (_name, list) => {
    expect((await list(world.as(world.otherManager))).items).toEqual([]);
    expect((await list(world.as(world.manager))).items.length).toBeGreaterThan(0);
  });

  test('has changed nothing by all this', async () => {
    expect(await fingerprint(world.database, world.organizationId)).toEqual(before);
  });
});

describe('a client', () => {
  test.each(Object.entries({ ...byId, ...lists }))('is refused %s', async (_name, ask) => {
    await expect(ask(world.client(records.contactId))).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('who only reads', () => {
  test('sees a call that waits for a person, and may not decide about it', async () => {
    const ctx = world.as(world.analyst);
    expect(await getCall(ctx, { callId: records.waitingCallId })).toMatchObject({ status: 'needs_person' });
    await expect(resolveNeedsPerson(ctx, { callId: records.waitingCallId, decision: 'close' })).rejects.toMatchObject({
      reason: 'permission.missing',
    });
  });

  test('sees a call request, and may not take it back', async () => {
    const ctx = world.as(world.analyst);
    expect(await getCallRequest(ctx, { callRequestId: records.callRequestId })).toMatchObject({ status: 'pending' });
    await expect(cancelCallRequest(ctx, { callRequestId: records.callRequestId })).rejects.toMatchObject({
      reason: 'permission.missing',
    });
  });
});

describe('nobody by hand', () => {
  test('tells what a provider told', async () => {
    const call = aProviderCall({ phase: 'ended' });
    await expect(applyProviderCall(world.as(world.admin), { call, fact: 'ended' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('speaks as a client', async () => {
    const message = {
      externalChatId: 'bot:1:1',
      externalMessageId: '7',
      telegramUserId: '7',
      firstName: 'X',
      text: 'x',
      sentAt: new Date(),
    };
    await expect(receiveClientMessage(world.as(world.admin), message)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

test('who may write users and is no admin makes no admins', async () => {
  const row = await world.database.prisma.user.create({
    data: { organizationId: world.organizationId, name: 'HR', role: 'manager', permissions: ['users.write'] },
  });
  const ctx = world.as({ kind: 'user', id: row.id, name: row.name, role: 'manager', permissions: ['users.write'] });
  await expect(createUser(ctx, { name: 'Friend', role: 'admin' })).rejects.toMatchObject({ code: 'forbidden' });
});
