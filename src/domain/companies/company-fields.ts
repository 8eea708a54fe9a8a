import { z } from 'zod';
import { CompanyName, EmailText } from '#domain/contacts/contact-fields.ts';
import { CustomValues } from '#domain/custom-fields/custom-values.ts';
import { LeadNote } from '#domain/leads/lead-fields.ts';

/** A domain out of what people write: an address, a link, with www. */
const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(300)
  .transform((text) =>
    text
      .replace(/^[a-z]+:\/\//, '')
      .replace(/^www\.(?=.*\.)/, '')
      .replace(/[/?#:].*$/, ''),
  )
  .pipe(
    z
      .string()
      .max(253)
      .regex(
        /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}][\p{L}\p{N}-]{1,61}$/u,
        'this is not a domain such as example.com',
      ),
  );
const TaxId = z
  .string()
  .trim()
  .max(60)
  .transform((text) => text.replace(/[\s-]/g, '').toUpperCase())
  .pipe(z.string().regex(/^[A-Z0-9]{4,20}$/, 'this is not a tax number'));
const line = (most: number) => z.string().trim().min(1).max(most);

/** The fields of a company beside its name, as operations take them. */
export const companyFields = {
  domain: Domain.nullish(),
  taxId: TaxId.nullish(),
  phone: line(60).nullish(),
  email: EmailText.nullish(),
  website: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullish(),
  address: line(500).nullish(),
  industry: line(100).nullish(),
  note: LeadNote.nullish(),
  ownerId: z.uuid().nullish(),
  customFields: CustomValues.optional(),
};
export { CompanyName, Domain, TaxId };
