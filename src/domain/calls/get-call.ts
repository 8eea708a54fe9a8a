import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import type { CallView } from '#domain/calls/call-view.ts';
import { callViewer } from '#domain/calls/policy.ts';
import { callById, toCallView } from '#domain/calls/read-calls.ts';

export const GetCallInput = z.strictObject({ callId: z.uuid() });
export type GetCallInput = z.input<typeof GetCallInput>;

/** One call with its tries, transcript and analysis. */
export async function getCall(ctx: Context, input: GetCallInput): Promise<CallView> {
  requirePermission(ctx, 'calls.read');
  const { callId } = parseInput(GetCallInput, input);
  const [row] = await ctx.read(callById, callViewer(ctx), callId);
  if (!row) throw notFound('call');
  return toCallView(row);
}
