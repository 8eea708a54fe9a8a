import { CancelCallRequestInput, cancelCallRequest } from '#domain/call-requests/cancel-call-request.ts';
import { CallRequest, toCallRequest } from '#api/call-requests/views.ts';
import { IdParams, answer, defineRoute, optionalJsonBody } from '#api/route.ts';

export const cancelCallRequestRoute = defineRoute(
  {
    method: 'post',
    path: '/api/call-requests/{id}/cancel',
    operationId: 'cancelCallRequest',
    tags: ['Call requests'],
    summary: 'Take a call request back',
    request: {
      params: IdParams,
      body: optionalJsonBody(CancelCallRequestInput.omit({ callRequestId: true }), { reason: 'Клиент перезвонил сам' }),
    },
    responses: { 200: answer(CallRequest, 'Cancelled.') },
  },
  async (c) =>
    c.json(
      toCallRequest(
        await cancelCallRequest(c.get('ctx'), { ...c.req.valid('json'), callRequestId: c.req.valid('param').id }),
      ),
      200,
    ),
  { errors: ['not_found', 'conflict', 'stale'] },
);
