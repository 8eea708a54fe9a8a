import { neutralize } from '#platform/spreadsheet/cells.ts';
import type { Cell } from '#platform/spreadsheet/cells.ts';

/**
 * The rows as an XLSX file, pulled from `rows` as it is read. The first row is the heading: frozen, and repeated on the
 * next sheet when one is full. Texts are text cells and formula-safe all the same: the file may be saved as CSV later.
 */
export async function writeXlsx(
  rows: AsyncIterable<readonly Cell[]>,
  options: { sheetName: string; rowsPerSheet?: number },
): Promise<ReadableStream<Uint8Array>> {
  // Loaded when it is needed: it would take part of every start.
  const { writeXlsxStream } = await import('hucre/xlsx');
  return writeXlsxStream(safeRows(rows), {
    name: options.sheetName,
    freezePane: { rows: 1 },
    zip64: false,
    ...(options.rowsPerSheet === undefined ? {} : { maxRowsPerSheet: options.rowsPerSheet }),
  });
}

async function* safeRows(rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<(string | number | boolean | null)[]> {
  for await (const row of rows) yield row.map(xlsxCell);
}

function xlsxCell(cell: Cell): string | number | boolean | null {
  if (cell instanceof Date) return cell.toISOString();
  return typeof cell === 'string' ? neutralize(cell) : cell;
}
