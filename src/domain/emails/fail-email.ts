import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { requireMailJob } from '#domain/emails/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';

export const FailEmailInput = z.strictObject({
  emailId: z.uuid(),
  /** `unknown`: the server may have taken it, and a person decides whether it is sent again. */
  status: z.enum(['failed', 'bounced', 'unknown']),
  error: z.string().max(2_000),
});
export type FailEmailInput = z.input<typeof FailEmailInput>;

/** Puts an e-mail that was not, or perhaps not, sent before its author. Only a queued one; doing it twice is once. */
export async function failEmail(ctx: Context, input: FailEmailInput): Promise<void> {
  requireMailJob(ctx);
  const { emailId, status, error } = parseInput(FailEmailInput, input);
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.email.updateManyAndReturn({
      where: { id: emailId, status: 'queued' },
      data: { status, error },
      select: { leadId: true, contactId: true, dealId: true, subject: true },
    });
    if (!row) return;
    const { subject, ...record } = row;
    tx.activity({ kind: 'email.failed', ...record, data: { emailId, subject, status, error: error.slice(0, 500) } });
    tx.audit({ action: 'email.failed', subjectType: 'email', subjectId: emailId, data: { status, error } });
    tx.event('email.failed', emailId, { leadId: row.leadId, outcomeUnknown: status === 'unknown' });
  });
}
