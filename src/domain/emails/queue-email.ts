import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { requireOwnUploads } from '#domain/emails/attachments.ts';
import { EmailSubject, EmailText, PlainAddress } from '#domain/emails/email-fields.ts';
import { recipientsOf, requireEmailRecord, requireWelcome } from '#domain/emails/email-record.ts';
import { emailShape, toEmailViews } from '#domain/emails/email-view.ts';
import type { EmailView } from '#domain/emails/email-view.ts';
import { invalidInput, parseInput } from '#domain/parse-input.ts';
import { requirePermission, requireUser } from '#domain/permissions.ts';
import { getTemplate } from '#domain/templates/get-template.ts';
import { renderTemplate } from '#domain/templates/render-template.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';

export const QueueEmailInput = z.strictObject({
  leadId: z.uuid().nullish(),
  contactId: z.uuid().nullish(),
  dealId: z.uuid().nullish(),
  /** The contact's first address when empty. */
  to: z.array(PlainAddress).max(20).default([]),
  cc: z.array(PlainAddress).max(20).default([]),
  /** Needed unless a template gives it; what is written here wins. */
  subject: EmailSubject.nullish(),
  text: EmailText.nullish(),
  html: z.string().max(500_000).nullish(),
  templateId: z.uuid().nullish(),
  /** Ids of files that the author uploaded. */
  attachmentIds: z.array(z.uuid()).max(10).default([]),
});
export type QueueEmailInput = z.input<typeof QueueEmailInput>;

/**
 * Puts an e-mail about a lead, contact or deal on its way. Refuses with `service.notConnected` without a mail server,
 * `email.noAddress` when nobody can be written to, `message.clientOptedOut` when the person wants no messages.
 */
export async function queueEmail(ctx: Context, input: QueueEmailInput): Promise<EmailView> {
  requirePermission(ctx, 'conversations.reply');
  requireUser(ctx);
  const data = parseInput(QueueEmailInput, input);
  const { fromAddress } = await ctx.ports.mailer();
  return inTransaction(ctx, async (tx) => {
    const record = await requireEmailRecord(tx, data);
    const to = [...new Set(await recipientsOf(tx, record, data.to))];
    const cc = [...new Set(data.cc)].filter((address) => !to.includes(address));
    await requireWelcome(tx, record, [...to, ...cc]);
    const attachmentIds = [...new Set(data.attachmentIds)];
    await requireOwnUploads(tx, attachmentIds);
    const { subject, text } = await wordsOf(tx, data, record);
    const emailId = newId();
    await tx.db.email.create({
      data: {
        id: emailId,
        ...record,
        authorId: requireUser(ctx).id,
        fromAddress,
        toAddresses: to,
        ccAddresses: cc,
        subject,
        text,
        html: data.html ?? null,
        attachmentIds,
        templateId: data.templateId ?? null,
        messageId: `${emailId}@${fromAddress.split('@')[1] ?? 'localhost'}`,
      },
    });
    tx.activity({ kind: 'email.queued', ...record, data: { emailId, subject } });
    tx.audit({
      action: 'email.queued',
      subjectType: 'email',
      subjectId: emailId,
      data: { ...record, recipients: to.length + cc.length, templateId: data.templateId ?? null },
    });
    tx.event('email.queued', emailId, { leadId: record.leadId });
    const row = await tx.db.email.findFirstOrThrow({ where: { id: emailId }, select: emailShape });
    const [view] = await toEmailViews(tx.db, [row]);
    if (!view) throw new Error('An e-mail was written and has no view.');
    return view;
  });
}

/** The subject and text as written, filled up from the template. */
async function wordsOf(
  tx: Transaction,
  data: z.output<typeof QueueEmailInput>,
  record: { leadId: string | null; contactId: string | null },
): Promise<{ subject: string; text: string }> {
  const isWhole = Boolean(data.subject && data.text);
  // Kept with the e-mail as what it was written from, so it has to be there even if nothing is taken from it.
  if (data.templateId && isWhole) await getTemplate(tx.ctx, { templateId: data.templateId });
  const rendered =
    data.templateId && !isWhole
      ? await renderTemplate(tx.ctx, {
          templateId: data.templateId,
          leadId: record.leadId,
          contactId: record.leadId ? null : record.contactId,
        })
      : null;
  if (rendered && rendered.missing.length > 0) {
    throw invalidInput(
      rendered.missing.map((field) => ({
        field: 'templateId',
        problem: `there is no value for {{${field}}}; write the subject and text yourself, or fill it in`,
      })),
    );
  }
  const subject = data.subject ?? (rendered?.subject || null);
  const text = data.text ?? rendered?.text;
  if (!subject) throw invalidInput([{ field: 'subject', problem: 'a subject is needed' }]);
  if (!text) throw invalidInput([{ field: 'text', problem: 'a text is needed' }]);
  return { subject, text };
}
