import { getCallRequest } from '#domain/call-requests/get-call-request.ts';
import { CallRequest, toCallRequest } from '#api/call-requests/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const getCallRequestRoute = defineRoute(
  {
    method: 'get',
    path: '/api/call-requests/{id}',
    operationId: 'getCallRequest',
    tags: ['Call requests'],
    summary: 'One call request',
    request: { params: IdParams },
    responses: { 200: answer(CallRequest, 'The call request.') },
  },
  async (c) =>
    c.json(toCallRequest(await getCallRequest(c.get('ctx'), { callRequestId: c.req.valid('param').id })), 200),
  { errors: ['not_found'] },
);
