import { DateTime } from 'luxon';
import type { Context } from '#domain/context.ts';
import { callViewer } from '#domain/calls/policy.ts';
import { callSums, sentimentDays, topManagers } from '#domain/dashboard/read-dashboard.ts';
import type { CallSums, DaySentiments, ManagerSums } from '#domain/dashboard/read-dashboard.ts';
import { requirePermission } from '#domain/permissions.ts';

export interface DashboardStats extends CallSums {
  topManagers: ManagerSums[];
  /** The last 30 days, today included. */
  sentimentTrend: DaySentiments[];
}

const trendDays = 30;
const mostManagers = 10;

/** Numbers of calls, in days of the organization's zone: of everybody's for who sees all calls, else of the member's own. */
export async function getDashboardStats(ctx: Context): Promise<DashboardStats> {
  requirePermission(ctx, 'calls.read');
  const viewerId = callViewer(ctx);
  const today = await todayOf(ctx);
  const from = today.minus({ days: trendDays - 1 });
  const [[sums], managers, trend] = await Promise.all([
    ctx.read(callSums, viewerId, dayText(today)),
    ctx.read(topManagers, viewerId, mostManagers),
    ctx.read(sentimentDays, viewerId, dayText(from), dayText(today)),
  ]);
  if (!sums) throw new Error('A sum always has a row.');
  return { ...sums, topManagers: managers, sentimentTrend: trend };
}

/** The present moment in the organization's zone. */
export async function todayOf(ctx: Context): Promise<DateTime> {
  const { timeZone } = await ctx.db.organization.findFirstOrThrow({ select: { timeZone: true } });
  return DateTime.fromJSDate(ctx.clock.now(), { zone: timeZone });
}

function dayText(moment: DateTime): string {
  return moment.toFormat('yyyy-MM-dd');
}
