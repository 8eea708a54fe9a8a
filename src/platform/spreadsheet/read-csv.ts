import { Readable } from 'node:stream';
import { detectDelimiter, detectEncoding } from '#platform/spreadsheet/detect-text.ts';
import type { TextEncodingName } from '#platform/spreadsheet/detect-text.ts';
import type { OpenBytes, TableRow } from '#platform/spreadsheet/read-table.ts';
import { SpreadsheetError } from '#platform/spreadsheet/spreadsheet-error.ts';

const headBytes = 65_536;
const maxRecordLength = 500_000;

/** The records of a CSV file in any usual encoding and with any usual delimiter. */
export async function* readCsv(open: OpenBytes): AsyncGenerator<TableRow, void, undefined> {
  // Loaded when it is needed: it would take part of every start.
  const { CsvError, parse } = await import('csv-parse');
  const encoding = await detectEncoding(await open());
  let head = '';
  for await (const text of decoded(await open(headBytes), encoding)) head += text;
  const isTold = /^\ufeff?sep=[;,\t]\r?\n/i.test(head);
  const parser = parse({
    delimiter: detectDelimiter(head),
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: maxRecordLength,
    ...(isTold ? { from_line: 2 } : {}),
  });
  const source = Readable.from(decoded(await open(), encoding));
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let number = isTold ? 1 : 0;
  try {
    for await (const cells of parser) {
      number += 1;
      if (isTexts(cells)) yield { number, cells };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new SpreadsheetError(
      error.code === 'CSV_MAX_RECORD_SIZE'
        ? `The row after row ${number} is too long: a quotation mark may be missing there.`
        : `Row ${number + 1} cannot be read: its quotation marks do not match.`,
    );
  } finally {
    source.destroy();
  }
}

async function* decoded(chunks: AsyncIterable<Uint8Array>, encoding: TextEncodingName): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

function isTexts(record: unknown): record is string[] {
  return Array.isArray(record) && record.every((cell) => typeof cell === 'string');
}
