import { z } from '@hono/zod-openapi';
import { DeleteCallsInput, deleteCall, deleteCalls } from '#domain/calls/delete-calls.ts';
import { Message } from '#api/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

const Deleted = z.object({ deleted_count: z.number().int().min(0), message: z.string() }).openapi('DeletedCalls');

export const deleteCallRoute = defineRoute(
  {
    method: 'delete',
    path: '/api/calls/{id}',
    operationId: 'deleteCall',
    tags: ['Calls'],
    summary: 'Delete a call that is over',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'Deleted.') },
  },
  async (c) => {
    await deleteCall(c.get('ctx'), { callId: c.req.valid('param').id });
    return c.json({ message: 'The call was deleted.' }, 200);
  },
  { permission: 'calls.delete', errors: ['not_found', 'conflict'] },
);

export const deleteCallsRoute = defineRoute(
  {
    method: 'post',
    path: '/api/calls/batch-delete',
    operationId: 'deleteCalls',
    tags: ['Calls'],
    summary: 'Delete many calls',
    description: 'Calls that are not over, not there, or not yours to see are left out of the count.',
    request: { body: jsonBody(DeleteCallsInput, { ids: ['0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b'] }) },
    responses: { 200: answer(Deleted, 'How many were deleted.') },
  },
  async (c) => {
    const { deleted } = await deleteCalls(c.get('ctx'), c.req.valid('json'));
    return c.json({ deleted_count: deleted, message: `${deleted} calls were deleted.` }, 200);
  },
  { permission: 'calls.delete' },
);
