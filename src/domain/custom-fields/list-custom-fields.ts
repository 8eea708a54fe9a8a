import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { RecordKindInput, customFieldShape } from '#domain/custom-fields/custom-field-view.ts';
import type { CustomFieldView } from '#domain/custom-fields/custom-field-view.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const ListCustomFieldsInput = z.strictObject({ record: RecordKindInput.nullish() });
export type ListCustomFieldsInput = z.input<typeof ListCustomFieldsInput>;

/** The organization's own fields, of one kind of record or of all, in the order they are shown in. */
export async function listCustomFields(ctx: Context, input: ListCustomFieldsInput = {}): Promise<CustomFieldView[]> {
  requirePermission(ctx, 'leads.read');
  const { record } = parseInput(ListCustomFieldsInput, input);
  return ctx.db.customField.findMany({
    where: { deletedAt: null, ...(record ? { record } : {}) },
    orderBy: [{ record: 'asc' }, { position: 'asc' }, { id: 'asc' }],
    select: customFieldShape,
  });
}
