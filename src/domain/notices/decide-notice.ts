import { DateTime } from 'luxon';
import { defineWrite } from '#platform/database/write.ts';
import { everyKind } from '#domain/notices/notice-kinds.ts';
import { endOfQuietHours } from '#domain/notices/quiet-hours.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { NoticeModel } from '#prisma/generated/models/Notice.ts';

const lockUser = defineWrite<[userId: string]>(
  'SELECT 1 FROM users WHERE organization_id = $1 AND id = $2::uuid FOR NO KEY UPDATE',
);

/** How a notice reaches its person. */
export type Decision =
  | { status: 'sent' | 'muted' | 'dropped' }
  | { status: 'waiting'; notBefore: Date }
  | { status: 'folded'; headId: string };

type Decided = Pick<NoticeModel, 'id' | 'userId' | 'kind' | 'severity' | 'subjectId'>;

/**
 * What the person's attention is worth now: nothing when they muted it or cannot be reached, later when it is quiet with
 * them, together with the others when the day's cap is reached, else a message of its own. Critical notices pass quiet
 * hours, the cap and a mute of everything, but not a mute of just them. One decision at a time for each person.
 */
export async function decideNotice(tx: Transaction, notice: Decided): Promise<Decision> {
  const now = tx.ctx.clock.now();
  await tx.write(lockUser, notice.userId);
  const [user, organization] = await Promise.all([
    tx.db.user.findFirstOrThrow({ where: { id: notice.userId } }),
    tx.db.organization.findFirstOrThrow({ select: { timeZone: true } }),
  ]);
  if (user.disabledAt || user.telegramBlocked || user.telegramChatId === null) return { status: 'dropped' };
  const isCritical = notice.severity === 'critical';
  const kinds = isCritical ? [notice.kind] : [notice.kind, everyKind];
  const muted = await tx.db.noticeMute.count({
    where: {
      userId: user.id,
      kind: { in: kinds },
      AND: [
        { OR: [{ subjectId: null }, { subjectId: notice.subjectId }] },
        { OR: [{ until: null }, { until: { gt: now } }] },
      ],
    },
  });
  if (muted > 0) return { status: 'muted' };
  if (isCritical) return { status: 'sent' };
  const timeZone = user.timeZone ?? organization.timeZone;
  const quietTo = endOfQuietHours(now, {
    fromMinute: user.quietFromMinute,
    toMinute: user.quietToMinute,
    timeZone,
  });
  if (quietTo) return { status: 'waiting', notBefore: quietTo };
  if (notice.severity === 'info') return { status: 'sent' };
  const dayBegan = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day').toJSDate();
  const loud = { userId: user.id, severity: 'normal', status: 'sent', sentAt: { gte: dayBegan } } as const;
  if ((await tx.db.notice.count({ where: loud })) < user.noticesPerDay) return { status: 'sent' };
  const head = await tx.db.notice.findFirst({
    where: { userId: user.id, status: 'folded', sentAt: { gte: dayBegan } },
    orderBy: [{ sentAt: 'asc' }, { id: 'asc' }],
    select: { id: true, foldedIntoId: true },
  });
  return { status: 'folded', headId: head?.foldedIntoId ?? notice.id };
}

/** Writes a decision down and sets its message in motion. */
export async function carryOutDecision(tx: Transaction, noticeId: string, decision: Decision): Promise<void> {
  const now = tx.ctx.clock.now();
  const isShown = decision.status === 'sent' || decision.status === 'folded';
  await tx.db.notice.updateMany({
    where: { id: noticeId },
    data: {
      status: decision.status,
      ...(isShown ? { sentAt: now } : {}),
      ...(decision.status === 'waiting' ? { notBefore: decision.notBefore } : {}),
      ...(decision.status === 'folded' ? { foldedIntoId: decision.headId } : {}),
    },
  });
  if (decision.status === 'sent') tx.event('notice.sent', noticeId, {});
  if (decision.status === 'folded') tx.event('notice.folded', noticeId, { headId: decision.headId });
}
