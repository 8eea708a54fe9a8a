import { z } from 'zod';
import { ProviderError } from '#platform/errors.ts';
import type { EffectHandle } from '#platform/effects/effect-runner.ts';
import type { Context } from '#domain/context.ts';
import { readAttachments } from '#domain/emails/attachments.ts';
import { failEmail } from '#domain/emails/fail-email.ts';
import { requireMailJob } from '#domain/emails/policy.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import type { SentMail } from '#domain/ports/mailer.ts';
import { inTransaction } from '#domain/transaction.ts';

export const DeliverEmailInput = z.strictObject({ emailId: z.uuid() });
export type DeliverEmailInput = z.input<typeof DeliverEmailInput>;

/**
 * Sends a queued e-mail, at most once by itself. What the server refuses for good becomes `failed` or `bounced`; what it
 * may have taken becomes `unknown` and waits for a person. Throws ProviderError when it certainly was not taken and may be
 * tried again.
 */
export async function deliverEmail(
  ctx: Context,
  input: DeliverEmailInput,
  handle: Pick<EffectHandle, 'dispatch'>,
): Promise<{ status: string }> {
  requireMailJob(ctx);
  const { emailId } = parseInput(DeliverEmailInput, input);
  const email = await ctx.db.email.findFirst({ where: { id: emailId } });
  if (!email) throw notFound('email');
  if (email.status !== 'queued') return { status: email.status };
  const mailer = await ctx.ports.mailer();
  try {
    const attachments = await readAttachments(ctx, email.attachmentIds);
    await handle.dispatch();
    const sent = await mailer.send({
      to: email.toAddresses,
      cc: email.ccAddresses,
      subject: email.subject,
      text: email.text,
      html: email.html,
      messageId: email.messageId,
      attachments,
    });
    await markSent(ctx, emailId, sent);
    return { status: 'sent' };
  } catch (error) {
    if (!(error instanceof ProviderError) || error.kind === 'retryable') throw error;
    const status = error.kind === 'unknown' ? 'unknown' : error.detail === 'recipient_refused' ? 'bounced' : 'failed';
    await failEmail(ctx, { emailId, status, error: error.message });
    return { status };
  }
}

async function markSent(ctx: Context, emailId: string, sent: SentMail): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const refused = sent.refused.map(({ address, reason }) => `${address}: ${reason}`).join('; ');
    const [row] = await tx.db.email.updateManyAndReturn({
      where: { id: emailId, status: 'queued' },
      data: {
        status: 'sent',
        response: sent.response.slice(0, 500),
        error: refused === '' ? null : `Refused for ${refused}`.slice(0, 2_000),
        sentAt: ctx.clock.now(),
      },
      select: { leadId: true, contactId: true, dealId: true, subject: true },
    });
    if (!row) return;
    const { subject, ...record } = row;
    tx.activity({ kind: 'email.sent', ...record, data: { emailId, subject, refused: sent.refused.length } });
    tx.audit({
      action: 'email.sent',
      subjectType: 'email',
      subjectId: emailId,
      data: { response: sent.response.slice(0, 200) },
    });
    tx.event('email.sent', emailId, { leadId: row.leadId });
  });
}
