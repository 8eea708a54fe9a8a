import { firstReminder, inOtherZone } from '#domain/tasks/due-time.ts';
import type { Transaction } from '#domain/transaction.ts';

/** Open tasks of one person beyond this are not worth moving at once. */
const mostMoved = 5_000;

/**
 * After members moved from one zone to another, their days and the times that were not agreed in a zone of their own stay
 * the same by the new clock; what was agreed in a zone stays the moment it is. Call it inside the change's transaction.
 */
export async function rescheduleForZone(
  tx: Transaction,
  move: { userIds: string[]; from: string; to: string },
): Promise<number> {
  const { userIds, from, to } = move;
  if (from === to || userIds.length === 0) return 0;
  const now = tx.ctx.clock.now();
  const tasks = await tx.db.task.findMany({
    where: { ownerId: { in: userIds }, doneAt: null, deletedAt: null, dueAt: { not: null }, dueTimeZone: null },
    select: { id: true, dueAt: true, dueHasTime: true, remindCount: true },
    orderBy: { dueAt: 'asc' },
    take: mostMoved,
  });
  // Tasks of one moment move together: there are far fewer moments than tasks.
  const groups = Map.groupBy(tasks, ({ dueAt, dueHasTime, remindCount }) =>
    [dueAt?.getTime(), dueHasTime, remindCount === 0].join(),
  );
  for (const group of groups.values()) {
    const [first] = group;
    if (!first?.dueAt) continue;
    const dueAt = inOtherZone(first.dueAt, from, to);
    const due = { dueAt, dueHasTime: first.dueHasTime, timeZone: to };
    await tx.db.task.updateMany({
      where: { id: { in: group.map(({ id }) => id) } },
      data: {
        dueAt,
        ...(first.remindCount === 0 ? { remindAt: firstReminder(due, now) } : {}),
        version: { increment: 1 },
      },
    });
  }
  return tasks.length;
}
