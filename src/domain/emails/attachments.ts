import { ProviderError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { maxAttachmentBytes } from '#domain/emails/email-fields.ts';
import { uploadsOf } from '#domain/files/upload-file.ts';
import { notFound } from '#domain/not-found.ts';
import { invalidInput } from '#domain/parse-input.ts';
import { requireUser } from '#domain/permissions.ts';
import type { MailAttachment } from '#domain/ports/mailer.ts';
import type { Transaction } from '#domain/transaction.ts';

/** Refuses files that the author did not upload: ids of recordings and others' files must not leave by mail. */
export async function requireOwnUploads(tx: Transaction, fileIds: string[]): Promise<void> {
  if (fileIds.length === 0) return;
  const files = await tx.db.storedFile.findMany({
    where: { id: { in: fileIds }, storageKey: { startsWith: uploadsOf(tx.ctx, requireUser(tx.ctx).id) } },
    select: { sizeBytes: true },
  });
  if (files.length < fileIds.length) throw notFound('file');
  if (files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) > maxAttachmentBytes)
    throw invalidInput([{ field: 'attachmentIds', problem: 'the files have more than 20 MB together' }]);
}

/** The files of a mail, read from storage. Throws a permanent ProviderError when one is gone. */
export async function readAttachments(ctx: Context, fileIds: string[]): Promise<MailAttachment[]> {
  if (fileIds.length === 0) return [];
  const files = await ctx.db.storedFile.findMany({ where: { id: { in: fileIds } } });
  return Promise.all(
    fileIds.map(async (fileId) => {
      const file = files.find(({ id }) => id === fileId);
      const stream = file && (await ctx.ports.storage.open(file.storageKey));
      if (!file || !stream)
        throw new ProviderError('storage', 'permanent', 'not_found', 'A file of this mail is not there any more.');
      const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
      return { name: file.name, mimeType: file.mimeType, bytes };
    }),
  );
}
