import { z } from 'zod';
import { CompanyName, companyFields } from '#domain/companies/company-fields.ts';
import type { CompanyView } from '#domain/companies/company-view.ts';
import { readWrittenCompany } from '#domain/companies/get-company.ts';
import { requireCompany } from '#domain/companies/policy.ts';
import { writeCompany } from '#domain/companies/write-company.ts';
import type { Context } from '#domain/context.ts';
import { validateCustomFields } from '#domain/custom-fields/validate-custom-fields.ts';
import { requireAssignable } from '#domain/leads/pick-owner.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const UpdateCompanyInput = z.strictObject({
  companyId: z.uuid(),
  name: CompanyName.optional(),
  ...companyFields,
  version: z.int().optional(),
});
export type UpdateCompanyInput = z.input<typeof UpdateCompanyInput>;

/**
 * Changes the fields that are given; of its own fields too only those, and null takes one away. `company.changedMeanwhile`
 * when `version` is not the present one, `company.identityTaken` when the domain or tax number is another company's.
 */
export async function updateCompany(ctx: Context, input: UpdateCompanyInput): Promise<CompanyView> {
  requirePermission(ctx, 'contacts.write');
  const { companyId, version, customFields: given, ...data } = parseInput(UpdateCompanyInput, input);
  await inTransaction(ctx, async (tx) => {
    const company = await requireCompany(ctx, tx.db, companyId);
    if (data.ownerId && data.ownerId !== company.ownerId) await requireAssignable(tx, data.ownerId);
    const customFields =
      given && (await validateCustomFields(tx, 'company', given, { partial: true, present: company.customFields }));
    const changes = onlyGiven({ ...data, customFields });
    await writeCompany(tx, company, version, changes);
    const fields = Object.keys(changes);
    tx.audit({ action: 'company.updated', subjectType: 'company', subjectId: companyId, data: { fields } });
    tx.activity({ kind: 'company.updated', companyId, data: { fields } });
    tx.event('company.changed', companyId, { fields });
  });
  return readWrittenCompany(ctx, companyId);
}
