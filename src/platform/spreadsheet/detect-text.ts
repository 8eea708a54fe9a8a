import { SpreadsheetError } from '#platform/spreadsheet/spreadsheet-error.ts';

export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251';
export type Delimiter = ';' | ',' | '\t';

/**
 * The encoding of a text file: by its byte order mark, by the zero bytes that UTF-16 has, as UTF-8 when every byte of it
 * fits, else as Windows-1251, which is what older Russian programs write.
 */
export async function detectEncoding(chunks: AsyncIterable<Uint8Array>): Promise<TextEncodingName> {
  const strict = new TextDecoder('utf-8', { fatal: true });
  let isFirst = true;
  try {
    for await (const chunk of chunks) {
      if (isFirst) {
        const marked = byFirstBytes(chunk);
        if (marked) return marked;
        isFirst = false;
      }
      strict.decode(chunk, { stream: true });
    }
    strict.decode();
    return 'utf-8';
  } catch (error) {
    if (error instanceof TypeError) return 'windows-1251';
    throw error;
  }
}

function byFirstBytes(bytes: Uint8Array): TextEncodingName | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 1_000);
  let even = 0;
  let odd = 0;
  for (const [place, byte] of head.entries()) {
    if (byte !== 0) continue;
    if (place % 2 === 0) even += 1;
    else odd += 1;
  }
  if (odd > head.length / 8 && even === 0) return 'utf-16le';
  if (even > head.length / 8 && odd === 0) return 'utf-16be';
  if (even + odd > 0) throw new SpreadsheetError('This is not a table: send a CSV or XLSX file.');
  return null;
}

/** The character between the cells, by the first line outside quotes; `sep=;` in the first line says it outright. */
export function detectDelimiter(head: string): Delimiter {
  const told = /^\ufeff?sep=([;,\t])\r?\n/i.exec(head)?.[1];
  if (told === ';' || told === ',' || told === '\t') return told;
  const counts = { ';': 0, ',': 0, '\t': 0 };
  let isQuoted = false;
  for (const sign of head) {
    if (sign === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (sign === '\n' && counts[';'] + counts[','] + counts['\t'] > 0) break;
    else if (sign === ';' || sign === ',' || sign === '\t') counts[sign] += 1;
  }
  if (counts['\t'] > counts[';'] && counts['\t'] > counts[',']) return '\t';
  return counts[','] > counts[';'] ? ',' : ';';
}
