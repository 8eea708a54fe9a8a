import { z } from 'zod';
import { storableText } from '#platform/storable.ts';

/** One plain address and nothing that could carry a second one or a header with it. */
export const PlainAddress = z
  .string()
  .trim()
  .max(254)
  .regex(
    /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/,
    'this is not an e-mail address',
  )
  .transform((address) => address.toLowerCase());

export const EmailSubject = z
  .string()
  .trim()
  .min(1, 'a subject is needed')
  .max(300)
  .refine((text) => !/[\r\n]/.test(text), 'a subject is one line');

export const EmailText = z.string().trim().min(1, 'a text is needed').max(100_000);

/** Bytes that the attachments of one mail have together at most. */
export const maxAttachmentBytes = 20_000_000;

/** A value that goes into a subject: one line, whatever it was. */
export function onOneLine(text: string): string {
  return storableText(text).replaceAll(/\s+/g, ' ').trim().slice(0, 300);
}
