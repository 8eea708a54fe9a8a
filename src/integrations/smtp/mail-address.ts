import { ProviderError } from '#platform/errors.ts';

/** Nothing that ends a header, separates addresses or quotes: nodemailer would deliver to an address smuggled in so. */
const plainAddress = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;

/** Whether this is one plain address and nothing else. */
export function isPlainAddress(text: string): boolean {
  return text.length <= 254 && plainAddress.test(text) && !text.includes('..');
}

/** Throws a permanent failure unless every address is a plain one. */
export function requirePlainAddresses(addresses: readonly string[]): void {
  const bad = addresses.find((address) => !isPlainAddress(address));
  if (bad === undefined && addresses.length > 0) return;
  throw new ProviderError(
    'SMTP',
    'permanent',
    'bad_address',
    bad === undefined ? 'The mail has no recipient.' : 'One of the addresses is not a plain e-mail address.',
  );
}

/** The sender's name and plain address of `Anna <anna@example.com>`; throws a permanent failure when it is neither. */
export function parseSender(from: string): { name: string; address: string } {
  const [, name = '', bracketed] = /^(?:"?([^"<>\r\n]{0,100}?)"?\s*)<([^<>\s]+)>$/.exec(from.trim()) ?? [];
  const address = bracketed ?? from.trim();
  requirePlainAddresses([address]);
  return { name: name.trim(), address };
}

/** A text that goes into a header, refused when it could end it. */
export function requireOneLine(text: string, what: string): string {
  if (/[\r\n\0]/.test(text)) throw new ProviderError('SMTP', 'permanent', 'bad_header', `${what} has a line break.`);
  return text;
}
