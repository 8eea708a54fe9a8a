import { z } from '@hono/zod-openapi';
import { RecordKindInput } from '#domain/custom-fields/custom-field-view.ts';
import { listCustomFields } from '#domain/custom-fields/list-custom-fields.ts';
import { CustomField } from '#api/custom-fields/views.ts';
import { answer, defineRoute } from '#api/route.ts';

export const listCustomFieldsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/custom-fields',
    operationId: 'listCustomFields',
    tags: ['Custom fields'],
    summary: 'The organization’s own fields',
    request: { query: z.object({ record: RecordKindInput.optional() }) },
    responses: { 200: answer(z.object({ items: z.array(CustomField) }), 'All fields in order.') },
  },
  async (c) => c.json({ items: await listCustomFields(c.get('ctx'), c.req.valid('query')) }, 200),
  { permission: 'leads.read' },
);
