import { getDashboardStatsRoute } from '#api/dashboard/get-dashboard-stats.ts';
import { getDashboardRoute } from '#api/dashboard/get-dashboard.ts';

export const dashboardRoutes = [getDashboardRoute, getDashboardStatsRoute] as const;
