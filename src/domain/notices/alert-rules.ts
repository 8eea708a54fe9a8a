import { requireSystem } from '#domain/calls/policy.ts';
import type { Context } from '#domain/context.ts';
import { pickOwner } from '#domain/leads/pick-owner.ts';
import { handOverLead } from '#domain/leads/hand-over-lead.ts';
import { businessMinutesBetween } from '#domain/notices/business-minutes.ts';
import { findAdminsOnDuty, raiseAlert } from '#domain/notices/raise-alert.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';

/** Calls that nobody answered after the last try, and calls that went badly: their manager hears of it, and of bad ones the admins on duty. */
export async function alertOfCall(ctx: Context, input: { callId: string }): Promise<{ raised: boolean }> {
  requireSystem(ctx);
  return inTransaction(ctx, async (tx) => {
    const call = await tx.db.call.findFirst({
      where: { id: input.callId, deletedAt: null },
      include: { analysis: { select: { sentiment: true } }, lead: { select: { ownerId: true } } },
    });
    if (!call) return { raised: false };
    const isBad = call.analysis?.sentiment === 'negative';
    const isMissed = !isBad && ['not_connected', 'failed'].includes(call.status) && call.nextAttemptAt === null;
    if (!isBad && !isMissed) return { raised: false };
    const manager = await activeMember(tx, call.managerId ?? call.lead?.ownerId ?? null);
    const admins = isBad || manager === null ? await findAdminsOnDuty(tx) : [];
    const kind = isBad ? 'calls.negative' : 'calls.missed';
    const raised = await raiseAlert(tx, {
      kind,
      severity: 'normal',
      subjectType: 'call',
      subjectId: call.id,
      dedupeKey: `${kind}:${call.id}`,
      userIds: [...(manager === null ? [] : [manager]), ...admins],
    });
    return { raised };
  });
}

/**
 * A request for a call that waits too long: the channels hear of it while approvers can still decide (they have its card);
 * when its time is over, the requester and the admins on duty as well.
 */
export async function alertOfApproval(ctx: Context, input: { callRequestId: string }): Promise<{ raised: boolean }> {
  requireSystem(ctx);
  return inTransaction(ctx, async (tx) => {
    const request = await tx.db.callRequest.findFirst({ where: { id: input.callRequestId } });
    if (!request || (request.status !== 'pending' && request.status !== 'expired')) return { raised: false };
    const isOver = request.status === 'expired';
    const raised = await raiseAlert(tx, {
      kind: 'approvals.overdue',
      severity: 'normal',
      subjectType: 'callRequest',
      subjectId: request.id,
      dedupeKey: `approvals.overdue:${request.id}:${request.revision}`,
      userIds: isOver ? [request.requesterId, ...(await findAdminsOnDuty(tx))] : [],
    });
    return { raised };
  });
}

/** A lead that stays on its stage for longer than the stage allows: once for each time that it came there. */
export async function alertOfStuckLead(ctx: Context, input: { leadId: string }): Promise<boolean> {
  requireSystem(ctx);
  return inTransaction(ctx, async (tx) => {
    const lead = await tx.db.lead.findFirst({
      where: { id: input.leadId, deletedAt: null, closedAt: null, spamAt: null },
      include: { stage: { select: { stuckAfterHours: true } } },
    });
    const hours = lead?.stage.stuckAfterHours ?? null;
    if (!lead || hours === null) return false;
    if (ctx.clock.now().getTime() - lead.stageEnteredAt.getTime() < hours * 3_600_000) return false;
    return raiseAlert(tx, {
      kind: 'leads.stuck',
      severity: 'normal',
      subjectType: 'lead',
      subjectId: lead.id,
      dedupeKey: `leads.stuck:${lead.id}:${lead.stageEnteredAt.getTime()}`,
      userIds: await ownerOrAdmins(tx, lead.ownerId),
    });
  });
}

/**
 * A lead that nobody said "mine" to within the organization's business minutes. One without an owner is given to somebody
 * by the rule of assignment. Its owner on duty hears of it first, the admins on duty when it waited twice as long, or at
 * once when the owner is away.
 */
export async function alertOfUntakenLead(ctx: Context, input: { leadId: string }): Promise<boolean> {
  requireSystem(ctx);
  return inTransaction(ctx, async (tx) => {
    const organization = await tx.db.organization.findFirstOrThrow();
    const lead = await tx.db.lead.findFirst({
      where: { id: input.leadId, deletedAt: null, closedAt: null, spamAt: null, takenAt: null, convertedAt: null },
      include: { contact: { select: { language: true } } },
    });
    if (!lead) return false;
    const { businessHours, timeZone, firstReplySlaMinutes: sla, assignmentRule } = organization;
    const waited = businessMinutesBetween(lead.createdAt, ctx.clock.now(), businessHours, timeZone);
    if (waited < sla) return false;
    let { ownerId } = lead;
    if (ownerId === null && assignmentRule !== 'nobody') {
      ownerId = await pickOwner(tx, ctx.actor, lead.contact.language);
      if (ownerId !== null) {
        const free = { id: lead.id, ownerId: null, version: lead.version };
        const { count } = await tx.db.lead.updateMany({ where: free, data: { ownerId, version: { increment: 1 } } });
        if (count === 1) await handOverLead(tx, lead, ownerId);
      }
    }
    const owner = await activeMember(tx, ownerId, { onDuty: true });
    const isLong = waited >= 2 * sla || owner === null;
    return raiseAlert(tx, {
      kind: 'leads.notTaken',
      severity: 'normal',
      subjectType: 'lead',
      subjectId: lead.id,
      dedupeKey: `leads.notTaken:${lead.id}:${isLong ? 2 : 1}`,
      userIds: isLong ? await findAdminsOnDuty(tx) : [owner],
    });
  });
}

/** A client who was not answered in time: once for each time that they waited. */
export async function alertOfWaitingClient(ctx: Context, input: { conversationId: string }): Promise<boolean> {
  requireSystem(ctx);
  return inTransaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    const conversation = await tx.db.conversation.findFirst({
      where: { id: input.conversationId, replyDueAt: { lte: now }, waitingSince: { not: null } },
    });
    if (!conversation?.waitingSince) return false;
    return raiseAlert(tx, {
      kind: 'conversations.waiting',
      severity: 'normal',
      subjectType: 'conversation',
      subjectId: conversation.id,
      dedupeKey: `conversations.waiting:${conversation.id}:${conversation.waitingSince.getTime()}`,
      userIds: await ownerOrAdmins(tx, conversation.ownerId),
    });
  });
}

/** Work of one queue that cannot be done again and again: once for each day, to the admins, at any hour. */
export async function alertOfFailingService(ctx: Context, input: { queue: string; count: number }): Promise<boolean> {
  requireSystem(ctx);
  const day = ctx.clock.now().toISOString().slice(0, 10);
  return inTransaction(ctx, async (tx) =>
    raiseAlert(tx, {
      kind: 'services.failing',
      severity: 'critical',
      subjectType: 'service',
      subjectId: null,
      dedupeKey: `services.failing:${input.queue}:${day}`,
      data: { queue: input.queue, count: input.count },
      userIds: await findAdminsOnDuty(tx),
    }),
  );
}

async function ownerOrAdmins(tx: Transaction, ownerId: string | null): Promise<string[]> {
  const owner = await activeMember(tx, ownerId);
  return owner === null ? findAdminsOnDuty(tx) : [owner];
}

async function activeMember(
  tx: Transaction,
  userId: string | null,
  extra: { onDuty?: true } = {},
): Promise<string | null> {
  if (userId === null) return null;
  const user = await tx.db.user.findFirst({ where: { id: userId, disabledAt: null, ...extra }, select: { id: true } });
  return user?.id ?? null;
}
