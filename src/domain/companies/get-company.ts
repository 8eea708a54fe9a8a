import { z } from 'zod';
import { defineRead } from '#platform/database/read.ts';
import { companyColumns, companyJoins, toCompanyView } from '#domain/companies/company-view.ts';
import type { CompanyRow, CompanyView } from '#domain/companies/company-view.ts';
import { companyIsVisible } from '#domain/companies/policy.ts';
import type { Context } from '#domain/context.ts';
import { leadViewer } from '#domain/leads/policy.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const GetCompanyInput = z.strictObject({ companyId: z.uuid() });
export type GetCompanyInput = z.input<typeof GetCompanyInput>;

const companyById = defineRead<[companyId: string, viewerId: string | null], CompanyRow>(
  'company-by-id',
  `SELECT ${companyColumns} FROM companies c ${companyJoins}
   WHERE c.organization_id = $1 AND c.id = $2 AND c.deleted_at IS NULL AND ${companyIsVisible('$3')}`,
);

/** One company that the actor may see. */
export async function getCompany(ctx: Context, input: GetCompanyInput): Promise<CompanyView> {
  requirePermission(ctx, 'contacts.read');
  const { companyId } = parseInput(GetCompanyInput, input);
  const [row] = await ctx.read(companyById, companyId, leadViewer(ctx));
  if (!row) throw notFound('company');
  return toCompanyView(row);
}

/** The company as an operation has just left it, whoever sees it now; reads only what is committed. */
export async function readWrittenCompany(ctx: Context, companyId: string): Promise<CompanyView> {
  const [row] = await ctx.read(companyById, companyId, null);
  if (!row) throw notFound('company');
  return toCompanyView(row);
}
