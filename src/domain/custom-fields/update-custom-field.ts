import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { fittingOptions } from '#domain/custom-fields/create-custom-field.ts';
import { FieldLabel, FieldOptions, FieldPosition, customFieldShape } from '#domain/custom-fields/custom-field-view.ts';
import type { CustomFieldView } from '#domain/custom-fields/custom-field-view.ts';
import { notFound } from '#domain/not-found.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const UpdateCustomFieldInput = z.strictObject({
  customFieldId: z.uuid(),
  label: FieldLabel.optional(),
  /** The whole new list; records keep values that can no longer be chosen until they are changed. */
  options: FieldOptions.optional(),
  required: z.boolean().optional(),
  position: FieldPosition.optional(),
});
export type UpdateCustomFieldInput = z.input<typeof UpdateCustomFieldInput>;

/** Changes how a field is shown and what may be chosen. Its key and kind stay, because records keep values under them. */
export async function updateCustomField(ctx: Context, input: UpdateCustomFieldInput): Promise<CustomFieldView> {
  requirePermission(ctx, 'settings.write');
  const { customFieldId, ...data } = parseInput(UpdateCustomFieldInput, input);
  return inTransaction(ctx, async (tx) => {
    const where = { id: customFieldId, deletedAt: null };
    const field = await tx.db.customField.findFirst({ where });
    if (!field) throw notFound('customField');
    if (data.options) fittingOptions(field.kind, data.options);
    const changes = onlyGiven(data);
    await tx.db.customField.updateMany({ where, data: changes });
    tx.audit({
      action: 'customField.updated',
      subjectType: 'customField',
      subjectId: customFieldId,
      data: { fields: Object.keys(changes) },
    });
    tx.event('settings.changed', customFieldId, { key: `custom-fields.${field.record}` });
    return tx.db.customField.findFirstOrThrow({ where, select: customFieldShape });
  });
}
