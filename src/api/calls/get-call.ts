import { getCall } from '#domain/calls/get-call.ts';
import { Call, toCallDetail } from '#api/calls/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const getCallRoute = defineRoute(
  {
    method: 'get',
    path: '/api/calls/{id}',
    operationId: 'getCall',
    tags: ['Calls'],
    summary: 'One call with its transcript and analysis',
    request: { params: IdParams },
    responses: { 200: answer(Call, 'The call.') },
  },
  async (c) =>
    c.json(toCallDetail(await getCall(c.get('ctx'), { callId: c.req.valid('param').id }), c.get('deps')), 200),
  { permission: 'calls.read', errors: ['not_found'] },
);
