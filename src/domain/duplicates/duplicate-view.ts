import type { Context } from '#domain/context.ts';
import type { LikenessReason } from '#domain/duplicates/likeness.ts';
import type { MergeableRecord } from '#domain/duplicates/policy.ts';
import type { DuplicateRow } from '#domain/duplicates/read-duplicates.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import type { DuplicateStatus } from '#prisma/generated/enums.ts';

/** In words how sure it is that two records are the same. */
export type Sureness = 'nearlySure' | 'likely' | 'possible';

/** One of the two records of a suggestion, as far as it helps to tell them apart. */
export interface DuplicateSide {
  id: string;
  name: string;
  companyName: string | null;
  /** E.164, of companies as it was written */
  phones: string[];
  emails: string[];
  telegramUsername: string | null;
  domain: string | null;
  taxId: string | null;
  owner: { id: string; name: string } | null;
  createdAt: Date;
}

/** A suggestion that two records may be the same, with why. */
export interface DuplicateView {
  id: string;
  record: MergeableRecord;
  /** 0 … 1 */
  score: number;
  sureness: Sureness;
  reasons: LikenessReason[];
  status: DuplicateStatus;
  left: DuplicateSide;
  right: DuplicateSide;
  createdAt: Date;
}

/** Suggestions with both their records; one whose record was deleted meanwhile is left out. */
export async function toDuplicateViews(ctx: Context, rows: readonly DuplicateRow[]): Promise<DuplicateView[]> {
  const sides = new Map<string, DuplicateSide>();
  for (const [record, ofRecord] of Map.groupBy(rows, (row) => row.record)) {
    const ids = [...new Set(ofRecord.flatMap(({ leftId, rightId }) => [leftId, rightId]))];
    for (const side of await readers[record](ctx, ids)) sides.set(side.id, side);
  }
  return rows.flatMap(({ leftId, rightId, ...row }) => {
    const [left, right] = [sides.get(leftId), sides.get(rightId)];
    return left && right ? [{ ...row, sureness: surenessOf(row.score), left, right }] : [];
  });
}

function surenessOf(score: number): Sureness {
  if (score >= 0.85) return 'nearlySure';
  return score >= 0.65 ? 'likely' : 'possible';
}

/** The records of one kind as sides, whoever sees them: the caller has asked the policy. */
export function readSides(ctx: Context, record: MergeableRecord, ids: readonly string[]): Promise<DuplicateSide[]> {
  return readers[record](ctx, ids);
}

const readers: Record<MergeableRecord, (ctx: Context, ids: readonly string[]) => Promise<DuplicateSide[]>> = {
  async contact(ctx, ids) {
    const rows = await ctx.db.contact.findMany({
      where: { id: { in: [...ids] }, deletedAt: null },
      include: ofContact,
    });
    return rows.map(contactSide);
  },
  async company(ctx, ids) {
    const rows = await ctx.db.company.findMany({
      where: { id: { in: [...ids] }, deletedAt: null },
      include: { owner: { select: { id: true, name: true } } },
    });
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      companyName: null,
      phones: row.phone === null ? [] : [row.phone],
      emails: row.email === null ? [] : [row.email],
      telegramUsername: null,
      domain: row.domain,
      taxId: row.taxId,
      owner: row.owner,
      createdAt: row.createdAt,
    }));
  },
  async lead(ctx, ids) {
    const rows = await ctx.db.lead.findMany({
      where: { id: { in: [...ids] }, deletedAt: null },
      include: { owner: { select: { id: true, name: true } }, contact: { include: ofContact } },
    });
    return rows.map(({ id, name, owner, createdAt, contact }) => ({
      ...contactSide(contact),
      id,
      name,
      owner,
      createdAt,
    }));
  },
};

const ofContact = {
  phones: { select: { e164: true }, orderBy: { id: 'asc' } },
  emails: { select: { email: true }, orderBy: { id: 'asc' } },
  owner: { select: { id: true, name: true } },
} as const satisfies Prisma.ContactInclude;

function contactSide(row: {
  id: string;
  name: string;
  companyName: string | null;
  telegramUsername: string | null;
  createdAt: Date;
  phones: { e164: string }[];
  emails: { email: string }[];
  owner: { id: string; name: string } | null;
}): DuplicateSide {
  return {
    id: row.id,
    name: row.name,
    companyName: row.companyName,
    phones: row.phones.map(({ e164 }) => e164),
    emails: row.emails.map(({ email }) => email),
    telegramUsername: row.telegramUsername,
    domain: null,
    taxId: null,
    owner: row.owner,
    createdAt: row.createdAt,
  };
}
