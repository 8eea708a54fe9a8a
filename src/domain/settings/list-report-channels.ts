import type { Context } from '#domain/context.ts';
import { requirePermission } from '#domain/permissions.ts';
import { toReportChannelView } from '#domain/settings/report-channel-view.ts';
import type { ReportChannelView } from '#domain/settings/report-channel-view.ts';

/** The chats that receive reports now. */
export async function listReportChannels(ctx: Context): Promise<ReportChannelView[]> {
  requirePermission(ctx, 'settings.read');
  const rows = await ctx.db.reportChannel.findMany({ where: { disabledAt: null }, orderBy: { createdAt: 'asc' } });
  return rows.map(toReportChannelView);
}
