import { getContact } from '#domain/contacts/get-contact.ts';
import { RecordConsentInput, recordConsent } from '#domain/contacts/record-consent.ts';
import { Contact, toContact } from '#api/contacts/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const recordConsentRoute = defineRoute(
  {
    method: 'post',
    path: '/api/clients/{id}/consents',
    operationId: 'recordConsent',
    tags: ['Contacts'],
    summary: 'Record what a person allowed or withdrew',
    description: 'Nothing is overwritten; the newest word of a kind counts.',
    request: {
      params: IdParams,
      body: jsonBody(RecordConsentInput.omit({ contactId: true }), {
        kind: 'ai_call',
        granted: true,
        source: 'form',
        proof: { url: 'https://example.com/test-drive', submittedAt: '2026-11-20T10:00:00Z' },
      }),
    },
    responses: { 201: answer(Contact, 'The contact with the newest consents.') },
  },
  async (c) => {
    const ctx = c.get('ctx');
    const { id: contactId } = c.req.valid('param');
    await recordConsent(ctx, { ...c.req.valid('json'), contactId });
    return c.json(toContact(await getContact(ctx, { contactId })), 201);
  },
  { permission: 'contacts.write', errors: ['not_found'], isIdempotent: true },
);
