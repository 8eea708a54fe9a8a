import type { TenantDb } from '#platform/database/tenant.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import type { EmailStatus } from '#prisma/generated/enums.ts';

/** One e-mail of ours with what became of it. */
export interface EmailView {
  id: string;
  /** `bounced`: the receiving side refused the address; `unknown`: it may have arrived, a person decides. */
  status: EmailStatus;
  leadId: string | null;
  contactId: string | null;
  dealId: string | null;
  from: string;
  to: string[];
  cc: string[];
  subject: string;
  text: string;
  html: string | null;
  attachments: { id: string; name: string; mimeType: string; sizeBytes: number }[];
  author: { id: string; name: string } | null;
  templateId: string | null;
  /** The mail server's last answer. */
  response: string | null;
  error: string | null;
  sentAt: Date | null;
  createdAt: Date;
}

/** What of an e-mail's row its view needs. */
export const emailShape = {
  id: true,
  status: true,
  leadId: true,
  contactId: true,
  dealId: true,
  fromAddress: true,
  toAddresses: true,
  ccAddresses: true,
  subject: true,
  text: true,
  html: true,
  attachmentIds: true,
  authorId: true,
  templateId: true,
  response: true,
  error: true,
  sentAt: true,
  createdAt: true,
} as const satisfies Prisma.EmailSelect;

type EmailRow = Prisma.EmailGetPayload<{ select: typeof emailShape }>;

/** Views of e-mails; two more queries name authors and files, however many e-mails there are. */
export async function toEmailViews(db: TenantDb, rows: EmailRow[]): Promise<EmailView[]> {
  const authorIds = [...new Set(rows.flatMap(({ authorId }) => authorId ?? []))];
  const fileIds = [...new Set(rows.flatMap(({ attachmentIds }) => attachmentIds))];
  const [authors, files] = await Promise.all([
    authorIds.length === 0
      ? []
      : db.user.findMany({ where: { id: { in: authorIds } }, select: { id: true, name: true } }),
    fileIds.length === 0
      ? []
      : db.storedFile.findMany({
          where: { id: { in: fileIds } },
          select: { id: true, name: true, mimeType: true, sizeBytes: true },
        }),
  ]);
  const authorOf = new Map(authors.map((author) => [author.id, author]));
  const fileOf = new Map(files.map((file) => [file.id, file]));
  return rows.map(({ fromAddress, toAddresses, ccAddresses, attachmentIds, authorId, ...row }) => ({
    ...row,
    from: fromAddress,
    to: toAddresses,
    cc: ccAddresses,
    attachments: attachmentIds.flatMap((id) => fileOf.get(id) ?? []),
    author: authorId === null ? null : (authorOf.get(authorId) ?? null),
  }));
}
