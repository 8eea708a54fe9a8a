import { z } from '@hono/zod-openapi';
import type { ContactView } from '#domain/contacts/contact-view.ts';
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
    companyName: z.string().nullable(),
    language: z.enum(['ru', 'en']).nullable(),
    timeZone: z.string().nullable(),
    unreachable: z.boolean(),
    doNotCall: z.boolean(),
    consents: z.array(z.object({ kind: z.string(), granted: z.boolean(), source: z.string(), recordedAt: Moment })),
    owner: Named.nullable(),
    version: z.number().int(),
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
    ...{ unreachable, doNotCall, consents, owner, version, createdAt, updatedAt },
  };
}
