import { z } from '@hono/zod-openapi';
import { listTemplates } from '#domain/templates/list-templates.ts';
import { TemplateKindInput } from '#domain/templates/template-fields.ts';
import { Template } from '#api/templates/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listTemplatesRoute = defineRoute(
  {
    method: 'get',
    path: '/api/templates',
    operationId: 'listTemplates',
    tags: ['Templates'],
    summary: 'Prepared texts, newest first',
    request: {
      query: PageQuery.extend({
        kind: TemplateKindInput.optional(),
        search: z.string().trim().min(1).max(100).optional(),
      }),
    },
    responses: { 200: answer(pageOf(Template), 'A page of templates.') },
  },
  async (c) => c.json(await listTemplates(c.get('ctx'), c.req.valid('query')), 200),
  { permission: 'leads.read' },
);
