import { SpreadsheetError } from '#platform/spreadsheet/spreadsheet-error.ts';

/** What an archive may cost to unpack. */
const maxEntries = 1_000;
const maxTotalBytes = 512 * 1_048_576;
const maxSharedStringsBytes = 128 * 1_048_576;
/** How many times a large entry may grow; tables of equal rows reach about a hundred. */
const maxRatio = 250;
const smallEntryBytes = 1_048_576;

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;

/**
 * Refuses an archive that would be too large unpacked, by the sizes that its directory declares; the reader unpacks no
 * entry beyond its declared size. Nothing is unpacked here.
 */
export function checkZip(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  if (count > maxEntries) throw bomb();
  let place = view.getUint32(end + 16, true);
  let total = 0;
  for (let entry = 0; entry < count; entry += 1) {
    if (place + 46 > view.byteLength || view.getUint32(place, true) !== entrySignature) throw broken();
    const flags = view.getUint16(place + 8, true);
    if ((flags & 1) !== 0) throw new SpreadsheetError('This file is protected by a password. Save it without one.');
    const packed = view.getUint32(place + 20, true);
    const unpacked = view.getUint32(place + 24, true);
    const nameLength = view.getUint16(place + 28, true);
    const name = Buffer.from(bytes.buffer, bytes.byteOffset + place + 46, nameLength).toString('latin1');
    total += unpacked;
    const isTooLarge = unpacked === 0xffffffff || packed === 0xffffffff || total > maxTotalBytes;
    const growsTooMuch = unpacked > smallEntryBytes && unpacked > packed * maxRatio;
    const hidesItsSize = unpacked === 0 && packed > 64;
    const hasTooManyTexts = /sharedStrings\.xml$/i.test(name) && unpacked > maxSharedStringsBytes;
    if (isTooLarge || growsTooMuch || hidesItsSize || hasTooManyTexts) throw bomb();
    place += 46 + nameLength + view.getUint16(place + 30, true) + view.getUint16(place + 32, true);
  }
}

function findEnd(view: DataView): number {
  const earliest = Math.max(0, view.byteLength - 22 - 65_535);
  for (let place = view.byteLength - 22; place >= earliest; place -= 1)
    if (view.getUint32(place, true) === endSignature) return place;
  throw broken();
}

function bomb(): SpreadsheetError {
  return new SpreadsheetError('This file would be too large unpacked. Save the table as CSV, or split it.');
}

function broken(): SpreadsheetError {
  return new SpreadsheetError('This XLSX file is damaged. Save it again, or save it as CSV.');
}
