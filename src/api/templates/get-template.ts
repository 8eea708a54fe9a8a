import { getTemplate } from '#domain/templates/get-template.ts';
import { tagOf } from '#api/leads/version-tag.ts';
import { Template } from '#api/templates/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const getTemplateRoute = defineRoute(
  {
    method: 'get',
    path: '/api/templates/{id}',
    operationId: 'getTemplate',
    tags: ['Templates'],
    summary: 'One prepared text',
    request: { params: IdParams },
    responses: { 200: answer(Template, 'The template, with its version as ETag.') },
  },
  async (c) => {
    const template = await getTemplate(c.get('ctx'), { templateId: c.req.valid('param').id });
    c.header('ETag', tagOf(template.version));
    return c.json(template, 200);
  },
  { permission: 'leads.read', errors: ['not_found'] },
);
