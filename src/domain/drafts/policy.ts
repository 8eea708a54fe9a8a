import { visibleConversations } from '#domain/conversations/policy.ts';
import type { Context } from '#domain/context.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** Which drafts the actor may see: their own, and those of conversations that they see. */
export function visibleDrafts(ctx: Context): Prisma.DraftWhereInput {
  if (ctx.actor.kind === 'system') return {};
  return { OR: [{ ownerId: ctx.actor.id }, { conversation: visibleConversations(ctx) }] };
}
