import { checkZip } from '#platform/spreadsheet/check-zip.ts';
import type { OpenBytes, TableRow } from '#platform/spreadsheet/read-table.ts';
import { SpreadsheetError } from '#platform/spreadsheet/spreadsheet-error.ts';

/** An XLSX file is held packed while it is read; larger tables come as CSV, which is not held at all. */
const maxXlsxBytes = 50 * 1_048_576;

/** The rows of the first sheet. External references and entities are never resolved: the reader knows none. */
export async function* readXlsx(open: OpenBytes): AsyncGenerator<TableRow, void, undefined> {
  const bytes = await collect(await open());
  checkZip(bytes);
  // Loaded on first use: nothing else at the start needs it.
  const { streamXlsxRows } = await import('hucre/xlsx');
  try {
    for await (const { index, values } of streamXlsxRows(bytes)) yield { number: index + 1, cells: values.map(textOf) };
  } catch (error) {
    if (error instanceof SpreadsheetError) throw error;
    throw new SpreadsheetError('This XLSX file cannot be read. Save it again, or save it as CSV.');
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > maxXlsxBytes)
      throw new SpreadsheetError(`This XLSX file is larger than ${maxXlsxBytes / 1_048_576} MB. Save it as CSV.`);
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

function textOf(value: string | number | boolean | Date | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) {
    const text = value.toISOString();
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
  }
  return typeof value === 'string' ? value : String(value);
}
