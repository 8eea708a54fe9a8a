import { defineRead } from '#platform/database/read.ts';
import { visibleCompanies } from '#domain/companies/policy.ts';
import { visibleContacts } from '#domain/contacts/policy.ts';
import type { Context } from '#domain/context.ts';
import { visibleDeals } from '#domain/deals/policy.ts';
import type { ReadyRow } from '#domain/imports/read-row.ts';
import { visibleLeads } from '#domain/leads/policy.ts';
import type { RecordKind } from '#prisma/generated/enums.ts';

/** Records of the organization that rows may mean, by what identifies them. */
export interface Matches {
  contactByPhone: ReadonlyMap<string, string>;
  contactByEmail: ReadonlyMap<string, string>;
  leadByExternalId: ReadonlyMap<string, string>;
  openLeadsByContact: ReadonlyMap<string, readonly string[]>;
  companiesByName: ReadonlyMap<string, readonly string[]>;
  companyByTaxId: ReadonlyMap<string, string>;
  companyByDomain: ReadonlyMap<string, string>;
  dealsByName: ReadonlyMap<string, readonly string[]>;
}

/** Where the leads of a table get their external ids' sender from. */
export const externalSource = 'import';

const companyNames = defineRead<[names: string[]], { id: string; name: string }>(
  'import-company-names',
  `SELECT id, lower(name) AS name FROM companies
   WHERE organization_id = $1 AND deleted_at IS NULL AND lower(name) = ANY ($2::text[])`,
);
const openDealNames = defineRead<[names: string[]], { id: string; name: string }>(
  'import-deal-names',
  `SELECT id, lower(name) AS name FROM deals
   WHERE organization_id = $1 AND deleted_at IS NULL AND closed_at IS NULL AND lower(name) = ANY ($2::text[])`,
);

/** Looks up, for all rows of a batch at once, the records that they may mean. */
export async function findMatches(ctx: Context, record: RecordKind, rows: readonly ReadyRow[]): Promise<Matches> {
  const valuesOf = (pick: (row: ReadyRow) => string | undefined) => [
    ...new Set(rows.flatMap((row) => pick(row) ?? [])),
  ];
  const isPersonal = record !== 'company';
  const phones = isPersonal ? [...new Set(rows.flatMap((row) => row.phones?.map(({ e164 }) => e164) ?? []))] : [];
  const emails = isPersonal ? valuesOf((row) => row.email) : [];
  const present = { contact: { deletedAt: null } };
  const [byPhone, byEmail] = await Promise.all([
    ctx.db.contactPhone.findMany({
      where: { e164: { in: phones }, ...present },
      select: { e164: true, contactId: true },
    }),
    ctx.db.contactEmail.findMany({
      where: { email: { in: emails }, ...present },
      select: { email: true, contactId: true },
    }),
  ]);
  const companies =
    record === 'company' || record === 'deal' ? await findCompanies(ctx, record, valuesOf) : noCompanies;
  const leads =
    record === 'lead'
      ? await findLeads(
          ctx,
          valuesOf,
          [...byPhone, ...byEmail].map((row) => row.contactId),
        )
      : noLeads;
  const deals =
    record === 'deal'
      ? await ctx.read(
          openDealNames,
          valuesOf((row) => row.name?.toLowerCase()),
        )
      : [];
  return {
    contactByPhone: new Map(byPhone.map((row) => [row.e164, row.contactId])),
    contactByEmail: new Map(byEmail.map((row) => [row.email, row.contactId])),
    ...leads,
    ...companies,
    dealsByName: idsBy(deals, (row) => row.name),
  };
}

const noLeads = { leadByExternalId: new Map<string, string>(), openLeadsByContact: new Map<string, string[]>() };
const noCompanies = {
  companiesByName: new Map<string, string[]>(),
  companyByTaxId: new Map<string, string>(),
  companyByDomain: new Map<string, string>(),
};

type ValuesOf = (pick: (row: ReadyRow) => string | undefined) => string[];

async function findLeads(ctx: Context, valuesOf: ValuesOf, contactIds: string[]) {
  const [external, open] = await Promise.all([
    ctx.db.lead.findMany({
      where: { externalSource, externalId: { in: valuesOf((row) => row.externalId) } },
      select: { id: true, externalId: true },
    }),
    ctx.db.lead.findMany({
      where: { contactId: { in: [...new Set(contactIds)] }, closedAt: null, deletedAt: null },
      select: { id: true, contactId: true },
    }),
  ]);
  return {
    leadByExternalId: new Map(external.map((row) => [row.externalId ?? '', row.id])),
    openLeadsByContact: idsBy(open, (row) => row.contactId),
  };
}

async function findCompanies(ctx: Context, record: RecordKind, valuesOf: ValuesOf) {
  const names = valuesOf((row) => (record === 'deal' ? row.companyName : row.name)?.toLowerCase());
  const [byName, byTaxId, byDomain] = await Promise.all([
    ctx.read(companyNames, names),
    ctx.db.company.findMany({
      where: { deletedAt: null, taxId: { in: valuesOf((row) => row.taxId) } },
      select: { id: true, taxId: true },
    }),
    ctx.db.company.findMany({
      where: { deletedAt: null, domain: { in: valuesOf((row) => row.domain) } },
      select: { id: true, domain: true },
    }),
  ]);
  return {
    companiesByName: idsBy(byName, (row) => row.name),
    companyByTaxId: new Map(byTaxId.map((row) => [row.taxId ?? '', row.id])),
    companyByDomain: new Map(byDomain.map((row) => [row.domain ?? '', row.id])),
  };
}

/** Which of these records the member may see, and so change. */
export async function findVisible(member: Context, record: RecordKind, ids: string[]): Promise<ReadonlySet<string>> {
  const among = { id: { in: ids } };
  const select = { id: true } as const;
  const rows =
    record === 'contact'
      ? await member.db.contact.findMany({ where: { AND: [among, visibleContacts(member)] }, select })
      : record === 'lead'
        ? await member.db.lead.findMany({ where: { AND: [among, visibleLeads(member)] }, select })
        : record === 'company'
          ? await member.db.company.findMany({ where: { AND: [among, visibleCompanies(member)] }, select })
          : await member.db.deal.findMany({ where: { AND: [among, visibleDeals(member)] }, select });
  return new Set(rows.map(({ id }) => id));
}

function idsBy<Row extends { id: string }>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, string[]> {
  return new Map([...Map.groupBy(rows, keyOf)].map(([key, group]) => [key, group.map(({ id }) => id)]));
}
