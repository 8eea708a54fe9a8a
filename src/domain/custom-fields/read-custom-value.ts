import { z } from 'zod';
import { parsePhone } from '#platform/phone-number.ts';
import type { CustomValue } from '#domain/custom-fields/custom-values.ts';
import type { CustomFieldKind } from '#prisma/generated/enums.ts';

/** What a value must be. */
export interface FieldRule {
  kind: CustomFieldKind;
  options: readonly string[];
}

type Reading = { value: CustomValue } | { problem: string };

const WebAddress = z.url({ protocol: /^https?$/ }).max(2_000);
const EmailAddress = z.string().trim().toLowerCase().max(254).pipe(z.email());
const Day = z.iso.date();

/** The value as a field of this kind keeps it, or what is wrong with it. Numbers and truth may be written as text. */
export function readCustomValue(rule: FieldRule, value: CustomValue, defaultCountry: string): Reading {
  if (value === null || value === '') return { value: null };
  switch (rule.kind) {
    case 'text':
      return typeof value === 'string' ? { value } : { problem: 'must be a text' };
    case 'number':
      return readNumber(value);
    case 'boolean':
      if (typeof value === 'boolean') return { value };
      return value === 'true' || value === 'false' ? { value: value === 'true' } : { problem: 'must be true or false' };
    case 'date':
      return typeof value === 'string' && Day.safeParse(value).success
        ? { value }
        : { problem: 'must be a date such as 2026-11-20' };
    case 'select':
      return typeof value === 'string' && rule.options.includes(value)
        ? { value }
        : { problem: `must be one of: ${rule.options.join(', ')}` };
    case 'multiselect':
      return readChoices(rule, value);
    case 'url':
      return WebAddress.safeParse(value).success
        ? { value }
        : { problem: 'must be a web address that starts with http:// or https://' };
    case 'phone': {
      const phone = typeof value === 'string' && value.length <= 60 ? parsePhone(value, defaultCountry) : null;
      return phone ? { value: phone.e164 } : { problem: 'must be a phone number with its country code' };
    }
    case 'email': {
      const email = EmailAddress.safeParse(value);
      return email.success ? { value: email.data } : { problem: 'must be an e-mail address' };
    }
  }
}

function readNumber(value: CustomValue): Reading {
  if (typeof value === 'number') return { value };
  const text = typeof value === 'string' ? value.trim() : '';
  return /^-?\d{1,15}(\.\d{1,10})?$/.test(text) ? { value: Number(text) } : { problem: 'must be a number' };
}

function readChoices(rule: FieldRule, value: CustomValue): Reading {
  const chosen = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(chosen) || !chosen.every((choice) => rule.options.includes(choice)))
    return { problem: `must be a list of these: ${rule.options.join(', ')}` };
  return { value: [...new Set(chosen)] };
}
