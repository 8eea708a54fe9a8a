import { requireSystem } from '#domain/calls/policy.ts';
import type { Context } from '#domain/context.ts';
import { inTransaction } from '#domain/transaction.ts';

/**
 * Says that a step of an import could not be done. A check ends the import as failed, with the reason; an applying or an
 * undoing that never happened leaves it as it was before. Repeatable.
 */
export async function failImport(ctx: Context, input: { importId: string; error: string }): Promise<void> {
  requireSystem(ctx);
  const { importId } = input;
  const error = input.error.slice(0, 500);
  const fallback = { uploaded: 'failed', checking: 'failed', applying: 'checked', undoing: 'applied' } as const;
  await inTransaction(ctx, async (tx) => {
    const found = await tx.db.import.findFirst({ where: { id: importId }, select: { status: true } });
    const status = found && found.status in fallback ? fallback[found.status as keyof typeof fallback] : undefined;
    if (!found || status === undefined) return;
    await tx.db.import.updateMany({ where: { id: importId, status: found.status }, data: { status, error } });
    tx.audit({
      action: 'import.failed',
      subjectType: 'import',
      subjectId: importId,
      data: { step: found.status, error },
    });
    tx.event('import.failed', importId, {});
  });
}
