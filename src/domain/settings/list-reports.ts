import type { Context } from '#domain/context.ts';
import { requirePermission } from '#domain/permissions.ts';
import { toReportChannelView } from '#domain/settings/report-channel-view.ts';
import type { ReportChannelView } from '#domain/settings/report-channel-view.ts';
import type { DigestPeriod } from '#prisma/generated/enums.ts';

export interface DigestSummary {
  id: string;
  channelId: string;
  period: DigestPeriod;
  /** The local day, or the Monday of the week, that it tells of. */
  slot: string;
  sentAt: Date | null;
  error: string | null;
}

/** Where reports go, and the newest 50 digests. */
export async function listReports(ctx: Context): Promise<{ channels: ReportChannelView[]; digests: DigestSummary[] }> {
  requirePermission(ctx, 'reports.read');
  const [channels, digests] = await Promise.all([
    ctx.db.reportChannel.findMany({ where: { disabledAt: null }, orderBy: { createdAt: 'asc' }, take: 200 }),
    ctx.db.digest.findMany({
      select: { id: true, channelId: true, period: true, slot: true, sentAt: true, error: true },
      orderBy: [{ dueAt: 'desc' }, { id: 'desc' }],
      take: 50,
    }),
  ]);
  return { channels: channels.map(toReportChannelView), digests };
}
