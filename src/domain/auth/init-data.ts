import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { sha256 } from '#platform/hashing.ts';

/** What Telegram may put into a Mini App's initData; anything else is not from Telegram. */
const knownFields = new Set([
  'query_id',
  'user',
  'receiver',
  'chat',
  'chat_type',
  'chat_instance',
  'start_param',
  'can_send_after',
  'auth_date',
  'signature',
  'hash',
]);

const User = z.looseObject({ id: z.int().positive() });

/** InitData that was read, and not yet proved. */
export interface InitData {
  telegramUserId: bigint;
  authAt: Date;
  /** All fields but the hash, as Telegram signs them. */
  checkText: string;
  hash: Buffer;
  /** The same for the same data, whatever the order of its fields. */
  fingerprint: string;
}

/**
 * Reads initData once and strictly: known fields, each once, in proper percent-encoding. Null when it is not such a text.
 * Nothing of it may be believed before `isSignedBy`.
 */
export function parseInitData(text: string): InitData | null {
  if (text.length === 0 || text.length > 4_096) return null;
  const fields = new Map<string, string>();
  for (const part of text.split('&')) {
    const at = part.indexOf('=');
    const name = decode(part.slice(0, Math.max(0, at)));
    const value = decode(part.slice(at + 1));
    // A line break within a value could make two different sets of fields look the same once they are joined.
    if (at <= 0 || name === null || value === null || /[\r\n]/.test(value)) return null;
    if (!knownFields.has(name) || fields.has(name)) return null;
    fields.set(name, value);
  }
  const hash = fields.get('hash') ?? '';
  const authDate = fields.get('auth_date') ?? '';
  const user = parseUser(fields.get('user'));
  if (!/^[0-9a-f]{64}$/.test(hash) || !/^[1-9]\d{0,11}$/.test(authDate) || user === null) return null;
  const checkText = [...fields]
    .filter(([name]) => name !== 'hash')
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join('\n');
  return {
    telegramUserId: BigInt(user.id),
    authAt: new Date(Number(authDate) * 1_000),
    checkText,
    hash: Buffer.from(hash, 'hex'),
    fingerprint: sha256(checkText),
  };
}

/** Whether the bot with this token signed the data; an empty token signs nothing. Takes the same time wherever they differ. */
export function isSignedBy(data: InitData, botToken: string): boolean {
  if (botToken.trim() === '') return false;
  const key = createHmac('sha256', 'WebAppData').update(botToken).digest();
  const expected = createHmac('sha256', key).update(data.checkText).digest();
  return expected.length === data.hash.length && timingSafeEqual(expected, data.hash);
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function parseUser(text: string | undefined): z.output<typeof User> | null {
  if (text === undefined) return null;
  try {
    return User.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
