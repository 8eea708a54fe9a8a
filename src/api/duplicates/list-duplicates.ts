import { z } from '@hono/zod-openapi';
import { listDuplicates } from '#domain/duplicates/list-duplicates.ts';
import { mergeableRecords } from '#domain/duplicates/policy.ts';
import { Duplicate } from '#api/duplicates/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

const DuplicatesQuery = PageQuery.extend({
  record: z.enum(mergeableRecords).optional(),
  recordId: z.uuid().optional().describe('Only suggestions about this record; needs `record`.'),
  status: z.enum(['open', 'dismissed', 'merged']).default('open'),
});

export const listDuplicatesRoute = defineRoute(
  {
    method: 'get',
    path: '/api/duplicates',
    operationId: 'listDuplicates',
    tags: ['Duplicates'],
    summary: 'Records that may be the same, surest first',
    description:
      'Likeness only suggests: nothing is linked until a member merges. Both records must be visible to you.',
    request: { query: DuplicatesQuery },
    responses: { 200: answer(pageOf(Duplicate), 'A page of suggestions.') },
  },
  async (c) => c.json(await listDuplicates(c.get('ctx'), c.req.valid('query')), 200),
  { permission: 'contacts.read' },
);
