import { UpdateCustomFieldInput, updateCustomField } from '#domain/custom-fields/update-custom-field.ts';
import { CustomField } from '#api/custom-fields/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const updateCustomFieldRoute = defineRoute(
  {
    method: 'put',
    path: '/api/custom-fields/{id}',
    operationId: 'updateCustomField',
    tags: ['Custom fields'],
    summary: 'Change a field’s label, options, place or whether it is required',
    request: {
      params: IdParams,
      body: jsonBody(UpdateCustomFieldInput.omit({ customFieldId: true }), { label: 'Автомобиль', position: 2 }),
    },
    responses: { 200: answer(CustomField, 'The field as it is now.') },
  },
  async (c) =>
    c.json(
      await updateCustomField(c.get('ctx'), { ...c.req.valid('json'), customFieldId: c.req.valid('param').id }),
      200,
    ),
  { permission: 'settings.write', errors: ['not_found'] },
);
