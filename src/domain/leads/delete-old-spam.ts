import type { Context } from '#domain/context.ts';
import { spamKeptDays } from '#domain/leads/put-lead-aside.ts';
import { inTransaction } from '#domain/transaction.ts';

/** Deletes one lead that was put aside more than seven days ago; false when it was brought back or is gone meanwhile. */
export async function deleteOldSpam(ctx: Context, input: { leadId: string }): Promise<boolean> {
  const { leadId } = input;
  return inTransaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    const { count } = await tx.db.lead.updateMany({
      where: { id: leadId, deletedAt: null, spamAt: { lt: new Date(now.getTime() - spamKeptDays * 86_400_000) } },
      data: { deletedAt: now, version: { increment: 1 } },
    });
    if (count === 0) return false;
    tx.activity({ kind: 'lead.deleted', leadId, data: { why: 'spam' } });
    tx.audit({ action: 'lead.deleted', subjectType: 'lead', subjectId: leadId, data: { why: 'spam' } });
    tx.event('lead.deleted', leadId, {});
    return true;
  });
}
