import type { EventType } from '#domain/events.ts';
import { nobody } from '#domain/live/audience.ts';
import type { Audience } from '#domain/live/audience.ts';
import type { Permission } from '#domain/permissions.ts';
import type { TenantDb } from '#platform/database/tenant.ts';

/** The part of an event's type before the dot. */
export type EventArea = EventType extends `${infer Area}.${string}` ? Area : never;

/** What is known of a record that events are about. */
export interface Subject {
  audience: Audience;
  isDeleted: boolean;
  conversationId?: string;
  /** The channel's own name of the account a conversation runs through. */
  accountId?: string | undefined;
}

type LoadSubjects = (db: TenantDb, ids: string[]) => Promise<Map<string, Subject>>;

interface Owned {
  ownerId: string | null;
}

const ofLead = (lead: Owned) => owned(['leads.read'], ['leads.readAll'], [lead], true);

/** Visible to the owners, to whoever sees all, and to every reader when one of the owners is nobody and that opens it. */
function owned(
  readers: readonly Permission[],
  seesAll: readonly Permission[],
  owners: readonly (Owned | null)[],
  opensWhenUnowned: boolean,
): Audience {
  const present = owners.filter((owner) => owner !== null);
  return {
    readers,
    seesAll,
    open: opensWhenUnowned && present.some((owner) => owner.ownerId === null),
    userIds: present.flatMap((owner) => (owner.ownerId === null ? [] : [owner.ownerId])),
  };
}

function byId<Row extends { id: string }>(rows: Row[], subject: (row: Row) => Subject): Map<string, Subject> {
  return new Map(rows.map((row) => [row.id, subject(row)]));
}

/** What belongs to the organization as a whole: every reader sees it. */
function ofOrganization(...readers: Permission[]): LoadSubjects {
  const audience: Audience = { readers, seesAll: [], open: true, userIds: [] };
  return async (_db, ids) => new Map(ids.map((id) => [id, { audience, isDeleted: false }]));
}

const present = { deletedAt: null };
const owner = { ownerId: true } as const;

const leads: LoadSubjects = async (db, ids) =>
  byId(
    await db.lead.findMany({ where: { id: { in: ids } }, select: { id: true, ownerId: true, deletedAt: true } }),
    (lead) => ({ audience: ofLead(lead), isDeleted: lead.deletedAt !== null }),
  );

const contacts: LoadSubjects = async (db, ids) =>
  byId(
    await db.contact.findMany({
      where: { id: { in: ids } },
      select: { id: true, ownerId: true, deletedAt: true, leads: { where: present, select: owner } },
    }),
    (contact) => ({
      audience: owned(['contacts.read'], ['leads.readAll'], [contact, ...contact.leads], true),
      isDeleted: contact.deletedAt !== null,
    }),
  );

const companies: LoadSubjects = async (db, ids) =>
  byId(
    await db.company.findMany({
      where: { id: { in: ids } },
      select: {
        id: true,
        ownerId: true,
        deletedAt: true,
        contacts: { where: present, select: owner },
        deals: { where: present, select: owner },
      },
    }),
    ({ ownerId, deletedAt, contacts: people, deals: chances }) => {
      const others = [...people, ...chances].filter((record) => record.ownerId !== null);
      return {
        audience: owned(['contacts.read'], ['leads.readAll'], [{ ownerId }, ...others], true),
        isDeleted: deletedAt !== null,
      };
    },
  );

const deals: LoadSubjects = async (db, ids) =>
  byId(
    await db.deal.findMany({
      where: { id: { in: ids } },
      select: { id: true, ownerId: true, deletedAt: true, lead: { select: { ownerId: true, deletedAt: true } } },
    }),
    ({ ownerId, deletedAt, lead }) => ({
      audience: owned(['leads.read'], ['leads.readAll'], [{ ownerId }, lead?.deletedAt ? null : lead], true),
      isDeleted: deletedAt !== null,
    }),
  );

const callRequests: LoadSubjects = async (db, ids) =>
  byId(
    await db.callRequest.findMany({
      where: { id: { in: ids } },
      select: { id: true, requesterId: true, lead: { select: owner } },
    }),
    ({ requesterId, lead }) => ({
      audience: owned(
        ['callRequests.create', 'callRequests.readAll', 'calls.approve'],
        ['callRequests.readAll', 'calls.approve'],
        [{ ownerId: requesterId }, lead],
        false,
      ),
      isDeleted: false,
    }),
  );

const calls: LoadSubjects = async (db, ids) =>
  byId(
    await db.call.findMany({
      where: { id: { in: ids } },
      select: { id: true, managerId: true, deletedAt: true, lead: { select: owner } },
    }),
    ({ managerId, deletedAt, lead }) => ({
      audience: owned(['calls.read'], ['calls.readAll'], [{ ownerId: managerId }, lead], false),
      isDeleted: deletedAt !== null,
    }),
  );

const conversation = { select: { id: true, ownerId: true, externalChatId: true } } as const;

function ofConversation(thread: { id: string; ownerId: string | null; externalChatId: string }): Subject {
  return {
    audience: owned(['leads.read'], ['conversations.readAll'], [thread], true),
    isDeleted: false,
    conversationId: thread.id,
    accountId: thread.externalChatId.split(':')[1],
  };
}

const conversations: LoadSubjects = async (db, ids) =>
  byId(await db.conversation.findMany({ where: { id: { in: ids } }, ...conversation }), ofConversation);

const messages: LoadSubjects = async (db, ids) =>
  byId(await db.message.findMany({ where: { id: { in: ids } }, select: { id: true, conversation } }), (message) =>
    ofConversation(message.conversation),
  );

const drafts: LoadSubjects = async (db, ids) =>
  byId(await db.draft.findMany({ where: { id: { in: ids } }, select: { id: true, conversation } }), (draft) =>
    ofConversation(draft.conversation),
  );

interface Parents {
  leadId?: string | null;
  dealId?: string | null;
  contactId?: string | null;
  companyId?: string | null;
}

const parentLoads = [
  ['leadId', leads],
  ['dealId', deals],
  ['contactId', contacts],
  ['companyId', companies],
] as const;

/** The records that others hang on, by id. */
async function loadParents(db: TenantDb, rows: readonly Parents[]): Promise<Map<string, Subject>> {
  const found = await Promise.all(
    parentLoads.map(async ([key, load]) => {
      const ids = [...new Set(rows.flatMap((row) => row[key] ?? []))];
      return ids.length > 0 ? [...(await load(db, ids))] : [];
    }),
  );
  return new Map(found.flat());
}

function parentsOf(row: Parents, parents: Map<string, Subject>): Subject[] {
  return parentLoads.flatMap(([key]) => parents.get(row[key] ?? '') ?? []);
}

/** Whoever sees one of these that is not deleted, and the owner; nobody when there is neither. */
function ofAny(parents: readonly Subject[], ownerId?: string): Audience {
  const some = parents.filter((parent) => !parent.isDeleted);
  if (some.length === 0 && ownerId === undefined) return nobody;
  return {
    readers: ['leads.read'],
    seesAll: ['leads.readAll'],
    open: some.some((parent) => parent.audience.open),
    userIds: [...some.flatMap((parent) => parent.audience.userIds), ...(ownerId === undefined ? [] : [ownerId])],
  };
}

const tasks: LoadSubjects = async (db, ids) => {
  const rows = await db.task.findMany({
    where: { id: { in: ids } },
    select: { id: true, leadId: true, dealId: true, ownerId: true, deletedAt: true },
  });
  const parents = await loadParents(db, rows);
  return byId(rows, (row) => ({
    audience: ofAny(parentsOf(row, parents), row.ownerId),
    isDeleted: row.deletedAt !== null || parents.get(row.leadId ?? '')?.isDeleted === true,
  }));
};

const notes: LoadSubjects = async (db, ids) => {
  const rows = await db.note.findMany({
    where: { id: { in: ids } },
    select: { id: true, leadId: true, dealId: true, contactId: true, companyId: true, deletedAt: true },
  });
  const parents = await loadParents(db, rows);
  return byId(rows, (row) => ({ audience: ofAny(parentsOf(row, parents)), isDeleted: row.deletedAt !== null }));
};

const emails: LoadSubjects = async (db, ids) => {
  const rows = await db.email.findMany({
    where: { id: { in: ids } },
    select: { id: true, leadId: true, dealId: true, contactId: true },
  });
  const parents = await loadParents(db, rows);
  return byId(rows, (row) => ({ audience: ofAny(parentsOf(row, parents)), isDeleted: false }));
};

/** What is said to one person is nobody else's. */
const notices: LoadSubjects = async (db, ids) =>
  byId(await db.notice.findMany({ where: { id: { in: ids } }, select: { id: true, userId: true } }), (notice) => ({
    audience: owned(['leads.read'], [], [{ ownerId: notice.userId }], false),
    isDeleted: false,
  }));

const ofTheirMaker =
  (...readers: Permission[]) =>
  (row: { createdById: string | null }): Subject => ({
    audience: owned(readers, ['audit.read'], [{ ownerId: row.createdById }], false),
    isDeleted: false,
  });

const imports: LoadSubjects = async (db, ids) =>
  byId(
    await db.import.findMany({ where: { id: { in: ids } }, select: { id: true, createdById: true } }),
    ofTheirMaker('data.import'),
  );

const exportsOfLists: LoadSubjects = async (db, ids) =>
  byId(
    await db.export.findMany({ where: { id: { in: ids } }, select: { id: true, createdById: true } }),
    ofTheirMaker('data.export'),
  );

/** How the records of each area are found, and with them who may see their events. A new area does not compile without. */
export const subjectsOf: { [Area in EventArea]: LoadSubjects } = {
  lead: leads,
  contact: contacts,
  company: companies,
  deal: deals,
  note: notes,
  merge: ofOrganization('leads.readAll'),
  duplicate: ofOrganization('leads.readAll'),
  callRequest: callRequests,
  call: calls,
  message: messages,
  draft: drafts,
  task: tasks,
  email: emails,
  import: imports,
  export: exportsOfLists,
  user: ofOrganization('users.read'),
  pipeline: ofOrganization('leads.read'),
  settings: ofOrganization('settings.read'),
  conversation: conversations,
  webhook: ofOrganization('settings.read'),
  reportChannel: ofOrganization('settings.read'),
  notice: notices,
  channelAlert: ofOrganization('settings.read'),
  digest: ofOrganization('settings.read'),
};
