import { PreviewMergeInput, previewMerge } from '#domain/merges/preview-merge.ts';
import { MergePreview } from '#api/merges/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const previewMergeRoute = defineRoute(
  {
    method: 'post',
    path: '/api/merges/preview',
    operationId: 'previewMerge',
    tags: ['Duplicates'],
    summary: 'What a merge would do, field by field',
    request: {
      body: jsonBody(PreviewMergeInput, {
        record: 'contact',
        survivorId: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b',
        mergedId: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b',
      }),
    },
    responses: { 200: answer(MergePreview, 'Both values of each field, the proposed choice, and what would move.') },
  },
  async (c) => c.json(await previewMerge(c.get('ctx'), c.req.valid('json')), 200),
  { permission: 'contacts.read', errors: ['not_found'] },
);
