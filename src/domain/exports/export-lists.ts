import { z } from 'zod';
import type { Cell } from '#platform/spreadsheet/cells.ts';
import { ListFilteredCallsInput, listFilteredCalls } from '#domain/calls/list-calls-old-api.ts';
import { ListCompaniesInput, listCompanies } from '#domain/companies/list-companies.ts';
import { ListContactsInput, listContacts } from '#domain/contacts/list-contacts.ts';
import type { Context } from '#domain/context.ts';
import { ListDealsInput, listDeals } from '#domain/deals/list-deals.ts';
import { ListActivitiesInput, listActivities } from '#domain/exports/list-activities.ts';
import { ListLeadsInput, listLeads } from '#domain/leads/list-leads.ts';
import type { Permission } from '#domain/permissions.ts';
import { ListTasksInput, listTasks } from '#domain/tasks/list-tasks.ts';
import type { RecordKind } from '#prisma/generated/enums.ts';

/** A column: its name, and what of an item stands in it. */
type Column<Item> = readonly [name: string, cellOf: (item: Item) => Cell];

/** A list that can be exported: the same filters, order and visibility as the list itself has. */
export interface ExportList {
  permission: Permission;
  /** Everything of the list's input but its pages. */
  filters: z.ZodType;
  columns: readonly string[];
  /** Whose own fields follow the columns. */
  customRecord: RecordKind | null;
  page(
    ctx: Context,
    filters: object,
    cursor: string | null,
  ): Promise<{ rows: { cells: Cell[]; custom: object }[]; nextCursor: string | null }>;
}

const rowsOfPage = 100;

function exportList<Input extends z.ZodObject, Item extends object>(options: {
  permission: Permission;
  input: Input;
  list: (ctx: Context, input: z.input<Input>) => Promise<{ items: Item[]; nextCursor: string | null }>;
  columns: readonly Column<Item>[];
  custom?: { record: RecordKind; valuesOf: (item: Item) => object };
}): ExportList {
  const { permission, input, list, columns, custom } = options;
  const pages = { limit: true, cursor: true, offset: true };
  const shape = Object.fromEntries(Object.entries(input.shape).filter(([key]) => !(key in pages)));
  return {
    permission,
    filters: z.strictObject(shape),
    columns: columns.map(([name]) => name),
    customRecord: custom?.record ?? null,
    async page(ctx, filters, cursor) {
      // The filters were checked when the export was asked for, and the list checks its input again.
      const asked = { ...filters, limit: rowsOfPage, cursor } as z.input<Input>;
      const { items, nextCursor } = await list(ctx, asked);
      const rows = items.map((item) => ({
        cells: columns.map(([, cellOf]) => cellOf(item)),
        custom: custom ? custom.valuesOf(item) : {},
      }));
      return { rows, nextCursor };
    },
  };
}

/** Every list that can be exported, by its name. */
export const exportLists = {
  leads: exportList({
    permission: 'leads.read',
    input: ListLeadsInput,
    list: listLeads,
    columns: [
      ['id', (lead) => lead.id],
      ['name', (lead) => lead.name],
      ['phone', (lead) => lead.contact.phones[0] ?? null],
      ['email', (lead) => lead.contact.emails[0] ?? null],
      ['companyName', (lead) => lead.contact.companyName],
      ['telegramUsername', (lead) => lead.contact.telegramUsername],
      ['contactName', (lead) => lead.contact.name],
      ['pipeline', (lead) => lead.pipeline.name],
      ['stage', (lead) => lead.stage.name],
      ['owner', (lead) => lead.owner?.name ?? null],
      ['source', (lead) => lead.source],
      ['note', (lead) => lead.note],
      ['createdAt', (lead) => lead.createdAt],
      ['closedAt', (lead) => lead.closedAt],
      ['closeReason', (lead) => lead.closeReason],
    ],
    custom: { record: 'lead', valuesOf: (lead) => lead.customFields },
  }),
  contacts: exportList({
    permission: 'contacts.read',
    input: ListContactsInput,
    list: listContacts,
    columns: [
      ['id', (contact) => contact.id],
      ['name', (contact) => contact.name],
      ['phone', (contact) => contact.phones[0]?.e164 ?? null],
      ['phone2', (contact) => contact.phones[1]?.e164 ?? null],
      ['email', (contact) => contact.emails[0] ?? null],
      ['companyName', (contact) => contact.companyName],
      ['telegramUsername', (contact) => contact.telegramUsername],
      ['language', (contact) => contact.language],
      ['owner', (contact) => contact.owner?.name ?? null],
      ['doNotCall', (contact) => contact.doNotCall],
      ['createdAt', (contact) => contact.createdAt],
    ],
  }),
  companies: exportList({
    permission: 'contacts.read',
    input: ListCompaniesInput,
    list: listCompanies,
    columns: [
      ['id', (company) => company.id],
      ['companyName', (company) => company.name],
      ['taxId', (company) => company.taxId],
      ['domain', (company) => company.domain],
      ['website', (company) => company.website],
      ['phone', (company) => company.phone],
      ['email', (company) => company.email],
      ['address', (company) => company.address],
      ['industry', (company) => company.industry],
      ['owner', (company) => company.owner?.name ?? null],
      ['note', (company) => company.note],
      ['createdAt', (company) => company.createdAt],
    ],
    custom: { record: 'company', valuesOf: (company) => company.customFields },
  }),
  deals: exportList({
    permission: 'leads.read',
    input: ListDealsInput,
    list: listDeals,
    columns: [
      ['id', (deal) => deal.id],
      ['name', (deal) => deal.name],
      ['amount', (deal) => (deal.amountCents === null ? null : deal.amountCents / 100)],
      ['currency', (deal) => deal.currency],
      ['contactName', (deal) => deal.contact?.name ?? null],
      ['companyName', (deal) => deal.company?.name ?? null],
      ['pipeline', (deal) => deal.pipeline.name],
      ['stage', (deal) => deal.stage.name],
      ['owner', (deal) => deal.owner?.name ?? null],
      ['source', (deal) => deal.source],
      ['note', (deal) => deal.note],
      ['expectedCloseOn', (deal) => deal.expectedCloseOn],
      ['createdAt', (deal) => deal.createdAt],
      ['closedAt', (deal) => deal.closedAt],
      ['closeReason', (deal) => deal.closeReason],
    ],
    custom: { record: 'deal', valuesOf: (deal) => deal.customFields },
  }),
  tasks: exportList({
    permission: 'leads.read',
    input: ListTasksInput,
    list: listTasks,
    columns: [
      ['id', (task) => task.id],
      ['title', (task) => task.title],
      ['note', (task) => task.note],
      ['about', (task) => task.about],
      ['owner', (task) => task.ownerName],
      ['dueAt', (task) => task.dueAt],
      ['doneAt', (task) => task.doneAt],
      ['createdAt', (task) => task.createdAt],
    ],
  }),
  calls: exportList({
    permission: 'calls.read',
    input: ListFilteredCallsInput,
    list: listFilteredCalls,
    columns: [
      ['id', (call) => call.id],
      ['date', (call) => call.startedAt ?? call.createdAt],
      ['direction', (call) => call.direction],
      ['callStatus', (call) => call.status],
      ['contactName', (call) => call.contact?.name ?? call.clientName],
      ['phone', (call) => call.phone],
      ['owner', (call) => call.manager?.name ?? call.managerName],
      ['durationSec', (call) => call.durationSec],
      ['outcome', (call) => call.outcome],
      ['sentiment', (call) => call.analysis?.sentiment ?? null],
      ['sentimentScore', (call) => call.analysis?.sentimentScore ?? null],
      ['topics', (call) => call.analysis?.topics.join(', ') ?? null],
      ['summary', (call) => call.analysis?.summary ?? null],
      ['actionItems', (call) => call.analysis?.actionItems.join('\n') ?? null],
      ['createdAt', (call) => call.createdAt],
    ],
  }),
  activities: exportList({
    permission: 'leads.read',
    input: ListActivitiesInput,
    list: listActivities,
    columns: [
      ['id', (entry) => entry.id],
      ['date', (entry) => entry.occurredAt],
      ['kind', (entry) => entry.kind],
      ['actor', (entry) => entry.actorName],
      ['contactName', (entry) => entry.contact],
      ['about', (entry) => entry.lead ?? entry.deal ?? entry.company],
      ['details', (entry) => JSON.stringify(entry.data)],
    ],
  }),
} as const satisfies Record<string, ExportList>;

export type ExportListName = keyof typeof exportLists;
export const exportListNames = Object.keys(exportLists) as [ExportListName, ...ExportListName[]];

/** The filters as the list takes them: where it wants moments, JSON brings ISO texts. Problems are the list's own. */
export function readFilters(schema: z.ZodType, filters: object): z.ZodSafeParseResult<unknown> & { given: object } {
  const plain = schema.safeParse(filters);
  if (plain.success) return { ...plain, given: filters };
  const given = Object.fromEntries(
    Object.entries(filters).map(([key, value]: [string, unknown]) => [
      key,
      typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(value) ? new Date(value) : value,
    ]),
  );
  return { ...schema.safeParse(given), given };
}
