import type { CustomValues } from '#domain/custom-fields/custom-values.ts';

/** A company as the doors show it. */
export interface CompanyView {
  id: string;
  name: string;
  /** Lower case, without www. */
  domain: string | null;
  taxId: string | null;
  phone: string | null;
  email: string | null;
  website: string | null;
  address: string | null;
  industry: string | null;
  note: string | null;
  customFields: CustomValues;
  owner: { id: string; name: string } | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** A company as `companyColumns` reads it. */
export interface CompanyRow extends Omit<CompanyView, 'owner'> {
  ownerId: string | null;
  ownerName: string | null;
}

/** The columns of a CompanyRow, for companies named `c` joined by `companyJoins`. */
export const companyColumns = `
  c.id, c.name, c.domain, c.tax_id AS "taxId", c.phone, c.email, c.website, c.address, c.industry, c.note,
  c.custom_fields AS "customFields", u.id AS "ownerId", u.name AS "ownerName",
  c.version, c.created_at AS "createdAt", c.updated_at AS "updatedAt"`;

export const companyJoins = `LEFT JOIN users u ON u.id = c.owner_id AND u.organization_id IS NOT DISTINCT FROM $1`;

/** The row as the doors show it. */
export function toCompanyView({ ownerId, ownerName, ...row }: CompanyRow): CompanyView {
  const { customFields, version, createdAt, updatedAt, ...facts } = row;
  const owner = ownerId === null || ownerName === null ? null : { id: ownerId, name: ownerName };
  return { ...facts, customFields, owner, version, createdAt, updatedAt };
}
