import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { emailShape, toEmailViews } from '#domain/emails/email-view.ts';
import type { EmailView } from '#domain/emails/email-view.ts';
import { visibleEmails } from '#domain/emails/policy.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const GetEmailInput = z.strictObject({ emailId: z.uuid() });
export type GetEmailInput = z.input<typeof GetEmailInput>;

/** One e-mail that the actor may see, with what became of it. */
export async function getEmail(ctx: Context, input: GetEmailInput): Promise<EmailView> {
  requirePermission(ctx, 'leads.read');
  const { emailId } = parseInput(GetEmailInput, input);
  const row = await ctx.db.email.findFirst({
    where: { AND: [{ id: emailId }, visibleEmails(ctx)] },
    select: emailShape,
  });
  const [view] = row ? await toEmailViews(ctx.db, [row]) : [];
  if (!view) throw notFound('email');
  return view;
}
