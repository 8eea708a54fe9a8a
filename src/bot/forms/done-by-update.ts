import type { MemberContext } from '#bot/context.ts';

/**
 * Whether an earlier attempt at this very update carried the action out before its process died. Every operation writes its
 * audit entry in the transaction of its rows, under the update's own request id.
 */
export async function wasDoneByUpdate(ctx: MemberContext, action: string): Promise<boolean> {
  const { db, requestId } = ctx.operation;
  return (await db.auditEntry.findFirst({ where: { requestId, action }, select: { id: true } })) !== null;
}
