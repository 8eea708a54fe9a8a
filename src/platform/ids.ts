import { randomBytes, randomFillSync } from 'node:crypto';

let lastMs = 0;
let counter = 0;
const pool = Buffer.alloc(8 * 512);
let poolOffset = pool.length;

/**
 * A new UUIDv7 (RFC 9562): sorts by creation time; ids made within one millisecond by one process keep their order.
 */
export function newId(nowMs: number = Date.now()): string {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    counter = randomBytes(2).readUInt16BE() & 0x7ff;
  } else if (++counter > 0xfff) {
    lastMs += 1;
    counter = 0;
  }
  if (poolOffset >= pool.length) {
    randomFillSync(pool);
    poolOffset = 0;
  }
  const tail = pool.subarray(poolOffset, poolOffset + 8);
  poolOffset += 8;
  tail[0] = ((tail[0] ?? 0) & 0x3f) | 0x80;
  const time = lastMs.toString(16).padStart(12, '0');
  const sequence = counter.toString(16).padStart(3, '0');
  const hex = tail.toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${hex.slice(0, 4)}-${hex.slice(4)}`;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether the text is a UUID in its canonical lower-case form. */
export function isId(text: string): boolean {
  return uuidPattern.test(text);
}

/** A UUID as 22 base64url characters, for places that count bytes such as button data. */
export function packId(id: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

/** The UUID behind `packId`, or null when the text is not one. */
export function unpackId(packed: string): string | null {
  if (!/^[A-Za-z0-9_-]{22}$/.test(packed)) return null;
  const hex = Buffer.from(packed, 'base64url').toString('hex');
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  return packId(id) === packed ? id : null;
}

/** A secret of `bytes` random bytes as base64url text. */
export function newSecret(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}
