import { RequestCallInput, requestCall } from '#domain/call-requests/request-call.ts';
import { CallRequest, toCallRequest } from '#api/call-requests/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const requestCallRoute = defineRoute(
  {
    method: 'post',
    path: '/api/call-requests',
    operationId: 'requestCall',
    tags: ['Call requests'],
    summary: 'Ask for a call by a voice agent',
    description: 'Nothing is dialled before somebody who may approve calls has approved exactly this.',
    request: {
      body: jsonBody(RequestCallInput, {
        leadId: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b',
        goal: 'Договориться о тест-драйве в субботу',
      }),
    },
    responses: { 201: answer(CallRequest, 'The request, waiting for a decision.') },
  },
  async (c) => c.json(toCallRequest(await requestCall(c.get('ctx'), c.req.valid('json'))), 201),
  { permission: 'callRequests.create', errors: ['not_found', 'conflict'], isIdempotent: true },
);
