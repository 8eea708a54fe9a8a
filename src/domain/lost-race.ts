import { inTransaction } from '#domain/transaction.ts';
import type { Context } from '#domain/context.ts';
import type { Transaction, TransactionOptions } from '#domain/transaction.ts';

/** Somebody else wrote the same unique row first: everything of this transaction is undone and tried anew. */
export class LostRace extends Error {
  constructor(what: string) {
    super(`Another transaction wrote the same ${what} first.`);
    this.name = 'LostRace';
  }
}

/**
 * `inTransaction` for work that looks a row up and writes it when there is none: when a parallel one wrote it in between,
 * all is undone and the work runs again and finds it. Inside another transaction the outermost one does this.
 */
export async function inTransactionOnce<T>(
  ctx: Context,
  work: (tx: Transaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  if (ctx.transaction) return work(ctx.transaction);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(ctx, work, options);
    } catch (error) {
      if (!(error instanceof LostRace) || attempt >= 5) throw error;
    }
  }
}
