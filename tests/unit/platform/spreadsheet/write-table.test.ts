import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { Cell } from '#platform/spreadsheet/cells.ts';
import { readTable } from '#platform/spreadsheet/read-table.ts';
import { writeCsv } from '#platform/spreadsheet/write-csv.ts';
import { writeXlsx } from '#platform/spreadsheet/write-xlsx.ts';

const formulas = [
  '=1+1',
  '+1+1',
  '-2+3',
  '@SUM(A1:A2)',
  ' =1+1',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '\0=1+1',
  '\u00a0=1+1',
  '\u200b=1+1',
  '\ufeff=1+1',
  '"=1+1',
  "'\u200b=1+1",
  '＝1+1',
  '＋1+1',
  '－1+1',
  '＠SUM(A1)',
  '=cmd|"/c calc"!A1',
  '=HYPERLINK("http://evil.example";"click")',
  '-1;=1+1',
  '+7 916 123 (45)',
];
const harmless = [
  '+79161234567',
  '-5',
  '-5,25',
  'Мария Козлова',
  'a=b',
  'x@example.com',
  'два\nряда',
  'a;b,c',
  '"цитата"',
];

async function* rowsOf(rows: Cell[][]) {
  yield* rows;
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

async function read(bytes: Buffer) {
  async function* open() {
    yield bytes;
  }
  const rows: string[][] = [];
  for await (const row of readTable(async () => open())) rows.push(row.cells);
  return rows;
}

/** What a program that skips spaces, invisible signs and quotes, and folds full-width signs, sees first. */
const firstSign = (text: string) =>
  text
    .normalize('NFKC')
    // oxlint-disable-next-line no-control-regex
    .replace(/^[\s\u0000-\u001f\u00a0\u200b\ufeff"]+/, '')
    .charAt(0);

describe.each([';', ','] as const)('a CSV file with %s, opened by a reader,', (delimiter) => {
  test.each(formulas)('shows %j as a text', async (text) => {
    const bytes = await collect(writeCsv([['before', text, 'after']], delimiter));
    const [cells = []] = parse(bytes, { delimiter, bom: true });
    expect([cells.length, cells[0], cells[2]]).toEqual([3, 'before', 'after']);
    expect(firstSign(cells[1] ?? '')).toBe("'");
  });

  test.each(harmless)('shows %j as it is', async (text) => {
    const bytes = await collect(writeCsv([[text, 'after']], delimiter));
    expect(parse(bytes, { delimiter, bom: true })).toEqual([[text, 'after']]);
  });
});

test('a CSV file begins with a byte order mark, ends its lines as RFC 4180 says, and keeps numbers, moments and blanks apart', async () => {
  const bytes = await collect(writeCsv([[1, -2.5, true, null, new Date('2026-11-20T10:00:00Z')]], ';'));
  expect(bytes.toString()).toBe('\ufeff1;-2.5;true;;2026-11-20T10:00:00.000Z\r\n');
});

describe('an XLSX file, opened by a reader,', () => {
  test('has only text cells and no formula, with everything harmless as it was', async () => {
    const bytes = await collect(
      await writeXlsx(rowsOf([['heading'], ...formulas.map((text) => [text])]), { sheetName: 'S' }),
    );
    const shown = (await read(bytes)).slice(1).map(([cell = '']) => firstSign(cell));
    expect(new Set(shown)).toEqual(new Set(["'"]));
    expect(shown).toHaveLength(formulas.length);
    expect(bytes.includes('<f>')).toBe(false);
    const kept = await collect(
      await writeXlsx(rowsOf([['heading'], ...harmless.map((text) => [text])]), { sheetName: 'S' }),
    );
    expect((await read(kept)).slice(1)).toEqual(harmless.map((text) => [text]));
  });

  test('cuts a cell at what Excel keeps, and goes on in a next sheet with the heading when one is full', async () => {
    const long = await collect(await writeXlsx(rowsOf([['x'.repeat(40_000)]]), { sheetName: 'S' }));
    const { readXlsx } = await import('hucre/xlsx');
    const [sheet] = (await readXlsx(long)).sheets;
    expect(String(sheet?.rows[0]?.[0]).length).toBeLessThanOrEqual(32_767);
    const many = await collect(
      await writeXlsx(rowsOf([['heading'], ['1'], ['2'], ['3']]), { sheetName: 'S', rowsPerSheet: 3 }),
    );
    const sheets = (await readXlsx(many)).sheets.map(({ rows }) => rows.map(([cell]) => cell));
    expect(sheets).toEqual([
      ['heading', '1', '2'],
      ['heading', '3'],
    ]);
  });
});
