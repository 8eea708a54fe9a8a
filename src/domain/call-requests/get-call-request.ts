import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import type { CallRequestView } from '#domain/call-requests/call-request-view.ts';
import { callRequestViewer, requireReadCallRequests } from '#domain/call-requests/policy.ts';
import { callRequestById, toCallRequestViews } from '#domain/call-requests/read-call-requests.ts';

export const GetCallRequestInput = z.strictObject({ callRequestId: z.uuid() });
export type GetCallRequestInput = z.input<typeof GetCallRequestInput>;

/** One call request with the present answer of "may we call?". */
export async function getCallRequest(ctx: Context, input: GetCallRequestInput): Promise<CallRequestView> {
  requireReadCallRequests(ctx);
  const { callRequestId } = parseInput(GetCallRequestInput, input);
  const [view] = await toCallRequestViews(ctx, await ctx.read(callRequestById, callRequestViewer(ctx), callRequestId));
  if (!view) throw notFound('callRequest');
  return view;
}
