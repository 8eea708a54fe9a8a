import { EraseContactInput, eraseContact } from '#domain/erasures/erase-contact.ts';
import { Erasure } from '#api/erasures/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const eraseContactRoute = defineRoute(
  {
    method: 'post',
    path: '/api/erasures',
    operationId: 'eraseContact',
    tags: ['Import and export'],
    summary: 'Erase one person for good, on their request',
    description:
      'Everything personal is deleted or blanked at once; files follow within minutes. What stays is the proof, with hashes by which an import recognizes the person. This cannot be undone.',
    request: {
      body: jsonBody(EraseContactInput, {
        contactId: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b',
        reason: 'Request no. 17 of 20 November',
      }),
    },
    responses: { 201: answer(Erasure, 'The proof.') },
  },
  async (c) => c.json(await eraseContact(c.get('ctx'), c.req.valid('json')), 201),
  { permission: 'data.erase', errors: ['not_found'], isIdempotent: true },
);
