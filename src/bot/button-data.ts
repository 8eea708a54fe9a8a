import { isId, packId, unpackId } from '#platform/ids.ts';

/** Packs values into few bytes: a UUID takes 23, a number its digits in base 36. Throws on what a button cannot carry. */
export function packValues(values: readonly unknown[]): string {
  return values.map(packValue).join('.');
}

function packValue(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'boolean') return value ? 'y' : 'n';
  if (typeof value === 'number' && Number.isSafeInteger(value)) return `i${value.toString(36)}`;
  if (typeof value === 'string' && isId(value)) return `u${packId(value)}`;
  if (typeof value === 'string') return `s${encodeURIComponent(value).replaceAll('.', '%2E')}`;
  throw new Error('A button carries only ids, whole numbers, booleans and texts.');
}

/** The values behind `packValues`, or null when the text is not made by it. */
export function unpackValues(packed: string): unknown[] | null {
  if (packed === '') return [];
  const values: unknown[] = [];
  for (const part of packed.split('.')) {
    const value = unpackValue(part);
    if (value === undefined) return null;
    values.push(value);
  }
  return values;
}

function unpackValue(part: string): unknown {
  const body = part.slice(1);
  if (part === '-') return null;
  if (part === 'y') return true;
  if (part === 'n') return false;
  if (part.startsWith('u')) return unpackId(body) ?? undefined;
  if (part.startsWith('i')) return /^-?[0-9a-z]+$/.test(body) ? Number.parseInt(body, 36) : undefined;
  if (part.startsWith('s')) return decode(body);
  return undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
