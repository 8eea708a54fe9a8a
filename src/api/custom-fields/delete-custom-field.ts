import { deleteCustomField } from '#domain/custom-fields/delete-custom-field.ts';
import { Message } from '#api/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const deleteCustomFieldRoute = defineRoute(
  {
    method: 'delete',
    path: '/api/custom-fields/{id}',
    operationId: 'deleteCustomField',
    tags: ['Custom fields'],
    summary: 'Remove a field; records keep their values',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'Removed.') },
  },
  async (c) => {
    await deleteCustomField(c.get('ctx'), { customFieldId: c.req.valid('param').id });
    return c.json({ message: 'The field is removed.' }, 200);
  },
  { permission: 'settings.write', errors: ['not_found'] },
);
