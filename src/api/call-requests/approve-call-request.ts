import { z } from '@hono/zod-openapi';
import { approveCallRequest } from '#domain/call-requests/approve-call-request.ts';
import { getCallRequest } from '#domain/call-requests/get-call-request.ts';
import { CallRequest, toCallRequest } from '#api/call-requests/views.ts';
import { IdParams, answer, defineRoute, optionalJsonBody } from '#api/route.ts';

const ApproveBody = z.strictObject({
  revision: z.number().int().min(1).optional(),
  payloadHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

export const approveCallRequestRoute = defineRoute(
  {
    method: 'post',
    path: '/api/call-requests/{id}/approve',
    operationId: 'approveCallRequest',
    tags: ['Call requests'],
    summary: 'Approve a call request',
    description:
      'Send `revision` and `payloadHash` of what was shown to the person who decides; without them the present revision is meant. The first decision wins.',
    request: { params: IdParams, body: optionalJsonBody(ApproveBody, {}) },
    responses: { 200: answer(CallRequest, 'Approved: one call is queued.') },
  },
  async (c) => {
    const ctx = c.get('ctx');
    const { id: callRequestId } = c.req.valid('param');
    const { revision, payloadHash } = c.req.valid('json');
    const shown =
      revision === undefined || payloadHash === undefined ? await getCallRequest(ctx, { callRequestId }) : undefined;
    const request = await approveCallRequest(ctx, {
      callRequestId,
      revision: revision ?? shown?.revision ?? 0,
      payloadHash: payloadHash ?? shown?.payloadHash ?? '',
    });
    return c.json(toCallRequest(request), 200);
  },
  { permission: 'calls.approve', errors: ['not_found', 'conflict', 'stale'] },
);
