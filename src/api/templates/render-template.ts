import { z } from '@hono/zod-openapi';
import { RenderTemplateInput, renderTemplate } from '#domain/templates/render-template.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

const Rendered = z
  .object({
    subject: z.string().nullable(),
    text: z.string(),
    missing: z.array(z.string()).describe('Fields without a value for this record; they were left empty.'),
  })
  .openapi('RenderedTemplate');

export const renderTemplateRoute = defineRoute(
  {
    method: 'post',
    path: '/api/templates/{id}/render',
    operationId: 'renderTemplate',
    tags: ['Templates'],
    summary: 'A prepared text for one lead or contact',
    description: 'Nothing is sent or kept.',
    request: {
      params: IdParams,
      body: jsonBody(RenderTemplateInput.omit({ templateId: true }), {
        leadId: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b',
      }),
    },
    responses: { 200: answer(Rendered, 'The text with the values of the record.') },
  },
  async (c) => {
    const { id: templateId } = c.req.valid('param');
    return c.json(await renderTemplate(c.get('ctx'), { ...c.req.valid('json'), templateId }), 200);
  },
  { permission: 'leads.read', errors: ['not_found'] },
);
