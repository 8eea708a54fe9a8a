import { z } from 'zod';
import { defineRead } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';
import { leadColumns, leadJoins, toLeadView } from '#domain/leads/lead-view.ts';
import type { LeadRow, LeadView } from '#domain/leads/lead-view.ts';
import { leadViewer } from '#domain/leads/policy.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const GetLeadInput = z.strictObject({ leadId: z.uuid() });
export type GetLeadInput = z.input<typeof GetLeadInput>;

const leadById = defineRead<[leadId: string, viewerId: string | null], LeadRow>(
  'lead-by-id',
  `SELECT ${leadColumns} FROM leads l ${leadJoins}
   WHERE l.organization_id = $1 AND l.id = $2 AND l.deleted_at IS NULL
     AND ($3::uuid IS NULL OR l.owner_id = $3 OR l.owner_id IS NULL)`,
);

/** One lead that the actor may see. */
export async function getLead(ctx: Context, input: GetLeadInput): Promise<LeadView> {
  requirePermission(ctx, 'leads.read');
  const { leadId } = parseInput(GetLeadInput, input);
  const [row] = await ctx.read(leadById, leadId, leadViewer(ctx));
  if (!row) throw notFound('lead');
  return toLeadView(row);
}

/**
 * The lead as an operation has just left it, whoever sees it now: after a manager gave a lead away, they are still told
 * how it stands. Reads what is committed, so it does not see the writes of a transaction that is still open.
 */
export async function readWrittenLead(ctx: Context, leadId: string): Promise<LeadView> {
  const [row] = await ctx.read(leadById, leadId, null);
  if (!row) throw notFound('lead');
  return toLeadView(row);
}
