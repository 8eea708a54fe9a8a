import { neutralize } from '#platform/spreadsheet/cells.ts';
import type { Cell } from '#platform/spreadsheet/cells.ts';

export type CsvDelimiter = ';' | ',';

const chunkLength = 65_536;

/**
 * The rows as CSV bytes (RFC 4180, UTF-8 with a byte order mark so that Excel reads it), pulled from `rows` as they are
 * read. Texts are formula-safe; moments are ISO 8601.
 */
export async function* writeCsv(
  rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>,
  delimiter: CsvDelimiter,
): AsyncGenerator<Uint8Array, void, undefined> {
  let text = '\ufeff';
  for await (const row of rows) {
    text += csvLine(row, delimiter);
    if (text.length < chunkLength) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

/** One record with its line end. */
export function csvLine(row: readonly Cell[], delimiter: CsvDelimiter): string {
  return `${row.map((cell) => csvCell(cell)).join(delimiter)}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell !== 'string') return String(cell);
  const safe = neutralize(cell);
  // Quoted for either delimiter, so that a program that guesses wrong does not break the text into cells.
  return /[";,\t\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
