import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { readDraft } from '#domain/drafts/draft-view.ts';
import type { DraftView } from '#domain/drafts/draft-view.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const GetDraftInput = z.strictObject({ draftId: z.uuid() });
export type GetDraftInput = z.input<typeof GetDraftInput>;

/** One draft; throws `draft.notFound`. */
export async function getDraft(ctx: Context, input: GetDraftInput): Promise<DraftView> {
  requirePermission(ctx, 'leads.read');
  return readDraft(ctx, parseInput(GetDraftInput, input).draftId);
}
