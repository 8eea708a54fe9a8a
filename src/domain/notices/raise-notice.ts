import { newId } from '#platform/ids.ts';
import { carryOutDecision, decideNotice } from '#domain/notices/decide-notice.ts';
import type { Noticed } from '#domain/notices/notice-kinds.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { NoticeStatus } from '#prisma/generated/enums.ts';

/**
 * Tells a person of something, once for each dedupe key however often and from however many processes it is noticed; the
 * attention budget decides how. Returns what was decided, or null when it had been noticed before.
 */
export async function raiseNotice(tx: Transaction, input: Noticed & { userId: string }): Promise<NoticeStatus | null> {
  const { data = {}, ...fields } = input;
  const id = newId();
  const now = tx.ctx.clock.now();
  const { count } = await tx.db.notice.createMany({
    data: [{ id, ...fields, data, notBefore: now, createdAt: now }],
    skipDuplicates: true,
  });
  if (count === 0) return null;
  const decision = await decideNotice(tx, { id, ...fields });
  await carryOutDecision(tx, id, decision);
  return decision.status;
}
