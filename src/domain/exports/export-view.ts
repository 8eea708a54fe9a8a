import type { ExportModel } from '#prisma/generated/models/Export.ts';
import type { ExportStatus } from '#prisma/generated/enums.ts';

/** An export as the doors show it. */
export interface ExportView {
  id: string;
  list: string;
  format: string;
  status: ExportStatus | 'expired';
  rowCount: number | null;
  error: string | null;
  createdById: string;
  createdAt: Date;
  finishedAt: Date | null;
  /** When its file is thrown away. */
  expiresAt: Date | null;
}

export function toExportView(row: ExportModel): ExportView {
  const { id, list, format, rowCount, error, createdById, createdAt, finishedAt, expiresAt } = row;
  const status = row.status === 'ready' && row.fileId === null ? 'expired' : row.status;
  return { id, list, format, status, rowCount, error, createdById, createdAt, finishedAt, expiresAt };
}
