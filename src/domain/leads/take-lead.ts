import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { readWrittenLead } from '#domain/leads/get-lead.ts';
import { moveLeadBelongings } from '#domain/leads/hand-over-lead.ts';
import type { LeadView } from '#domain/leads/lead-view.ts';
import { requireAssignable } from '#domain/leads/pick-owner.ts';
import { visibleLeads } from '#domain/leads/policy.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission, requireUser } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';

export const TakeLeadInput = z.strictObject({ leadId: z.uuid() });
export type TakeLeadInput = z.input<typeof TakeLeadInput>;

/**
 * "Mine": the actor becomes the owner of a lead that waits to be taken. The first one wins; the others get
 * `lead.alreadyTaken` with who it was (`by`). Taking one's own lead again changes nothing.
 */
export async function takeLead(ctx: Context, input: TakeLeadInput): Promise<LeadView> {
  requirePermission(ctx, 'leads.write');
  const { id: userId } = requireUser(ctx);
  const { leadId } = parseInput(TakeLeadInput, input);
  await inTransaction(ctx, async (tx) => {
    await requireAssignable(tx, userId);
    const before = await tx.db.lead.findFirst({ where: { AND: [{ id: leadId }, visibleLeads(ctx)] } });
    if (!before) throw (await takenFromNobody(tx, leadId)) ?? notFound('lead');
    if (before.takenAt && before.ownerId === userId) return;
    const now = ctx.clock.now();
    const { count } = await tx.db.lead.updateMany({
      where: { id: leadId, takenAt: null, deletedAt: null, ownerId: before.ownerId },
      data: { ownerId: userId, takenAt: now, spamAt: null, version: { increment: 1 } },
    });
    if (count === 0) throw await alreadyTaken(tx, leadId);
    await moveLeadBelongings(tx, [before], userId);
    const change = { ownerId: userId, previousOwnerId: before.ownerId };
    tx.activity({ kind: 'lead.taken', leadId, contactId: before.contactId, data: change });
    tx.audit({ action: 'lead.taken', subjectType: 'lead', subjectId: leadId, data: change });
    tx.event('lead.taken', leadId, { ownerId: userId });
  });
  return readWrittenLead(ctx, leadId);
}

/** Who may no longer see the lead is told who took it if everybody could see it before, because nobody owned it. */
async function takenFromNobody(tx: Transaction, leadId: string): Promise<AppError | null> {
  const last = await tx.db.activity.findFirst({
    where: { leadId, kind: 'lead.taken' },
    orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }],
    select: { data: true },
  });
  const wasFree = z.object({ previousOwnerId: z.null() }).safeParse(last?.data).success;
  const isThere = wasFree && (await tx.db.lead.count({ where: { id: leadId, deletedAt: null } })) > 0;
  return isThere ? alreadyTaken(tx, leadId) : null;
}

async function alreadyTaken(tx: Transaction, leadId: string): Promise<AppError> {
  const lead = await tx.db.lead.findFirst({ where: { id: leadId }, select: { owner: { select: { name: true } } } });
  const by = lead?.owner?.name ?? '';
  return new AppError('conflict', 'lead.alreadyTaken', `${by || 'Somebody else'} has taken this lead already.`, {
    params: { by },
  });
}
