import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { getEmail } from '#domain/emails/get-email.ts';
import type { EmailView } from '#domain/emails/email-view.ts';
import { requireEmail } from '#domain/emails/policy.ts';
import { alreadySettled } from '#domain/emails/retry-email.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission, requireUser } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const SettleEmailInput = z.strictObject({ emailId: z.uuid(), arrived: z.boolean() });
export type SettleEmailInput = z.input<typeof SettleEmailInput>;

/** A member's word on an e-mail that may have arrived; `email.alreadySettled` when that is known. */
export async function settleEmail(ctx: Context, input: SettleEmailInput): Promise<EmailView> {
  requirePermission(ctx, 'conversations.reply');
  requireUser(ctx);
  const { emailId, arrived } = parseInput(SettleEmailInput, input);
  return inTransaction(ctx, async (tx) => {
    const email = await requireEmail(ctx, tx.db, emailId);
    const { count } = await tx.db.email.updateMany({
      where: { id: emailId, status: 'unknown' },
      data: arrived ? { status: 'sent', error: null, sentAt: ctx.clock.now() } : { status: 'failed' },
    });
    if (count === 0) throw alreadySettled();
    const { leadId, contactId, dealId, subject } = email;
    const kind = arrived ? 'email.sent' : 'email.failed';
    tx.activity({ kind, leadId, contactId, dealId, data: { emailId, subject, confirmed: true } });
    tx.audit({ action: 'email.settled', subjectType: 'email', subjectId: emailId, data: { arrived } });
    if (arrived) tx.event('email.sent', emailId, { leadId });
    else tx.event('email.failed', emailId, { leadId, outcomeUnknown: false });
    return getEmail(tx.ctx, { emailId });
  });
}
