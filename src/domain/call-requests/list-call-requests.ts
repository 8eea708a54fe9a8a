import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { decodeCursor, pageFields, toPage } from '#domain/cursor.ts';
import { parseInput } from '#domain/parse-input.ts';
import type { CallRequestView } from '#domain/call-requests/call-request-view.ts';
import { callRequestViewer, requireReadCallRequests } from '#domain/call-requests/policy.ts';
import { callRequestPage, toCallRequestViews } from '#domain/call-requests/read-call-requests.ts';
import { CallRequestStatus } from '#prisma/generated/enums.ts';

export const ListCallRequestsInput = z.strictObject({
  status: z.enum(CallRequestStatus).optional(),
  leadId: z.uuid().optional(),
  /** Only what the actor asked for. */
  mine: z.boolean().optional(),
  ...pageFields,
});
export type ListCallRequestsInput = z.input<typeof ListCallRequestsInput>;

/** Call requests, newest first. */
export async function listCallRequests(
  ctx: Context,
  input: ListCallRequestsInput = {},
): Promise<{ items: CallRequestView[]; nextCursor: string | null }> {
  requireReadCallRequests(ctx);
  const data = parseInput(ListCallRequestsInput, input);
  const after = decodeCursor(data.cursor);
  const rows = await ctx.read(
    callRequestPage,
    callRequestViewer(ctx),
    data.status ?? null,
    data.mine === true ? ctx.actor.id : null,
    data.leadId ?? null,
    after?.at ?? null,
    after?.id ?? null,
    data.limit + 1,
  );
  const page = toPage(
    rows,
    data.limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) => row,
  );
  return { items: await toCallRequestViews(ctx, page.items), nextCursor: page.nextCursor };
}
