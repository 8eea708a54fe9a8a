import { StartDuplicateScanInput, startDuplicateScan } from '#domain/duplicates/scan-duplicates.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';
import { Message } from '#api/views.ts';

export const scanDuplicatesRoute = defineRoute(
  {
    method: 'post',
    path: '/api/duplicates/scan',
    operationId: 'scanDuplicates',
    tags: ['Duplicates'],
    summary: 'Look through all records of a kind for duplicates',
    description: 'Runs in the background, batch by batch; what it finds appears among the suggestions.',
    request: { body: jsonBody(StartDuplicateScanInput, { record: 'contact' }) },
    responses: { 202: answer(Message, 'The search has begun.') },
  },
  async (c) => {
    await startDuplicateScan(c.get('ctx'), c.req.valid('json'));
    return c.json({ message: 'The search for duplicates has begun.' }, 202);
  },
  { permission: 'settings.write' },
);
