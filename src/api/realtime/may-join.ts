import type { ContextFactory } from '#domain/context.ts';
import { requireReadConversations, visibleConversations } from '#domain/conversations/policy.ts';
import { AppError } from '#platform/errors.ts';
import type { Reader } from '#api/realtime/live-socket.ts';

/** Whether a reader may be in a room. A chat must be theirs to see; what is told in any room is filtered again by event. */
export async function mayJoin(make: ContextFactory, reader: Reader, room: string): Promise<boolean> {
  if (!room.startsWith('chat:')) return true;
  const ctx = make({ organizationId: reader.organizationId, actor: reader.actor, door: 'api' });
  try {
    requireReadConversations(ctx);
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
  const id = room.slice('chat:'.length);
  const found = await ctx.db.conversation.findFirst({
    where: { AND: [{ id }, visibleConversations(ctx)] },
    select: { id: true },
  });
  return found !== null;
}
