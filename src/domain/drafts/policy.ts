import type { Context } from '#domain/context.ts';
import { visibleConversations } from '#domain/conversations/policy.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** Drafts are seen by whoever sees their conversation. */
export function visibleDrafts(ctx: Context): Prisma.DraftWhereInput {
  return { conversation: visibleConversations(ctx) };
}
