import { readCsv } from '#platform/spreadsheet/read-csv.ts';
import { readXlsx } from '#platform/spreadsheet/read-xlsx.ts';
import { SpreadsheetError } from '#platform/spreadsheet/spreadsheet-error.ts';

/** One row of a table with the number that a spreadsheet program shows beside it. */
export interface TableRow {
  number: number;
  cells: string[];
}

/** Opens the file's bytes from the beginning, or only its first `bytes`; may be asked more than once. */
export type OpenBytes = (bytes?: number) => Promise<AsyncIterable<Uint8Array>>;

/** Columns of a table that are read; more make the file unreadable. */
export const maxColumns = 200;
/** Characters of a cell that are read. */
const maxCellText = 20_000;

/**
 * The rows of a CSV or XLSX file, whichever the bytes are, one at a time; rows without any text are left out. Throws
 * SpreadsheetError with a sentence when it is neither, is damaged, or is not safe to unpack.
 */
export async function* readTable(open: OpenBytes): AsyncGenerator<TableRow, void, undefined> {
  const kind = kindOf(await firstBytes(open));
  const rows = kind === 'xlsx' ? readXlsx(open) : readCsv(open);
  for await (const { number, cells } of rows) {
    if (cells.length > maxColumns)
      throw new SpreadsheetError(`Row ${number} has more than ${maxColumns} columns. Is this the right file?`);
    const trimmed = cells.map((cell) => (cell.length > maxCellText ? cell.slice(0, maxCellText) : cell).trim());
    if (trimmed.some((cell) => cell !== '')) yield { number, cells: trimmed };
  }
}

async function firstBytes(open: OpenBytes): Promise<Uint8Array> {
  for await (const chunk of await open(16)) if (chunk.byteLength > 0) return chunk;
  return new Uint8Array();
}

function kindOf(head: Uint8Array): 'csv' | 'xlsx' {
  if (head.byteLength === 0) throw new SpreadsheetError('The file is empty.');
  const [first, second, third, fourth] = head;
  if (first === 0x50 && second === 0x4b && third === 0x03 && fourth === 0x04) return 'xlsx';
  if (first === 0xd0 && second === 0xcf && third === 0x11 && fourth === 0xe0)
    throw new SpreadsheetError(
      'This is a file of an old Excel, or has a password. Save it as XLSX or CSV without one.',
    );
  return 'csv';
}
