import type { AlertKind, Noticed } from '#domain/notices/notice-kinds.ts';
import { raiseChannelAlert } from '#domain/notices/raise-channel-alert.ts';
import { raiseNotice } from '#domain/notices/raise-notice.ts';
import type { Transaction } from '#domain/transaction.ts';

/**
 * Tells people of something about the work, and the report channels that list its kind; returns whether anybody had not
 * been told of it before. Recipients are the few whom a record concerns, so they are told one after another, in the order
 * of their ids, because each of them is locked.
 */
export async function raiseAlert(
  tx: Transaction,
  input: Noticed & { kind: AlertKind; userIds: readonly string[] },
): Promise<boolean> {
  const { userIds, ...noticed } = input;
  let isNew = false;
  for (const userId of [...new Set(userIds)].sort())
    isNew = (await raiseNotice(tx, { ...noticed, userId })) !== null || isNew;
  const channels = await tx.db.reportChannel.findMany({
    where: { disabledAt: null, alerts: { has: noticed.kind } },
    orderBy: { id: 'asc' },
  });
  for (const channel of channels) isNew = (await raiseChannelAlert(tx, channel, noticed)) || isNew;
  return isNew;
}

/** The admins on duty, or all of them when none is. At most 20. */
export async function findAdminsOnDuty(tx: Transaction): Promise<string[]> {
  const admins = await tx.db.user.findMany({
    where: { role: 'admin', disabledAt: null },
    orderBy: { createdAt: 'asc' },
    select: { id: true, onDuty: true },
    take: 20,
  });
  const onDuty = admins.filter((admin) => admin.onDuty);
  return (onDuty.length > 0 ? onDuty : admins).map((admin) => admin.id);
}
