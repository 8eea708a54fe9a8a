import { applyImportRoute } from '#api/imports/apply-import.ts';
import { getBadRowsRoute } from '#api/imports/get-bad-rows.ts';
import { getImportRoute } from '#api/imports/get-import.ts';
import { listImportRowsRoute } from '#api/imports/list-import-rows.ts';
import { listImportsRoute } from '#api/imports/list-imports.ts';
import { mapImportRoute } from '#api/imports/map-import.ts';
import { startImportRoute } from '#api/imports/start-import.ts';
import { undoImportRoute } from '#api/imports/undo-import.ts';

export const importRoutes = [
  listImportsRoute,
  startImportRoute,
  getImportRoute,
  listImportRowsRoute,
  getBadRowsRoute,
  mapImportRoute,
  applyImportRoute,
  undoImportRoute,
] as const;
