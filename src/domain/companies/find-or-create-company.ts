import { defineRead } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';
import { insertCompany } from '#domain/companies/insert-company.ts';
import type { Transaction } from '#domain/transaction.ts';

export interface CompanyFacts {
  /** Without a name a company is found, never made. */
  name: string | null;
  taxId?: string | null;
  /** Business domains, the likeliest first. */
  domains?: readonly string[];
  ownerId: string | null;
  /** What `findCompanyLike` answered before the transaction began. */
  likeId?: string | null;
}

const companyByFoldedName = defineRead<[name: string], { id: string }>(
  'company-by-folded-name',
  `SELECT c.id FROM companies c
   WHERE c.organization_id = $1 AND c.deleted_at IS NULL AND fold_name($2) <> '' AND c.folded_name = (SELECT fold_name($2))
   ORDER BY c.created_at, c.id LIMIT 1`,
);

/** The company that bears this name in whatever alphabet. Reads what is committed, so it is asked before a transaction. */
export async function findCompanyLike(ctx: Context, name: string): Promise<string | null> {
  const [company] = await ctx.read(companyByFoldedName, name);
  return company?.id ?? null;
}

/**
 * The company that is exactly this one — by tax number, else by domain, else by its name — or a new
 * one. Parallel calls for one company make one.
 */
export async function findOrCreateCompany(
  tx: Transaction,
  facts: CompanyFacts,
): Promise<{ companyId: string | null; isNew: boolean }> {
  const found = await findCompany(tx, facts);
  if (found !== null) return { companyId: found, isNew: false };
  if (facts.name === null) return { companyId: null, isNew: false };
  // The organization's row orders parallel makers: the second one looks again and finds what the first one made.
  await tx.db.organization.updateMany({ data: { updatedAt: tx.ctx.clock.now() } });
  const meanwhile = await findCompany(tx, facts);
  if (meanwhile !== null) return { companyId: meanwhile, isNew: false };
  const companyId = await insertCompany(tx, {
    name: facts.name,
    taxId: facts.taxId ?? null,
    domain: facts.domains?.[0] ?? null,
    ownerId: facts.ownerId,
  });
  return { companyId, isNew: true };
}

async function findCompany(
  tx: Transaction,
  { name, taxId, domains = [], likeId }: CompanyFacts,
): Promise<string | null> {
  const order = [{ createdAt: 'asc' }, { id: 'asc' }] as const;
  const present = { deletedAt: null };
  if (taxId) {
    const company = await tx.db.company.findFirst({ where: { ...present, taxId }, select: { id: true } });
    if (company) return company.id;
  }
  if (domains.length > 0) {
    const company = await tx.db.company.findFirst({
      where: { ...present, domain: { in: [...domains] } },
      orderBy: [...order],
      select: { id: true },
    });
    if (company) return company.id;
  }
  if (name === null) return null;
  const exact = await tx.db.company.findFirst({
    where: { ...present, name },
    orderBy: [...order],
    select: { id: true },
  });
  if (exact) return exact.id;
  if (!likeId) return null;
  const like = await tx.db.company.findFirst({ where: { ...present, id: likeId }, select: { id: true } });
  return like?.id ?? null;
}
