import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { getEmail } from '#domain/emails/get-email.ts';
import type { EmailView } from '#domain/emails/email-view.ts';
import { requireEmail } from '#domain/emails/policy.ts';
import { requireEmailRecord, requireWelcome } from '#domain/emails/email-record.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission, requireUser } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const RetryEmailInput = z.strictObject({
  emailId: z.uuid(),
  /** For one that may have arrived: it may come twice. */
  mayComeTwice: z.boolean().default(false),
});
export type RetryEmailInput = z.input<typeof RetryEmailInput>;

/**
 * Sends an e-mail again that did not arrive, under the same Message-ID. `email.mayHaveArrived` for one of unknown fate
 * unless the member says that it may come twice, `email.alreadySettled` for any other.
 */
export async function retryEmail(ctx: Context, input: RetryEmailInput): Promise<EmailView> {
  requirePermission(ctx, 'conversations.reply');
  requireUser(ctx);
  const { emailId, mayComeTwice } = parseInput(RetryEmailInput, input);
  return inTransaction(ctx, async (tx) => {
    const email = await requireEmail(ctx, tx.db, emailId);
    if (email.status === 'unknown' && !mayComeTwice) {
      throw new AppError(
        'conflict',
        'email.mayHaveArrived',
        'This e-mail may have arrived. Send `mayComeTwice: true` to send it again all the same.',
      );
    }
    // What the author may not see any more is not theirs to send; what the person has refused since is not sent either.
    await requireWelcome(tx, await requireEmailRecord(tx, email), [...email.toAddresses, ...email.ccAddresses]);
    const { count } = await tx.db.email.updateMany({
      where: { id: emailId, status: { in: mayComeTwice ? ['failed', 'bounced', 'unknown'] : ['failed', 'bounced'] } },
      data: { status: 'queued', error: null },
    });
    if (count === 0) throw alreadySettled();
    const { leadId, contactId, dealId, subject } = email;
    tx.activity({ kind: 'email.queued', leadId, contactId, dealId, data: { emailId, subject, again: true } });
    tx.audit({ action: 'email.requeued', subjectType: 'email', subjectId: emailId, data: { from: email.status } });
    tx.event('email.queued', emailId, { leadId });
    return getEmail(tx.ctx, { emailId });
  });
}

/** What became of the e-mail is known, or it is on its way. */
export function alreadySettled(): AppError {
  return new AppError('conflict', 'email.alreadySettled', 'This e-mail was sent, or is on its way.');
}
