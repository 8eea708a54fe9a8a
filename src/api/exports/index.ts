import { downloadExportRoute } from '#api/exports/download-export.ts';
import { exportCallsRoute } from '#api/exports/export-calls.ts';
import { getExportRoute } from '#api/exports/get-export.ts';
import { listExportsRoute } from '#api/exports/list-exports.ts';
import { requestExportRoute } from '#api/exports/request-export.ts';

export const exportRoutes = [
  listExportsRoute,
  requestExportRoute,
  getExportRoute,
  downloadExportRoute,
  exportCallsRoute,
] as const;
