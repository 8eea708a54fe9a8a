import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { sha256 } from '#platform/hashing.ts';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { isProgram, sniffType } from '#domain/files/sniff-type.ts';
import { invalidInput, parseInput } from '#domain/parse-input.ts';
import { requirePermission, requireUser } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

/** Bytes of one uploaded file. */
export const maxUploadBytes = 20_000_000;

export const UploadFileInput = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'a file name is needed')
    .max(200)
    .transform((name) => name.replaceAll(/[\p{Cc}\p{Cf}/\\]/gu, '_')),
  bytes: z.instanceof(Uint8Array),
});
export type UploadFileInput = z.input<typeof UploadFileInput>;

export interface UploadedFile {
  id: string;
  name: string;
  mimeType: string;
  sizeBytes: number;
}

/** Where a member's uploads lie in storage: whoever uploaded a file is known by its key. */
export function uploadsOf(ctx: Context, userId: string): string {
  return `${ctx.organizationId}/uploads/${userId}/`;
}

/** Stores a member's file, such as one to attach to a mail. Its type is what its bytes say; programs are refused. */
export async function uploadFile(ctx: Context, input: UploadFileInput): Promise<UploadedFile> {
  requirePermission(ctx, 'conversations.reply');
  const actor = requireUser(ctx);
  const { name, bytes } = parseInput(UploadFileInput, input);
  if (bytes.byteLength === 0) throw invalidInput([{ field: 'file', problem: 'the file is empty' }]);
  if (bytes.byteLength > maxUploadBytes)
    throw new AppError('payload_too_large', 'input.invalid', `A file has at most ${maxUploadBytes / 1_000_000} MB.`);
  const mimeType = sniffType(bytes, name);
  if (isProgram(mimeType, name))
    throw invalidInput([
      { field: 'file', problem: 'programs and scripts are not taken; send a document or a picture' },
    ]);
  const fileId = newId();
  const storageKey = `${uploadsOf(ctx, actor.id)}${fileId}`;
  await ctx.ports.storage.put(storageKey, bytes, mimeType);
  const file = { id: fileId, name, mimeType, sizeBytes: bytes.byteLength };
  await inTransaction(ctx, async (tx) => {
    const digest = sha256(bytes);
    await tx.db.storedFile.create({ data: { ...file, storageKey, sha256: digest } });
    tx.audit({ action: 'file.uploaded', subjectType: 'file', subjectId: fileId, data: { mimeType, sha256: digest } });
  });
  return file;
}
