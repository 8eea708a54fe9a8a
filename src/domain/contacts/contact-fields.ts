import { z } from 'zod';
import { parsePhone } from '#platform/phone-number.ts';
import type { ParsedPhone } from '#platform/phone-number.ts';
import { AppError } from '#platform/errors.ts';
import { CustomValues } from '#domain/custom-fields/custom-values.ts';

/** The fields of a contact as operations take them. */
export const PersonName = z.string().trim().min(1, 'a name is needed').max(200);
export const PhoneText = z.string().trim().min(1).max(60);
export const EmailText = z.string().trim().toLowerCase().max(254).pipe(z.email('this is not an e-mail address'));
export const CompanyName = z.string().trim().min(1).max(200);
/** With or without @ or a t.me link in front; kept without. */
export const TelegramUsername = z
  .string()
  .trim()
  .transform((text) => text.replace(/^(?:https?:\/\/)?(?:t\.me|telegram\.me)\//i, '').replace(/^@/, ''))
  .pipe(z.string().regex(/^[A-Za-z]\w{2,31}$/, 'this is not a Telegram username'));

/** What a contact has beside how to reach them. */
export const contactFacts = {
  companyName: CompanyName.nullish(),
  companyId: z.uuid().nullish(),
  position: z.string().trim().min(1).max(200).nullish(),
  note: z.string().trim().max(10_000).nullish(),
  customFields: CustomValues.optional(),
};

/** The number in E.164 with its country, or `phone.invalid` that names the field. */
export function requirePhone(text: string, defaultCountry: string, field = 'phone'): ParsedPhone {
  const parsed = parsePhone(text, defaultCountry);
  if (parsed) return parsed;
  throw new AppError(
    'validation_failed',
    'phone.invalid',
    `"${text}" is not a phone number. Write it with its country code, such as +7 916 123-45-67.`,
    {
      params: { phone: text },
      fields: [{ field, problem: 'this is not a phone number' }],
    },
  );
}
