import { z } from 'zod';
import { requireSystem } from '#domain/calls/policy.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';

export const DeleteFilesInput = z.strictObject({ fileIds: z.array(z.uuid()).max(100_000) });
export type DeleteFilesInput = z.input<typeof DeleteFilesInput>;

/** Throws files away for good: first their bytes, then their rows, so that a run that dies in between is repeated. */
export async function deleteFiles(ctx: Context, input: DeleteFilesInput): Promise<{ deleted: number }> {
  requireSystem(ctx);
  const { fileIds } = parseInput(DeleteFilesInput, input);
  const files = await ctx.db.storedFile.findMany({
    where: { id: { in: fileIds } },
    select: { id: true, storageKey: true },
  });
  for (const { storageKey } of files) await ctx.ports.storage.delete(storageKey);
  const { count } = await ctx.db.storedFile.deleteMany({ where: { id: { in: files.map(({ id }) => id) } } });
  return { deleted: count };
}
