import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission, requireUser } from '#domain/permissions.ts';
import type { CallRequestView } from '#domain/call-requests/call-request-view.ts';
import { requestCall } from '#domain/call-requests/request-call.ts';
import { visibleCalls } from '#domain/calls/policy.ts';

export const CallAgainInput = z.strictObject({ callId: z.uuid() });
export type CallAgainInput = z.input<typeof CallAgainInput>;

/** Asks for another call on the terms of an earlier one, from now on; it needs an approval of its own. */
export async function callAgain(ctx: Context, input: CallAgainInput): Promise<CallRequestView> {
  requireUser(ctx);
  requirePermission(ctx, 'callRequests.create');
  const { callId } = parseInput(CallAgainInput, input);
  const call = await ctx.db.call.findFirst({
    where: { id: callId, deletedAt: null, ...visibleCalls(ctx) },
    include: { callRequest: { include: { agent: { select: { disabledAt: true } } } } },
  });
  const request = call?.callRequest;
  if (!request) throw notFound('call');
  return requestCall(ctx, {
    leadId: request.leadId,
    goal: request.goal,
    phoneNumber: request.phone,
    language: request.language,
    maxAttempts: request.maxAttempts,
    ...(request.agent.disabledAt ? {} : { agentId: request.agentId }),
  });
}
