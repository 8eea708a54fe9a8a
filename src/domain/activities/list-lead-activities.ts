import { z } from 'zod';
import { defineRead } from '#platform/database/read.ts';
import { activityColumns, activityJoins } from '#domain/activities/activity-view.ts';
import type { ActivityView } from '#domain/activities/activity-view.ts';
import type { Context } from '#domain/context.ts';
import { decodeCursor, pageFields, toPage } from '#domain/cursor.ts';
import { requireLead } from '#domain/leads/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const ListLeadActivitiesInput = z.strictObject({ leadId: z.uuid(), ...pageFields });
export type ListLeadActivitiesInput = z.input<typeof ListLeadActivitiesInput>;

const leadActivities = defineRead<
  [leadId: string, limit: number, before: Date | null, beforeId: string | null],
  ActivityView
>(
  'lead-activities',
  `SELECT ${activityColumns} FROM activities a ${activityJoins}
   WHERE a.organization_id = $1 AND a.lead_id = $2
     AND ($4::timestamptz IS NULL OR (a.occurred_at, a.id) < ($4, $5::uuid))
   ORDER BY a.occurred_at DESC, a.id DESC LIMIT $3`,
);

/** The timeline of a lead that the actor may see, newest first. */
export async function listLeadActivities(
  ctx: Context,
  input: ListLeadActivitiesInput,
): Promise<{ items: ActivityView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'leads.read');
  const { leadId, limit, cursor } = parseInput(ListLeadActivitiesInput, input);
  const after = decodeCursor(cursor);
  await requireLead(ctx, ctx.db, leadId);
  const rows = await ctx.read(leadActivities, leadId, limit + 1, after?.at ?? null, after?.id ?? null);
  return toPage(
    rows,
    limit,
    (row) => ({ at: row.occurredAt, id: row.id }),
    (row) => row,
  );
}
