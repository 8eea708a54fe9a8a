import type { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { findLeadMatches } from '#domain/leads/find-lead-matches.ts';
import { LeadFilter, leadConditions, ownerOf } from '#domain/leads/lead-filter.ts';
import { countLeadRows } from '#domain/leads/lead-reads.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const CountLeadsInput = LeadFilter;
export type CountLeadsInput = z.input<typeof CountLeadsInput>;

/** Counts stop here: a screen says "more than". */
export const mostLeadsCounted = 100_000;

/** How many of the leads that the actor may see meet a filter, counted up to `mostLeadsCounted`. */
export async function countLeads(ctx: Context, input: CountLeadsInput = {}): Promise<number> {
  requirePermission(ctx, 'leads.read');
  const filter = parseInput(CountLeadsInput, input);
  const conditions = await leadConditions(ctx, filter);
  if (!conditions) return 0;
  const searched = filter.search ? [await findLeadMatches(ctx, filter.search)] : [];
  return countLeadRows(
    ctx,
    { conditions: [...conditions, ...searched], ownerId: ownerOf(ctx, filter) },
    mostLeadsCounted,
  );
}
