import { z } from 'zod';
import { CompanyName, companyFields } from '#domain/companies/company-fields.ts';
import type { CompanyView } from '#domain/companies/company-view.ts';
import { readWrittenCompany } from '#domain/companies/get-company.ts';
import { insertCompany } from '#domain/companies/insert-company.ts';
import type { Context } from '#domain/context.ts';
import { validateCustomFields } from '#domain/custom-fields/validate-custom-fields.ts';
import { requireAssignable } from '#domain/leads/pick-owner.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const CreateCompanyInput = z.strictObject({ name: CompanyName, ...companyFields });
export type CreateCompanyInput = z.input<typeof CreateCompanyInput>;

/**
 * Adds a company; without an owner it is the creator's. `company.identityTaken` when its domain or tax number is another
 * company's. Reads its answer after the commit: inside another transaction use `insertCompany`.
 */
export async function createCompany(ctx: Context, input: CreateCompanyInput): Promise<CompanyView> {
  requirePermission(ctx, 'contacts.write');
  const { customFields: given = {}, ...data } = parseInput(CreateCompanyInput, input);
  const companyId = await inTransaction(ctx, async (tx) => {
    const isOwner = ctx.actor.kind === 'user' && ctx.actor.role !== 'analyst';
    const ownerId = data.ownerId === undefined && isOwner ? ctx.actor.id : (data.ownerId ?? null);
    if (ownerId !== null) await requireAssignable(tx, ownerId);
    const customFields = await validateCustomFields(tx, 'company', given, { partial: ctx.door !== 'api' });
    return insertCompany(tx, { name: data.name, ...onlyGiven(data), ownerId, customFields });
  });
  return readWrittenCompany(ctx, companyId);
}
