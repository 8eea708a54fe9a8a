import { z } from 'zod';
import { permissions } from '#domain/permissions.ts';

/** The fields of a user as operations take them. */
export const UserName = z.string().trim().min(1, 'a name is needed').max(120);
export const UserEmail = z.string().trim().toLowerCase().max(254).pipe(z.email('this is not an e-mail address'));
/** Long enough to resist guessing, short enough that hashing it cannot be abused. */
export const Password = z.string().min(10, 'a password needs at least 10 characters').max(200);
export const UserRole = z.enum(['admin', 'manager', 'analyst']);
export const UserPermissions = z
  .array(z.enum(permissions))
  .max(permissions.length)
  .transform((list) => [...new Set(list)]);
export const UserLanguage = z.enum(['ru', 'en']);
export const TimeZone = z.string().max(64).refine(isTimeZone, 'this is not an IANA time zone such as Europe/Moscow');
/** Minutes after local midnight. */
export const Minute = z.int().min(0).max(1439);
/** A Telegram id, which is larger than a JavaScript number may hold safely, as decimal text. */
export const TelegramId = z.string().regex(/^-?\d{1,19}$/, 'this is not a Telegram id');

function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
