import { z } from 'zod';
import { defineRead } from '#platform/database/read.ts';
import { activityColumns, activityJoins } from '#domain/activities/activity-view.ts';
import type { ActivityView } from '#domain/activities/activity-view.ts';
import { requireContact } from '#domain/contacts/policy.ts';
import type { Context } from '#domain/context.ts';
import { decodeCursor, pageFields, toPage } from '#domain/cursor.ts';
import { dealIsVisible } from '#domain/deals/policy.ts';
import { leadViewer } from '#domain/leads/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const ListContactActivitiesInput = z.strictObject({ contactId: z.uuid(), ...pageFields });
export type ListContactActivitiesInput = z.input<typeof ListContactActivitiesInput>;

const contactActivities = defineRead<
  [contactId: string, viewerId: string | null, before: Date | null, beforeId: string | null, limit: number],
  ActivityView
>(
  'contact-activities',
  `SELECT ${activityColumns} FROM activities a ${activityJoins}
   WHERE a.organization_id = $1 AND a.contact_id = $2
     AND ($3::uuid IS NULL OR a.lead_id IS NULL OR EXISTS (
       SELECT 1 FROM leads l WHERE l.id = a.lead_id AND l.organization_id IS NOT DISTINCT FROM $1 AND (l.owner_id = $3 OR l.owner_id IS NULL)))
     AND ($3::uuid IS NULL OR a.deal_id IS NULL OR EXISTS (
       SELECT 1 FROM deals d WHERE d.id = a.deal_id AND d.organization_id IS NOT DISTINCT FROM $1 AND ${dealIsVisible('$3')}))
     AND ($4::timestamptz IS NULL OR (a.occurred_at, a.id) < ($4, $5::uuid))
   ORDER BY a.occurred_at DESC, a.id DESC LIMIT $6`,
);

/** The timeline of a person that the actor may see, newest first, without what belongs to colleagues' leads and deals. */
export async function listContactActivities(
  ctx: Context,
  input: ListContactActivitiesInput,
): Promise<{ items: ActivityView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'contacts.read');
  const { contactId, limit, cursor } = parseInput(ListContactActivitiesInput, input);
  const after = decodeCursor(cursor);
  await requireContact(ctx, ctx.db, contactId);
  const rows = await ctx.read(
    contactActivities,
    ...([contactId, leadViewer(ctx), after?.at ?? null, after?.id ?? null, limit + 1] as const),
  );
  return toPage(
    rows,
    limit,
    (row) => ({ at: row.occurredAt, id: row.id }),
    (row) => row,
  );
}
