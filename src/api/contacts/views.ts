import { z } from '@hono/zod-openapi';
import type { ContactView } from '#domain/contacts/contact-view.ts';
import { CustomFieldValues } from '#api/custom-fields/values.ts';
import { Moment, Named } from '#api/views.ts';

export const Contact = z
  .object({
    id: z.string(),
    name: z.string(),
    phones: z.array(
      z.object({
        e164: z.string(),
        display: z.string(),
        country: z.string().nullable(),
        extension: z.string().nullable(),
        invalid: z.boolean().describe('The provider said that the number does not exist.'),
      }),
    ),
    emails: z.array(z.string()),
    telegramUsername: z.string().nullable(),
    telegramUserId: z.string().nullable(),
    companyName: z.string().nullable().describe('As it was written; the company itself is `company`.'),
    company: Named.nullable(),
    position: z.string().nullable(),
    note: z.string().nullable(),
    customFields: CustomFieldValues,
    language: z.enum(['ru', 'en']).nullable(),
    timeZone: z.string().nullable(),
    unreachable: z.boolean(),
    doNotCall: z.boolean(),
    consents: z.array(z.object({ kind: z.string(), granted: z.boolean(), source: z.string(), recordedAt: Moment })),
    owner: Named.nullable(),
    version: z.number().int().describe('Send it back in If-Match to change only what you saw.'),
    createdAt: Moment,
    updatedAt: Moment,
  })
  .openapi('Contact');

/** A person we sell to, as the API shows one. */
export function toContact(contact: ContactView) {
  const { id, name, phones, emails, telegramUsername, telegramUserId, companyName, language, timeZone } = contact;
  const { unreachable, doNotCall, consents, owner, version, createdAt, updatedAt } = contact;
  return {
    ...{ id, name, phones, emails, telegramUsername, telegramUserId, companyName, language, timeZone },
    ...{ company: contact.company, position: contact.position, note: contact.note, customFields: contact.customFields },
    ...{ unreachable, doNotCall, consents, owner, version, createdAt, updatedAt },
  };
}
