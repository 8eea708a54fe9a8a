import { newId } from '#platform/ids.ts';
import { AppError } from '#platform/errors.ts';
import type { StoredCustomFields } from '#domain/custom-fields/validate-custom-fields.ts';
import type { Transaction } from '#domain/transaction.ts';

export interface NewCompany {
  name: string;
  domain?: string | null;
  taxId?: string | null;
  phone?: string | null;
  email?: string | null;
  website?: string | null;
  address?: string | null;
  industry?: string | null;
  note?: string | null;
  ownerId: string | null;
  customFields?: StoredCustomFields;
}

/** Writes a company with its timeline, audit and event. `company.identityTaken` when its domain or tax number is another's. */
export async function insertCompany(tx: Transaction, company: NewCompany): Promise<string> {
  const companyId = newId();
  const { customFields = {}, ...facts } = company;
  const { count } = await tx.db.company.createMany({
    data: [{ id: companyId, ...facts, customFields }],
    skipDuplicates: true,
  });
  if (count === 0) throw companyIdentityTaken();
  tx.audit({
    action: 'company.created',
    subjectType: 'company',
    subjectId: companyId,
    data: { ownerId: company.ownerId },
  });
  tx.activity({ kind: 'company.created', companyId, data: { ownerId: company.ownerId } });
  tx.event('company.created', companyId, {});
  return companyId;
}

/** Another company of the organization has this domain or tax number. */
export function companyIdentityTaken(): AppError {
  return new AppError(
    'conflict',
    'company.identityTaken',
    'Another company has this domain or tax number already; change that one, or merge them.',
  );
}
