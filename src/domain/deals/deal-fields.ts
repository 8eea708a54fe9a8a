import { z } from 'zod';
import { CustomValues } from '#domain/custom-fields/custom-values.ts';
import { LeadName, LeadNote, LeadSource } from '#domain/leads/lead-fields.ts';

/** In the currency's smallest unit, so that no amount is rounded. */
export const AmountCents = z.int().min(0);
/** ISO 4217 */
export const Currency = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{3}$/, 'a currency is three letters, such as RUB');
/** YYYY-MM-DD */
export const Day = z.iso.date().refine((day) => day >= '1900-01-01', 'the year must be 1900 or later');

/** The fields of a deal beside its name and its place, as operations take them. */
export const dealFields = {
  amountCents: AmountCents.nullish(),
  currency: Currency.optional(),
  contactId: z.uuid().nullish(),
  companyId: z.uuid().nullish(),
  note: LeadNote.nullish(),
  ownerId: z.uuid().nullish(),
  expectedCloseOn: Day.nullish(),
  customFields: CustomValues.optional(),
};
export { LeadName as DealName, LeadSource as DealSource };
