import { listReportsRoute } from '#api/reports/list-reports.ts';
import { testTelegramReportRoute } from '#api/reports/test-telegram.ts';

export const reportRoutes = [listReportsRoute, testTelegramReportRoute] as const;
