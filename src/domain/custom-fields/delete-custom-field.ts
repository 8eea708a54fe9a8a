import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';

export const DeleteCustomFieldInput = z.strictObject({ customFieldId: z.uuid() });
export type DeleteCustomFieldInput = z.input<typeof DeleteCustomFieldInput>;

/** Removes a field, also from what stages ask for; records keep the values they have under its key. */
export async function deleteCustomField(ctx: Context, input: DeleteCustomFieldInput): Promise<void> {
  requirePermission(ctx, 'settings.write');
  const { customFieldId } = parseInput(DeleteCustomFieldInput, input);
  await inTransaction(ctx, async (tx) => {
    const field = await tx.db.customField.findFirst({ where: { id: customFieldId, deletedAt: null } });
    if (!field) throw notFound('customField');
    await tx.db.customField.updateMany({ where: { id: customFieldId }, data: { deletedAt: ctx.clock.now() } });
    const elsewhere = await tx.db.customField.count({ where: { key: field.key, deletedAt: null } });
    if (elsewhere === 0) await askNoLonger(tx, `custom.${field.key}`);
    tx.audit({
      action: 'customField.deleted',
      subjectType: 'customField',
      subjectId: customFieldId,
      data: { record: field.record, key: field.key },
    });
    tx.event('settings.changed', customFieldId, { key: `custom-fields.${field.record}` });
  });
}

/** Nobody could fill a field that is not there, so nothing could enter such a stage any more. */
async function askNoLonger(tx: Transaction, name: string): Promise<void> {
  const stages = await tx.db.stage.findMany({
    where: { requiredFields: { has: name } },
    select: { id: true, requiredFields: true },
  });
  for (const stage of stages) {
    const requiredFields = stage.requiredFields.filter((field) => field !== name);
    await tx.db.stage.updateMany({ where: { id: stage.id }, data: { requiredFields } });
  }
}
