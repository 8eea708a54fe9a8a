import { rescheduleForZone } from '#domain/tasks/reschedule-for-zone.ts';
import { zoneOfMember } from '#domain/tasks/write-task.ts';
import type { Transaction } from '#domain/transaction.ts';

/**
 * Gives a leaver's open tasks to a colleague; without one to whoever does this, else to the longest-serving admin, because a
 * task is always somebody's. Days and clock times stay the same in the new owner's zone. Returns how many there were.
 */
export async function handOverTasks(tx: Transaction, fromId: string, toId: string | null): Promise<number> {
  const open = { ownerId: fromId, doneAt: null, deletedAt: null };
  if ((await tx.db.task.count({ where: open })) === 0) return 0;
  const heirId = toId ?? (await findHeir(tx, fromId));
  if (heirId === null) return 0;
  const move = { from: await zoneOfMember(tx.db, fromId), to: await zoneOfMember(tx.db, heirId) };
  await rescheduleForZone(tx, { userIds: [fromId], ...move });
  const { count } = await tx.db.task.updateMany({
    where: open,
    data: { ownerId: heirId, version: { increment: 1 } },
  });
  tx.audit({
    action: 'task.handedOver',
    subjectType: 'user',
    subjectId: fromId,
    data: { toId: heirId, tasks: count },
  });
  return count;
}

async function findHeir(tx: Transaction, leaverId: string): Promise<string | null> {
  const { actor } = tx.ctx;
  if (actor.kind === 'user' && actor.role !== 'analyst' && actor.id !== leaverId) return actor.id;
  const admin = await tx.db.user.findFirst({
    where: { role: 'admin', disabledAt: null, id: { not: leaverId } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  return admin?.id ?? null;
}
