import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { decodeCursor, pageFields, toPage } from '#domain/cursor.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import type { CallView } from '#domain/calls/call-view.ts';
import { callViewer } from '#domain/calls/policy.ts';
import { callPage, toCallView } from '#domain/calls/read-calls.ts';
import { CallStatus } from '#prisma/generated/enums.ts';

export const ListCallsInput = z.strictObject({
  leadId: z.uuid().optional(),
  contactId: z.uuid().optional(),
  status: z.enum(CallStatus).optional(),
  ...pageFields,
});
export type ListCallsInput = z.input<typeof ListCallsInput>;

/** Calls without their transcripts, newest first. */
export async function listCalls(
  ctx: Context,
  input: ListCallsInput = {},
): Promise<{ items: CallView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'calls.read');
  const data = parseInput(ListCallsInput, input);
  const after = decodeCursor(data.cursor);
  const rows = await ctx.read(
    callPage,
    callViewer(ctx),
    data.leadId ?? null,
    data.contactId ?? null,
    data.status ?? null,
    after?.at ?? null,
    after?.id ?? null,
    data.limit + 1,
  );
  return toPage(rows, data.limit, (row) => ({ at: row.createdAt, id: row.id }), toCallView);
}
