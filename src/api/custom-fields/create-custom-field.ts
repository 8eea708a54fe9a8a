import { CreateCustomFieldInput, createCustomField } from '#domain/custom-fields/create-custom-field.ts';
import { CustomField } from '#api/custom-fields/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const createCustomFieldRoute = defineRoute(
  {
    method: 'post',
    path: '/api/custom-fields',
    operationId: 'createCustomField',
    tags: ['Custom fields'],
    summary: 'Add a field to leads, contacts, companies or deals',
    description:
      'From the first field on, values of that kind of record are typed and unknown keys are refused. Key and kind stay for good.',
    request: {
      body: jsonBody(CreateCustomFieldInput, {
        record: 'lead',
        key: 'car',
        label: 'Машина',
        kind: 'select',
        options: ['Vesta', 'Granta'],
      }),
    },
    responses: { 201: answer(CustomField, 'The new field.') },
  },
  async (c) => c.json(await createCustomField(c.get('ctx'), c.req.valid('json')), 201),
  { permission: 'settings.write', errors: ['conflict'], isIdempotent: true },
);
