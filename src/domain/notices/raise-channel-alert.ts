import { defineWrite } from '#platform/database/write.ts';
import { newId } from '#platform/ids.ts';
import type { Noticed } from '#domain/notices/notice-kinds.ts';
import { endOfQuietHours } from '#domain/notices/quiet-hours.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { ChannelAlertModel } from '#prisma/generated/models/ChannelAlert.ts';
import type { ReportChannelModel } from '#prisma/generated/models/ReportChannel.ts';

/** Alerts that come within this time of one another share a message. */
const foldMs = 3_600_000;

const lockChannel = defineWrite<[channelId: string]>(
  'SELECT 1 FROM report_channels WHERE organization_id = $1 AND id = $2::uuid FOR NO KEY UPDATE',
);

/** Tells a report channel of something, once for each dedupe key; returns whether it was new. */
export async function raiseChannelAlert(
  tx: Transaction,
  channel: ReportChannelModel,
  input: Noticed,
): Promise<boolean> {
  const { data = {}, ...fields } = input;
  const id = newId();
  const now = tx.ctx.clock.now();
  const { count } = await tx.db.channelAlert.createMany({
    data: [{ id, channelId: channel.id, ...fields, data, notBefore: now, createdAt: now }],
    skipDuplicates: true,
  });
  if (count === 0) return false;
  await showChannelAlert(tx, channel, { id, ...fields });
  return true;
}

/**
 * Shows an alert in its channel: muted kinds and records not at all, in quiet hours after their end, else in the message
 * that began within the last hour, or in a new one. Critical alerts wait for nothing and have a message of their own.
 */
export async function showChannelAlert(
  tx: Transaction,
  channel: ReportChannelModel,
  alert: Pick<ChannelAlertModel, 'id' | 'kind' | 'severity' | 'subjectId'>,
): Promise<void> {
  const now = tx.ctx.clock.now();
  await tx.write(lockChannel, channel.id);
  const isCritical = alert.severity === 'critical';
  const write = (data: Partial<Pick<ChannelAlertModel, 'status' | 'notBefore' | 'shownById' | 'shownAt'>>) =>
    tx.db.channelAlert.updateMany({ where: { id: alert.id }, data });
  const muted = await tx.db.noticeMute.count({
    where: {
      channelId: channel.id,
      kind: alert.kind,
      AND: [
        { OR: [{ subjectId: null }, { subjectId: alert.subjectId }] },
        { OR: [{ until: null }, { until: { gt: now } }] },
      ],
    },
  });
  if (muted > 0) return void (await write({ status: 'muted' }));
  const timeZone = channel.timeZone ?? (await tx.db.organization.findFirstOrThrow()).timeZone;
  const { quietFromMinute: fromMinute, quietToMinute: toMinute } = channel;
  const quietTo = isCritical ? null : endOfQuietHours(now, { fromMinute, toMinute, timeZone });
  if (quietTo) return void (await write({ status: 'waiting', notBefore: quietTo }));
  const head = isCritical
    ? null
    : await tx.db.channelAlert.findFirst({
        where: {
          channelId: channel.id,
          status: 'sent',
          severity: { not: 'critical' },
          shownAt: { gt: new Date(now.getTime() - foldMs) },
        },
        orderBy: [{ shownAt: 'desc' }, { id: 'desc' }],
        select: { id: true },
      });
  const headId = head?.id ?? alert.id;
  await write({ status: head ? 'folded' : 'sent', shownById: headId, shownAt: now });
  tx.event('channelAlert.shown', alert.id, { headId });
}
