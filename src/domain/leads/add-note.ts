import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { requireLead } from '#domain/leads/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const AddNoteInput = z.strictObject({
  leadId: z.uuid(),
  text: z.string().trim().min(1, 'a text is needed').max(10_000),
});
export type AddNoteInput = z.input<typeof AddNoteInput>;

/** Adds a note to a lead's timeline. */
export async function addNote(ctx: Context, input: AddNoteInput): Promise<{ activityId: string }> {
  requirePermission(ctx, 'leads.write');
  const { leadId, text } = parseInput(AddNoteInput, input);
  return inTransaction(ctx, async (tx) => {
    const lead = await requireLead(ctx, tx.db, leadId);
    const activityId = tx.activity({ kind: 'note.added', leadId, contactId: lead.contactId, data: { text } });
    tx.audit({ action: 'lead.noteAdded', subjectType: 'lead', subjectId: leadId, data: { activityId } });
    tx.event('lead.noteAdded', leadId, { activityId });
    return { activityId };
  });
}
