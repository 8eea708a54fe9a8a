import { ImportCounts, StoredMapping } from '#domain/imports/import-fields.ts';
import type { ImportModel } from '#prisma/generated/models/Import.ts';
import type { ImportStatus, RecordKind } from '#prisma/generated/enums.ts';

/** An import as the doors show it. */
export interface ImportView {
  id: string;
  record: RecordKind;
  status: ImportStatus;
  fileName: string;
  /** In the order of the file; a column whose field is null is not read. */
  columns: { heading: string; field: string | null }[];
  matchKey: string;
  options: StoredMapping['options'];
  counts: ImportCounts;
  /** The row of the file that was looked at last, while it is checked. */
  position: number;
  error: string | null;
  createdById: string | null;
  createdAt: Date;
  appliedAt: Date | null;
  undoneAt: Date | null;
}

export function toImportView(row: ImportModel): ImportView {
  const { columns, options } = StoredMapping.parse(row.mapping);
  const { id, record, status, fileName, position, error, createdById, createdAt, appliedAt, undoneAt } = row;
  return {
    ...{ id, record, status, fileName, columns, options, position, error },
    matchKey: row.matchKey ?? 'none',
    counts: ImportCounts.parse(row.counts),
    ...{ createdById, createdAt, appliedAt, undoneAt },
  };
}
