import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { ContextFactory } from '#domain/context.ts';
import type { FileView } from '#domain/files/find-linked-file.ts';
import { notFound } from '#domain/not-found.ts';
import { inTransaction } from '#domain/transaction.ts';

/**
 * The file of an export behind a signed link, waited for up to `timeoutMs`; each download has an audit entry. The caller
 * must have checked the link's signature, which is the permission here. `export.notReady` while it is being written,
 * `export.notFound` when there is none any more.
 */
export async function openExport(
  make: ContextFactory,
  input: { exportId: string },
  options: { timeoutMs: number; signal?: AbortSignal },
): Promise<FileView> {
  const id = z.uuid().safeParse(input.exportId);
  if (!id.success) throw notFound('export');
  const endMs = performance.now() + options.timeoutMs;
  for (;;) {
    const row = await make.runtime.database.prisma.export.findUnique({ where: { id: id.data } });
    if (!row || row.status === 'failed' || (row.status === 'ready' && row.fileId === null)) throw notFound('export');
    if (row.status === 'ready') return fileOf(make, row);
    if (performance.now() >= endMs || options.signal?.aborted) {
      throw new AppError(
        'conflict',
        'export.notReady',
        'This export is still being written. Ask again in a few seconds.',
      );
    }
    await delay(250);
  }
}

async function fileOf(
  make: ContextFactory,
  row: { id: string; organizationId: string; fileId: string | null; createdById: string; list: string },
): Promise<FileView> {
  const { organizationId } = row;
  const ctx = make({ organizationId, actor: { kind: 'system', id: null, name: 'export link' }, door: 'api' });
  const file = await ctx.db.storedFile.findFirst({
    where: { id: row.fileId ?? '' },
    select: { id: true, storageKey: true, name: true, mimeType: true, sizeBytes: true },
  });
  if (!file) throw notFound('export');
  await inTransaction(ctx, async (tx) => {
    const data = { list: row.list, linkOf: row.createdById };
    tx.audit({ action: 'export.downloaded', subjectType: 'export', subjectId: row.id, data });
  });
  return file;
}
