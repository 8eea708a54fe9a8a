import { AppError } from '#platform/errors.ts';
import type { Transaction } from '#domain/transaction.ts';

type Columns = Omit<Parameters<Transaction['db']['deal']['updateMany']>[0]['data'], 'version'>;

/** Writes a deal's columns if it still is what was read, or what the caller saw; else `deal.changedMeanwhile`. */
export async function writeDeal(
  tx: Transaction,
  deal: { id: string; version: number },
  version: number | undefined,
  data: Columns,
): Promise<void> {
  const { count } = await tx.db.deal.updateMany({
    where: { id: deal.id, version: version ?? deal.version },
    data: { ...data, version: { increment: 1 } },
  });
  if (count === 0) throw new AppError('stale', 'deal.changedMeanwhile', 'This deal was changed meanwhile; look again.');
}
