import { z } from 'zod';
import { requireContact } from '#domain/contacts/policy.ts';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { requireDeal } from '#domain/deals/policy.ts';
import { emailShape, toEmailViews } from '#domain/emails/email-view.ts';
import type { EmailView } from '#domain/emails/email-view.ts';
import { visibleEmails } from '#domain/emails/policy.ts';
import { requireLead } from '#domain/leads/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const EmailStatusInput = z.enum(['queued', 'sent', 'failed', 'bounced', 'unknown']);

export const ListEmailsInput = z.strictObject({
  ...pageFields,
  leadId: z.uuid().nullish(),
  contactId: z.uuid().nullish(),
  dealId: z.uuid().nullish(),
  status: EmailStatusInput.nullish(),
});
export type ListEmailsInput = z.input<typeof ListEmailsInput>;

/** The e-mails that the actor may see, newest first; of one record, when it is named. */
export async function listEmails(
  ctx: Context,
  input: ListEmailsInput = {},
): Promise<{ items: EmailView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'leads.read');
  const { limit, cursor, leadId, contactId, dealId, status } = parseInput(ListEmailsInput, input);
  if (leadId) await requireLead(ctx, ctx.db, leadId);
  if (contactId) await requireContact(ctx, ctx.db, contactId);
  if (dealId) await requireDeal(ctx, ctx.db, dealId);
  const rows = await ctx.db.email.findMany({
    where: {
      AND: [
        visibleEmails(ctx),
        leadId ? { leadId } : {},
        contactId ? { contactId } : {},
        dealId ? { dealId } : {},
        status ? { status } : {},
        afterPosition('createdAt', cursor),
      ],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    select: emailShape,
  });
  const page = toPage(
    rows,
    limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) => row,
  );
  return { items: await toEmailViews(ctx.db, page.items), nextCursor: page.nextCursor };
}
