import type { Context } from '#domain/context.ts';
import { exportLists } from '#domain/exports/export-lists.ts';
import type { ExportListName } from '#domain/exports/export-lists.ts';
import { requirePermission } from '#domain/permissions.ts';

/** The name of the export that holds everything the organization has. */
export const wholeOrganization = 'organization';

/** Refuses who may not export this list; the list itself shows only what they may see. */
export function requireExporting(ctx: Context, list: ExportListName | typeof wholeOrganization): void {
  if (list === wholeOrganization) {
    requirePermission(ctx, 'data.exportAll');
    return;
  }
  requirePermission(ctx, 'data.export');
  requirePermission(ctx, exportLists[list].permission);
}
