import { RejectCallRequestInput, rejectCallRequest } from '#domain/call-requests/reject-call-request.ts';
import { CallRequest, toCallRequest } from '#api/call-requests/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const rejectCallRequestRoute = defineRoute(
  {
    method: 'post',
    path: '/api/call-requests/{id}/reject',
    operationId: 'rejectCallRequest',
    tags: ['Call requests'],
    summary: 'Reject a call request',
    request: {
      params: IdParams,
      body: jsonBody(RejectCallRequestInput.omit({ callRequestId: true }), {
        reason: 'Клиент просил писать, а не звонить',
      }),
    },
    responses: { 200: answer(CallRequest, 'Rejected.') },
  },
  async (c) =>
    c.json(
      toCallRequest(
        await rejectCallRequest(c.get('ctx'), { ...c.req.valid('json'), callRequestId: c.req.valid('param').id }),
      ),
      200,
    ),
  { permission: 'calls.approve', errors: ['not_found', 'conflict', 'stale'] },
);
