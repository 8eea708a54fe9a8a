import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { requestDraft } from '#domain/drafts/request-draft.ts';
import { isEnabled } from '#domain/feature-flags/flags.ts';
import { parseInput } from '#domain/parse-input.ts';

export const ProposeDraftInput = z.strictObject({ conversationId: z.uuid() });
export type ProposeDraftInput = z.input<typeof ProposeDraftInput>;

/** Has a reply proposed without being asked, unless the organization switched that off or nobody has the client; people may ask for one all the same. */
export async function proposeDraft(ctx: Context, input: ProposeDraftInput): Promise<{ draftId: string | null }> {
  const data = parseInput(ProposeDraftInput, input);
  if (!(await isEnabled(ctx, 'aiDrafts'))) return { draftId: null };
  // Drafts belong to an owner: whoever takes a client from the queue asks for one.
  const isOwned = await ctx.db.conversation.count({ where: { id: data.conversationId, ownerId: { not: null } } });
  if (isOwned === 0) return { draftId: null };
  return { draftId: (await requestDraft(ctx, data)).id };
}
