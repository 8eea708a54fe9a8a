import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';

export const FollowMergedLeadInput = z.strictObject({ leadId: z.uuid() });
export type FollowMergedLeadInput = z.input<typeof FollowMergedLeadInput>;

/**
 * The lead that this one is now: the one it was merged into, and that one's survivor in turn; the lead itself when it was
 * not merged. Says nothing about whether the actor may see it.
 */
export async function followMergedLead(ctx: Context, input: FollowMergedLeadInput): Promise<string> {
  let { leadId } = parseInput(FollowMergedLeadInput, input);
  for (let hop = 0; hop < 20; hop += 1) {
    const row = await ctx.db.lead.findFirst({ where: { id: leadId }, select: { mergedIntoId: true } });
    if (!row?.mergedIntoId) break;
    leadId = row.mergedIntoId;
  }
  return leadId;
}
