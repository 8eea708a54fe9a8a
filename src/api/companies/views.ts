import { z } from '@hono/zod-openapi';
import type { CompanyView } from '#domain/companies/company-view.ts';
import { CustomFieldValues } from '#api/custom-fields/values.ts';
import { Moment, Named } from '#api/views.ts';

export const Company = z
  .object({
    id: z.string(),
    name: z.string(),
    domain: z.string().nullable().describe('Lower case, without www; one company has it.'),
    taxId: z.string().nullable().describe('INN, VAT number or the like; one company has it.'),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    website: z.string().nullable(),
    address: z.string().nullable(),
    industry: z.string().nullable(),
    note: z.string().nullable(),
    customFields: CustomFieldValues,
    owner: Named.nullable(),
    version: z.number().int().describe('Send it back in If-Match to change only what you saw.'),
    createdAt: Moment,
    updatedAt: Moment,
  })
  .openapi('Company');

/** The domain's view is already the API's shape; only its type is narrowed for the JSON. */
export function toCompany(company: CompanyView): CompanyView {
  return company;
}
