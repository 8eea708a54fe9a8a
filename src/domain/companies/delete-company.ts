import { z } from 'zod';
import { requireCompany } from '#domain/companies/policy.ts';
import { writeCompany } from '#domain/companies/write-company.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const DeleteCompanyInput = z.strictObject({ companyId: z.uuid(), version: z.int().optional() });
export type DeleteCompanyInput = z.input<typeof DeleteCompanyInput>;

/** Takes a company out of all lists; its people, deals and timeline stay, and `restoreCompany` brings it back. */
export async function deleteCompany(ctx: Context, input: DeleteCompanyInput): Promise<void> {
  requirePermission(ctx, 'contacts.write');
  const { companyId, version } = parseInput(DeleteCompanyInput, input);
  await inTransaction(ctx, async (tx) => {
    const company = await requireCompany(ctx, tx.db, companyId);
    await writeCompany(tx, company, version, { deletedAt: ctx.clock.now() });
    tx.audit({ action: 'company.deleted', subjectType: 'company', subjectId: companyId });
    tx.activity({ kind: 'company.deleted', companyId });
    tx.event('company.deleted', companyId, {});
  });
}
