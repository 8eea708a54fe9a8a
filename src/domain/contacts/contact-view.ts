import { formatPhone } from '#platform/phone-number.ts';
import type { TenantDb } from '#platform/database/tenant.ts';
import { CustomValues } from '#domain/custom-fields/custom-values.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import type { ConsentKind, Language } from '#prisma/generated/enums.ts';

/** A person we sell to, with how to reach them and what they allowed. */
export interface ContactView {
  id: string;
  name: string;
  /** As the person or the source wrote it; the company itself is `company`. */
  companyName: string | null;
  company: { id: string; name: string } | null;
  position: string | null;
  note: string | null;
  customFields: CustomValues;
  phones: { e164: string; display: string; country: string | null; extension: string | null; invalid: boolean }[];
  emails: string[];
  telegramUserId: string | null;
  telegramUsername: string | null;
  language: Language | null;
  timeZone: string | null;
  country: string | null;
  owner: { id: string; name: string } | null;
  /** The person blocked the bot: nothing can be sent there. */
  unreachable: boolean;
  /** A number of theirs is on the do-not-call list, or they withdrew their consent to calls. */
  doNotCall: boolean;
  /** The newest word of each kind; absent kinds were never asked. */
  consents: { kind: ConsentKind; granted: boolean; source: string; recordedAt: Date }[];
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** What of a contact's rows its view needs. */
export const contactShape = {
  phones: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
  emails: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
  owner: { select: { id: true, name: true } },
  company: { select: { id: true, name: true, deletedAt: true } },
  consents: { distinct: ['kind'], orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }] },
} as const satisfies Prisma.ContactInclude;

type ContactRow = Prisma.ContactGetPayload<{ include: typeof contactShape }>;

/** Views of contacts; one more query tells which numbers must not be called. */
export async function toContactViews(db: TenantDb, rows: ContactRow[]): Promise<ContactView[]> {
  const numbers = rows.flatMap((row) => row.phones.map((phone) => phone.e164));
  const entries =
    numbers.length === 0
      ? []
      : await db.doNotCallEntry.findMany({ where: { e164: { in: numbers } }, select: { e164: true } });
  const blocked = new Set(entries.map((entry) => entry.e164));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    companyName: row.companyName,
    company: row.company === null || row.company.deletedAt ? null : { id: row.company.id, name: row.company.name },
    position: row.position,
    note: row.note,
    customFields: CustomValues.catch({}).parse(row.customFields),
    phones: row.phones.map(({ e164, country, extension, invalidAt }) => ({
      e164,
      display: formatPhone(e164),
      country,
      extension,
      invalid: invalidAt !== null,
    })),
    emails: row.emails.map((email) => email.email),
    telegramUserId: row.telegramUserId === null ? null : String(row.telegramUserId),
    telegramUsername: row.telegramUsername,
    language: row.language,
    timeZone: row.timeZone,
    country: row.country,
    owner: row.owner,
    unreachable: row.unreachableAt !== null,
    doNotCall:
      row.phones.some((phone) => blocked.has(phone.e164)) ||
      row.consents.some((one) => one.kind === 'call' && !one.granted),
    consents: row.consents.map(({ kind, granted, source, recordedAt }) => ({ kind, granted, source, recordedAt })),
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }));
}
