import type { Context } from '#domain/context.ts';
import { sha256 } from '#platform/hashing.ts';
import { newId } from '#platform/ids.ts';

/**
 * Puts bytes into the storage and returns the id of the file's row. The key is the content's own, so that storing the same
 * bytes twice is one file.
 */
export async function storeFile(
  ctx: Context,
  file: { bytes: Uint8Array; name: string; mimeType: string },
): Promise<string> {
  const digest = sha256(file.bytes);
  const storageKey = `${ctx.organizationId}/${digest.slice(0, 2)}/${digest}`;
  const known = await ctx.db.storedFile.findFirst({ where: { storageKey }, select: { id: true } });
  if (known) return known.id;
  await ctx.ports.storage.put(storageKey, file.bytes, file.mimeType);
  await ctx.db.storedFile.createMany({
    data: [
      {
        id: newId(),
        storageKey,
        name: file.name,
        mimeType: file.mimeType,
        sizeBytes: file.bytes.byteLength,
        sha256: digest,
      },
    ],
    skipDuplicates: true,
  });
  const row = await ctx.db.storedFile.findFirstOrThrow({ where: { storageKey }, select: { id: true } });
  return row.id;
}
