import { AppError } from '#platform/errors.ts';
import { isUniqueViolation } from '#platform/database/retry.ts';
import { companyIdentityTaken } from '#domain/companies/insert-company.ts';
import type { Transaction } from '#domain/transaction.ts';

type Columns = Omit<Parameters<Transaction['db']['company']['updateMany']>[0]['data'], 'version'>;

/**
 * Writes a company's columns if it still is what was read, or what the caller saw; else `company.changedMeanwhile`.
 * `company.identityTaken` when its domain or tax number is another company's.
 */
export async function writeCompany(
  tx: Transaction,
  company: { id: string; version: number },
  version: number | undefined,
  data: Columns,
): Promise<void> {
  try {
    const { count } = await tx.db.company.updateMany({
      where: { id: company.id, version: version ?? company.version },
      data: { ...data, version: { increment: 1 } },
    });
    if (count === 0)
      throw new AppError('stale', 'company.changedMeanwhile', 'This company was changed meanwhile; look again.');
  } catch (error) {
    throw isUniqueViolation(error) ? companyIdentityTaken() : error;
  }
}
