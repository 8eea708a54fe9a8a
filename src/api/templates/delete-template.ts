import { deleteTemplate } from '#domain/templates/delete-template.ts';
import { Message } from '#api/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const deleteTemplateRoute = defineRoute(
  {
    method: 'delete',
    path: '/api/templates/{id}',
    operationId: 'deleteTemplate',
    tags: ['Templates'],
    summary: 'Take a prepared text away',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'Gone; what was written with it stays.') },
  },
  async (c) => {
    await deleteTemplate(c.get('ctx'), { templateId: c.req.valid('param').id });
    return c.json({ message: 'The template is gone.' }, 200);
  },
  { permission: 'conversations.reply', errors: ['not_found'] },
);
