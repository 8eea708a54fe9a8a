import { z } from 'zod';
import type { ContextFactory } from '#domain/context.ts';

export interface FileView {
  id: string;
  storageKey: string;
  name: string;
  mimeType: string;
  sizeBytes: number;
}

/**
 * The file behind a signed link, of whatever organization: the caller must have checked the link's signature, which is
 * the permission here. Null when there is none.
 */
export async function findLinkedFile(make: ContextFactory, fileId: string): Promise<FileView | null> {
  const id = z.uuid().safeParse(fileId);
  if (!id.success) return null;
  return make.runtime.database.prisma.storedFile.findUnique({
    where: { id: id.data },
    select: { id: true, storageKey: true, name: true, mimeType: true, sizeBytes: true },
  });
}
