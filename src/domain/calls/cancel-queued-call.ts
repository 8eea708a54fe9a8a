import { AppError } from '#platform/errors.ts';
import type { Transaction } from '#domain/transaction.ts';

/**
 * Takes the call of a request out of the queue, or refuses with `callRequest.alreadyDialled` when it is being dialled or
 * has ended. With `neverDialled` also a call that waits for its next try is refused. Without a call nothing happens.
 */
export async function cancelQueuedCall(
  tx: Transaction,
  callRequestId: string,
  options: { neverDialled: boolean; note: string },
): Promise<void> {
  const call = await tx.db.call.findFirst({ where: { callRequestId }, select: { id: true, status: true } });
  if (!call || call.status === 'cancelled') return;
  const { count } = await tx.db.call.updateMany({
    where: {
      id: call.id,
      status: { in: options.neverDialled ? ['queued'] : ['queued', 'needs_person'] },
      ...(options.neverDialled
        ? { attempts: { none: { state: { not: 'not_placed' } } } }
        : { attempts: { none: { state: { in: ['dialing', 'unknown'] } } } }),
    },
    data: { status: 'cancelled', nextAttemptAt: null, failureNote: options.note, version: { increment: 1 } },
  });
  if (count === 0) {
    throw new AppError(
      'conflict',
      'callRequest.alreadyDialled',
      'The call has been dialled already; it cannot be changed any more.',
    );
  }
  const { version } = await tx.db.call.findFirstOrThrow({ where: { id: call.id }, select: { version: true } });
  tx.event('call.changed', call.id, { version });
}
