import { invalidInput } from '#domain/parse-input.ts';

/** A sequence number as an opaque cursor. */
export function encodeSeq(seq: bigint): string {
  return Buffer.from(`seq.${seq}`).toString('base64url');
}

/** The number behind a cursor, null for the first page; refuses texts that no page gave. */
export function decodeSeq(cursor: string | null | undefined): bigint | null {
  if (cursor === null || cursor === undefined) return null;
  const digits = /^seq\.(\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1];
  if (digits === undefined)
    throw invalidInput([{ field: 'cursor', problem: 'this is not a cursor of this list; leave it out to start anew' }]);
  return BigInt(digits);
}
