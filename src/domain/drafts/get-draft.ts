import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { requireReadConversations } from '#domain/conversations/policy.ts';
import { readDraftView } from '#domain/drafts/draft-view.ts';
import type { DraftView } from '#domain/drafts/draft-view.ts';
import { visibleDrafts } from '#domain/drafts/policy.ts';
import { parseInput } from '#domain/parse-input.ts';

export const GetDraftInput = z.strictObject({ draftId: z.uuid() });
export type GetDraftInput = z.input<typeof GetDraftInput>;

/** One draft of a conversation that the actor may see. */
export async function getDraft(ctx: Context, input: GetDraftInput): Promise<DraftView> {
  requireReadConversations(ctx);
  const { draftId } = parseInput(GetDraftInput, input);
  return readDraftView(ctx.db, { AND: [{ id: draftId }, visibleDrafts(ctx)] });
}
