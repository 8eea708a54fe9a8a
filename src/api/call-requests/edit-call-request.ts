import { EditCallRequestInput, editCallRequest } from '#domain/call-requests/edit-call-request.ts';
import { CallRequest, toCallRequest } from '#api/call-requests/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const editCallRequestRoute = defineRoute(
  {
    method: 'put',
    path: '/api/call-requests/{id}',
    operationId: 'editCallRequest',
    tags: ['Call requests'],
    summary: 'Change a call request before it is decided',
    description: 'A change makes the next revision; what was approved or shown before does not count for it.',
    request: {
      params: IdParams,
      body: jsonBody(EditCallRequestInput.omit({ callRequestId: true }), {
        goal: 'Договориться о тест-драйве в воскресенье',
      }),
    },
    responses: { 200: answer(CallRequest, 'The next revision.') },
  },
  async (c) =>
    c.json(
      toCallRequest(
        await editCallRequest(c.get('ctx'), { ...c.req.valid('json'), callRequestId: c.req.valid('param').id }),
      ),
      200,
    ),
  { errors: ['not_found', 'conflict', 'stale'] },
);
