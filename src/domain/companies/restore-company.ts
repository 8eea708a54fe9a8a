import { z } from 'zod';
import type { CompanyView } from '#domain/companies/company-view.ts';
import { readWrittenCompany } from '#domain/companies/get-company.ts';
import { visibleCompanies } from '#domain/companies/policy.ts';
import { writeCompany } from '#domain/companies/write-company.ts';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const RestoreCompanyInput = z.strictObject({ companyId: z.uuid() });
export type RestoreCompanyInput = z.input<typeof RestoreCompanyInput>;

/**
 * Brings a deleted company back as it was; one that is there already stays as it is. `company.identityTaken` when
 * another company has taken its domain or tax number since.
 */
export async function restoreCompany(ctx: Context, input: RestoreCompanyInput): Promise<CompanyView> {
  requirePermission(ctx, 'contacts.write');
  const { companyId } = parseInput(RestoreCompanyInput, input);
  await inTransaction(ctx, async (tx) => {
    const present = await tx.db.company.findFirst({ where: { AND: [{ id: companyId }, visibleCompanies(ctx)] } });
    if (present) return;
    const company = await tx.db.company.findFirst({
      where: { AND: [{ id: companyId }, visibleCompanies(ctx, 'deleted')] },
    });
    if (!company) throw notFound('company');
    await writeCompany(tx, company, undefined, { deletedAt: null });
    tx.audit({ action: 'company.restored', subjectType: 'company', subjectId: companyId });
    tx.activity({ kind: 'company.restored', companyId });
    tx.event('company.changed', companyId, { fields: ['deletedAt'] });
  });
  return readWrittenCompany(ctx, companyId);
}
