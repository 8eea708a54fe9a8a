import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { sha256 } from '#platform/hashing.ts';
import { newId, newSecret } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { mailTextsFor } from '#domain/emails/texts/mail-texts.ts';
import { requireMailJob } from '#domain/emails/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import type { Mailer } from '#domain/ports/mailer.ts';
import { inTransaction } from '#domain/transaction.ts';

export const SendPasswordResetInput = z.strictObject({ userId: z.uuid() });
export type SendPasswordResetInput = z.input<typeof SendPasswordResetInput>;

/** Links that one person gets in an hour, whoever asks and from wherever. */
const resetsPerHour = 3;

/** Minutes that a link works. */
export const resetLifeMinutes = 15;

/**
 * Mails a member the link that sets a new password. The token is made here and exists only in the mail; we keep its hash.
 * Sent again after a failure it is a new link: both work until one is used.
 */
export async function sendPasswordReset(ctx: Context, input: SendPasswordResetInput): Promise<{ sent: boolean }> {
  requireMailJob(ctx);
  const { userId } = parseInput(SendPasswordResetInput, input);
  const user = await ctx.db.user.findFirst({ where: { id: userId, disabledAt: null } });
  if (!user?.email) return { sent: false };
  const hourAgo = new Date(ctx.clock.now().getTime() - 3_600_000);
  const sent = await ctx.db.passwordReset.count({ where: { userId, createdAt: { gt: hourAgo } } });
  if (sent >= resetsPerHour) return { sent: false };
  const mailer = await mailerOrNull(ctx);
  if (!mailer) return { sent: false };
  const token = newSecret(32);
  const resetId = newId();
  await inTransaction(ctx, async (tx) => {
    const expiresAt = new Date(ctx.clock.now().getTime() + resetLifeMinutes * 60_000);
    await tx.db.passwordReset.create({ data: { id: resetId, userId, tokenHash: sha256(token), expiresAt } });
    tx.audit({ action: 'user.passwordResetSent', subjectType: 'user', subjectId: userId });
  });
  const texts = mailTextsFor(user.language);
  // Behind the # it is sent to no server and stands in no log.
  const link = `${ctx.runtime.publicUrl}/reset-password#${token}`;
  await mailer.send({
    to: [user.email],
    subject: texts.resetSubject,
    text: texts.reset({ name: user.name, link, minutes: resetLifeMinutes }),
    messageId: `${resetId}@${mailer.fromAddress.split('@')[1] ?? 'localhost'}`,
  });
  return { sent: true };
}

async function mailerOrNull(ctx: Context): Promise<Mailer | null> {
  try {
    return await ctx.ports.accountMailer();
  } catch (error) {
    if (!(error instanceof AppError) || error.reason !== 'service.notConnected') throw error;
    ctx.log.warn('somebody asked for a new password and no mail server is connected: set SMTP_URL and EMAIL_FROM');
    return null;
  }
}
