import { z } from 'zod';
import { sha256 } from '#platform/hashing.ts';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { isTooLarge, maxFetchedBytes, readMedia } from '#domain/conversations/message-media.ts';
import { requireDoor } from '#domain/conversations/policy.ts';
import { sniffType } from '#domain/files/sniff-type.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';

export const StoreMessageFileInput = z.strictObject({ messageId: z.uuid() });
export type StoreMessageFileInput = z.input<typeof StoreMessageFileInput>;

/**
 * Copies a message's file from Telegram into our own storage, so that it stays when Telegram forgets it; once. What is larger
 * than a bot may fetch stays there. Throws ProviderError.
 */
export async function storeMessageFile(ctx: Context, input: StoreMessageFileInput): Promise<{ fileId: string | null }> {
  requireDoor(ctx);
  const { messageId } = parseInput(StoreMessageFileInput, input);
  const message = await ctx.db.message.findFirst({
    where: { id: messageId },
    select: { media: true, fileId: true, conversationId: true },
  });
  const media = readMedia(message?.media);
  if (!message || message.fileId || !media?.fileId || isTooLarge(media)) return { fileId: message?.fileId ?? null };
  const { bytes, fileName } = await (await ctx.ports.messenger()).download(media.fileId);
  if (bytes.byteLength === 0 || bytes.byteLength > maxFetchedBytes) return { fileId: null };
  const name = (media.fileName || fileName).replaceAll(/[\p{Cc}\p{Cf}/\\]/gu, '_').slice(0, 200) || 'file';
  const mimeType = sniffType(bytes, name);
  const digest = sha256(bytes);
  const storageKey = `${ctx.organizationId}/messages/${messageId}/${digest.slice(0, 16)}`;
  await ctx.ports.storage.put(storageKey, bytes, mimeType);
  return inTransaction(ctx, async (tx) => {
    const file = await tx.db.storedFile.upsert({
      where: { organizationId_storageKey: { organizationId: ctx.organizationId, storageKey } },
      create: { id: newId(), storageKey, name, mimeType, sizeBytes: bytes.byteLength, sha256: digest },
      update: {},
    });
    const { count } = await tx.db.message.updateMany({
      where: { id: messageId, fileId: null },
      data: { fileId: file.id },
    });
    if (count > 0) {
      const data = { fileId: file.id, sha256: digest };
      tx.audit({ action: 'message.fileStored', subjectType: 'message', subjectId: messageId, data });
      tx.event('message.fileStored', messageId, { conversationId: message.conversationId });
    }
    return { fileId: file.id };
  });
}
