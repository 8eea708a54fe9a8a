import { MergeRecordsInput, mergeRecords } from '#domain/merges/merge-records.ts';
import { Merge } from '#api/merges/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const mergeRecordsRoute = defineRoute(
  {
    method: 'post',
    path: '/api/merges',
    operationId: 'mergeRecords',
    tags: ['Duplicates'],
    summary: 'Make one record of two',
    description:
      'All history goes to the survivor; the other record leaves all lists. It can be undone for thirty days. ' +
      'With `version` and `mergedVersion` a change since you looked refuses (412).',
    request: {
      body: jsonBody(MergeRecordsInput, {
        record: 'contact',
        survivorId: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b',
        mergedId: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b',
        choices: { name: 'survivor', note: 'both' },
      }),
    },
    responses: { 201: answer(Merge, 'The merge, with what moved.') },
  },
  async (c) => c.json(await mergeRecords(c.get('ctx'), c.req.valid('json')), 201),
  { permission: 'contacts.write', errors: ['not_found', 'conflict', 'stale'], isIdempotent: true },
);
