import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import {
  CustomFieldKindInput,
  FieldKey,
  FieldLabel,
  FieldOptions,
  FieldPosition,
  RecordKindInput,
  customFieldShape,
} from '#domain/custom-fields/custom-field-view.ts';
import type { CustomFieldView } from '#domain/custom-fields/custom-field-view.ts';
import { invalidInput, parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { CustomFieldKind } from '#prisma/generated/enums.ts';

export const CreateCustomFieldInput = z.strictObject({
  record: RecordKindInput,
  key: FieldKey,
  label: FieldLabel,
  kind: CustomFieldKindInput,
  options: FieldOptions.optional(),
  required: z.boolean().optional(),
  position: FieldPosition.optional(),
});
export type CreateCustomFieldInput = z.input<typeof CreateCustomFieldInput>;

/** An organization has at most so many fields for each kind of record, as a record keeps at most so many values. */
const mostFields = 50;

/**
 * Adds a field to a kind of record. `customField.keyTaken` when there is one with this key; a key that was removed may be
 * used again, and the values that records still keep under it are shown again.
 */
export async function createCustomField(ctx: Context, input: CreateCustomFieldInput): Promise<CustomFieldView> {
  requirePermission(ctx, 'settings.write');
  const { record, key, ...data } = parseInput(CreateCustomFieldInput, input);
  const options = fittingOptions(data.kind, data.options ?? []);
  return inTransaction(ctx, async (tx) => {
    const count = await tx.db.customField.count({ where: { record, deletedAt: null } });
    if (count >= mostFields)
      throw invalidInput([{ field: 'key', problem: `a kind of record has at most ${mostFields} fields` }]);
    const { label, kind, required = false, position = count } = data;
    const facts = { label, kind, options, required, position };
    const fieldId = newId();
    const removed = await tx.db.customField.updateMany({
      where: { record, key, deletedAt: { not: null } },
      data: { ...facts, deletedAt: null },
    });
    if (removed.count === 0) {
      const created = await tx.db.customField.createMany({
        data: [{ id: fieldId, record, key, ...facts }],
        skipDuplicates: true,
      });
      if (created.count === 0) throw keyTaken();
    }
    const field = await tx.db.customField.findFirstOrThrow({ where: { record, key }, select: customFieldShape });
    tx.audit({
      action: 'customField.created',
      subjectType: 'customField',
      subjectId: field.id,
      data: { record, key, kind },
    });
    tx.event('settings.changed', field.id, { key: `custom-fields.${record}` });
    return field;
  });
}

/** The options as a field of this kind takes them; refuses choices without any, and options where nothing is chosen. */
export function fittingOptions(kind: CustomFieldKind, options: string[]): string[] {
  const isChoice = kind === 'select' || kind === 'multiselect';
  if (isChoice && options.length === 0)
    throw invalidInput([{ field: 'options', problem: 'say what may be chosen: at least one option is needed' }]);
  if (!isChoice && options.length > 0)
    throw invalidInput([{ field: 'options', problem: 'only a select or multiselect has options' }]);
  return options;
}

function keyTaken(): AppError {
  return new AppError('conflict', 'customField.keyTaken', 'There is already a field with this key.');
}
