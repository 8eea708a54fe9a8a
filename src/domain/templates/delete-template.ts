import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const DeleteTemplateInput = z.strictObject({ templateId: z.uuid() });
export type DeleteTemplateInput = z.input<typeof DeleteTemplateInput>;

/** Takes a template away; what was written with it stays. */
export async function deleteTemplate(ctx: Context, input: DeleteTemplateInput): Promise<void> {
  requirePermission(ctx, 'conversations.reply');
  const { templateId } = parseInput(DeleteTemplateInput, input);
  await inTransaction(ctx, async (tx) => {
    const { count } = await tx.db.template.updateMany({
      where: { id: templateId, deletedAt: null },
      data: { deletedAt: ctx.clock.now(), version: { increment: 1 } },
    });
    if (count === 0) throw notFound('template');
    tx.audit({ action: 'template.deleted', subjectType: 'template', subjectId: templateId });
  });
}
