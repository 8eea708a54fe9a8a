import { z } from '@hono/zod-openapi';
import type { EmailView } from '#domain/emails/email-view.ts';
import { EmailStatusInput } from '#domain/emails/list-emails.ts';
import { signFileUrl } from '#api/files/file-links.ts';
import { Moment, Named } from '#api/views.ts';
import type { ApiDeps } from '#api/deps.ts';

export const Email = z
  .object({
    id: z.string(),
    status: EmailStatusInput.describe(
      '`bounced`: the address was refused; `unknown`: it may have arrived, and a person has to say.',
    ),
    leadId: z.string().nullable(),
    contactId: z.string().nullable(),
    dealId: z.string().nullable(),
    from: z.string(),
    to: z.array(z.string()),
    cc: z.array(z.string()),
    subject: z.string(),
    text: z.string(),
    html: z.string().nullable(),
    attachments: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        mimeType: z.string(),
        sizeBytes: z.number().int(),
        url: z.string(),
      }),
    ),
    author: Named.nullable(),
    templateId: z.string().nullable(),
    response: z.string().nullable().describe('The last answer of the mail server.'),
    error: z.string().nullable(),
    sentAt: Moment.nullable(),
    createdAt: Moment,
  })
  .openapi('Email');

/** An e-mail with links to its files. */
export function toEmail(email: EmailView, deps: ApiDeps) {
  return {
    ...email,
    attachments: email.attachments.map((file) => ({ ...file, url: signFileUrl(deps, file.id) })),
  };
}
