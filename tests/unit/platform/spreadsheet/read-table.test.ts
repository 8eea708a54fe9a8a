import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readTable } from '#platform/spreadsheet/read-table.ts';
import { writeXlsx } from '#platform/spreadsheet/write-xlsx.ts';

async function read(bytes: Uint8Array, chunkBytes = 7) {
  async function* open(limit = bytes.byteLength) {
    const end = Math.min(limit, bytes.byteLength);
    for (let place = 0; place < end; place += chunkBytes)
      yield bytes.subarray(place, Math.min(place + chunkBytes, end));
  }
  const rows: [number, ...string[]][] = [];
  for await (const { number, cells } of readTable(async (limit) => open(limit))) rows.push([number, ...cells]);
  return rows;
}

const text = 'Имя;Телефон\r\nМария;+7 916\r\n\r\n"Пётр; ""младший""";8 (495)\r\n';
const table = [
  [1, 'Имя', 'Телефон'],
  [2, 'Мария', '+7 916'],
  [4, 'Пётр; "младший"', '8 (495)'],
];

function windows1251(value: string): Buffer {
  const decoder = new TextDecoder('windows-1251');
  const codes = new Map(Array.from({ length: 256 }, (_, code) => [decoder.decode(Uint8Array.of(code)), code]));
  return Buffer.from(Array.from(value, (sign) => codes.get(sign) ?? 0x3f));
}

const utf16be = (value: string) => Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(value, 'utf16le').swap16()]);

describe('a CSV file is read', () => {
  test.each([
    ['in UTF-8', Buffer.from(text)],
    ['in UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['in Windows-1251', windows1251(text)],
    ['in UTF-16 with a byte order mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['in big-endian UTF-16', utf16be(text)],
  ])('%s, with the row numbers that a spreadsheet program shows', async (_name, bytes) => {
    expect(await read(bytes)).toEqual(table);
  });

  test.each([
    ['commas', 'a,b\n1;2,3\n'],
    ['tabs', 'a\tb\n1;2\t3\n'],
    ['semicolons', 'a;b\n"1;2";3\n'],
    ['a delimiter that its first line names', 'sep=;\na;b\n"1;2";3\n'],
  ])('with %s between its cells', async (_name, value) => {
    const rows = await read(Buffer.from(value));
    expect(rows.map(([, ...cells]) => cells)).toEqual([
      ['a', 'b'],
      ['1;2', '3'],
    ]);
  });

  test('in UTF-16 without a byte order mark', async () => {
    expect(await read(Buffer.from('name;phone\nMaria;1\n', 'utf16le'), 64)).toEqual([
      [1, 'name', 'phone'],
      [2, 'Maria', '1'],
    ]);
  });

  test('when a Russian letter comes only far behind the beginning', async () => {
    const rows = await read(windows1251(`a;b\n${'1;2\n'.repeat(30_000)}Ж;3\n`), 65_536);
    expect(rows.at(-1)).toEqual([30_002, 'Ж', '3']);
  });
});

describe('a file that is no table is refused with a sentence:', () => {
  test.each([
    ['nothing', Buffer.alloc(0), /empty/],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), /not a table/],
    ['an old Excel file', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /old Excel/],
    ['a damaged XLSX', Buffer.from('PK\x03\x04damaged'), /damaged/],
    ['a missing quotation mark', Buffer.from(`a;b\n"${'x'.repeat(600_000)}`), /quotation mark/],
    ['too many columns', Buffer.from(`${'a;'.repeat(300)}\n`), /columns/],
  ])('%s', async (_name, bytes, sentence) => {
    await expect(read(bytes, 65_536)).rejects.toThrow(sentence);
  });
});

describe('a zip bomb is not unpacked:', () => {
  test('one entry that grows a thousandfold', async () => {
    const packed = deflateRawSync(Buffer.alloc(50_000_000));
    await expect(
      read(zip([{ name: 'xl/worksheets/sheet1.xml', packed, unpacked: 50_000_000 }]), 65_536),
    ).rejects.toThrow(/too large unpacked/);
  });

  test('many entries, or sizes that are hidden or together too much', async () => {
    const packed = Buffer.alloc(100);
    const many = Array.from({ length: 1_001 }, (_, number) => ({ name: `e${number}`, packed, unpacked: 100 }));
    await expect(read(zip(many), 65_536)).rejects.toThrow(/too large unpacked/);
    await expect(read(zip([{ name: 'a', packed, unpacked: 0 }]), 65_536)).rejects.toThrow(/too large unpacked/);
    const large = Array.from({ length: 700 }, (_, number) => ({
      name: `e${number}`,
      packed: Buffer.alloc(5_000),
      unpacked: 1_000_000,
    }));
    await expect(read(zip(large), 65_536)).rejects.toThrow(/too large unpacked/);
  });

  test('an entry that holds more than its directory says', async () => {
    const honest = await collect(await writeXlsx(rows(), { sheetName: 'S' }));
    expect(await read(honest, 65_536)).toHaveLength(2);
    const sheet = deflateRawSync(
      Buffer.from(`<worksheet><sheetData>${'<row/>'.repeat(400_000)}</sheetData></worksheet>`),
    );
    await expect(
      read(zip([{ name: 'xl/worksheets/sheet1.xml', packed: sheet, unpacked: 500 }]), 65_536),
    ).rejects.toThrow(/cannot be read/);
  });
});

async function* rows() {
  yield ['a', 'b'];
  yield ['1', '2'];
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

/** An archive with the sizes that it is told to claim. */
function zip(entries: { name: string; packed: Buffer; unpacked: number }[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, packed, unpacked } of entries) {
    const local = Buffer.alloc(30 + name.length);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(crc32(packed), 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(unpacked, 22);
    local.writeUInt16LE(name.length, 26);
    local.write(name, 30, 'latin1');
    const central = Buffer.alloc(46 + name.length);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(unpacked, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    central.write(name, 46, 'latin1');
    locals.push(local, packed);
    directory.push(central);
    offset += local.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}
