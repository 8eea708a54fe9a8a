import type { Context } from '#domain/context.ts';
import { requirePermission, seesAll } from '#domain/permissions.ts';
import { AppError } from '#platform/errors.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** Refuses members: what only a door does on somebody's behalf, such as passing on what a client wrote. */
export function requireDoor(ctx: Context): void {
  if (ctx.actor.kind !== 'user') return;
  throw new AppError(
    'forbidden',
    'permission.missing',
    'Members do not do this; it happens when Telegram or another service tells us.',
    {
      params: { permission: 'system' },
    },
  );
}

/** May the actor read conversations at all? Whoever reads leads does; which ones is `visibleConversations`. */
export function requireReadConversations(ctx: Context): void {
  requirePermission(ctx, 'leads.read');
}

/** Which conversations the actor may see: all, or their own and those that nobody owns. */
export function visibleConversations(ctx: Context): Prisma.ConversationWhereInput {
  const viewerId = conversationViewer(ctx);
  return viewerId === null ? {} : { OR: [{ ownerId: viewerId }, { ownerId: null }] };
}

/** The same for prepared reads: null sees all, an id sees its own and those that nobody owns. */
export function conversationViewer(ctx: Context): string | null {
  if (seesAll(ctx.actor, 'conversations.readAll')) return null;
  return ctx.actor.id ?? '';
}
