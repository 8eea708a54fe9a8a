import type { Context } from '#domain/context.ts';
import { nextMorning } from '#domain/tasks/due-time.ts';
import { inTransaction } from '#domain/transaction.ts';
import { zoneOfMember } from '#domain/tasks/write-task.ts';

const hourMs = 3_600_000;

/**
 * Reminds the owner of a task whose reminder is due, again an hour later when nothing happened, and when that was missed
 * too, calls in the admins on the next morning, once. Each step happens once, however often and from however many
 * processes this is asked. Returns what was done.
 */
export async function remindTask(
  ctx: Context,
  input: { taskId: string },
): Promise<'reminded' | 'escalated' | 'nothing'> {
  return inTransaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    const task = await tx.db.task.findFirst({
      where: { id: input.taskId, doneAt: null, deletedAt: null, remindAt: { lte: now } },
      include: { owner: { select: { disabledAt: true } }, lead: { select: { deletedAt: true } } },
    });
    if (!task) return 'nothing';
    const claim = { id: task.id, doneAt: null, deletedAt: null, remindAt: task.remindAt, version: task.version };
    if (task.owner.disabledAt || task.lead?.deletedAt) {
      await tx.db.task.updateMany({ where: claim, data: { remindAt: null } });
      return 'nothing';
    }
    const { remindCount, leadId } = task;
    const isLast = remindCount >= 2;
    const zone = task.dueTimeZone ?? (await zoneOfMember(tx.db, task.ownerId));
    const remindAt = isLast ? null : remindCount === 0 ? new Date(now.getTime() + hourMs) : nextMorning(now, zone);
    const { count } = await tx.db.task.updateMany({
      where: claim,
      data: { remindAt, remindCount: { increment: 1 }, ...(isLast ? { escalatedAt: now } : {}) },
    });
    if (count === 0) return 'nothing';
    const kind = isLast ? 'task.escalated' : 'task.reminded';
    tx.audit({ action: kind, subjectType: 'task', subjectId: task.id, data: { reminder: remindCount + 1 } });
    tx.event(kind, task.id, { leadId });
    return isLast ? 'escalated' : 'reminded';
  });
}
