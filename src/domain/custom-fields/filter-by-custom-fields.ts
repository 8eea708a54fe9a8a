import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import type { CustomValue } from '#domain/custom-fields/custom-values.ts';
import { readCustomValue } from '#domain/custom-fields/read-custom-value.ts';
import { invalidInput } from '#domain/parse-input.ts';
import type { RecordKind } from '#prisma/generated/enums.ts';

/** Values, written as text, that a record's own fields must have; a field that holds several must hold this one. */
export const CustomFilter = z
  .record(z.string().regex(/^[^.\s]{1,60}$/), z.string().max(2_000))
  .refine((filter) => Object.keys(filter).length <= 4, 'at most 4 fields');
export type CustomFilter = z.output<typeof CustomFilter>;

/**
 * The condition on `<alias>.custom_fields` for these values, in the form that the index answers; null when there is none.
 * Text is read as its field's kind says; a value that cannot be one is refused with `input.invalid`.
 */
export async function customFieldCondition(
  ctx: Context,
  record: RecordKind,
  alias: string,
  filter: CustomFilter | null | undefined,
): Promise<{ key: string; text: string; values: readonly unknown[] } | null> {
  const entries = Object.entries(filter ?? {});
  if (entries.length === 0) return null;
  const fields = new Map(
    (
      await ctx.db.customField.findMany({
        where: { record, deletedAt: null, key: { in: entries.map(([key]) => key) } },
        select: { key: true, kind: true, options: true },
      })
    ).map((field) => [field.key, field]),
  );
  const { defaultCountry } = await ctx.db.organization.findFirstOrThrow({ select: { defaultCountry: true } });
  const perField = entries.map(([key, text]) => {
    const field = fields.get(key);
    if (!field) return plainValues(text).map((value) => [key, value] as const);
    const reading = readCustomValue(field, text, defaultCountry);
    if ('problem' in reading) throw invalidInput([{ field: `custom.${key}`, problem: reading.problem }]);
    return [[key, reading.value] as const];
  });
  // Every combination of what the texts may stand for, because plain values may be kept as text, number or truth.
  const wanted = perField.reduce<(readonly [string, CustomValue])[][]>(
    (combinations, choices) => combinations.flatMap((one) => choices.map((choice) => [...one, choice])),
    [[]],
  );
  return {
    key: 'custom',
    text: `${alias}.custom_fields @> ANY (?::jsonb[])`,
    values: [wanted.map((combination) => JSON.stringify(Object.fromEntries(combination)))],
  };
}

function plainValues(text: string): CustomValue[] {
  const asNumber = /^-?\d{1,15}(\.\d{1,10})?$/.test(text) ? [Number(text)] : [];
  const asTruth = text === 'true' || text === 'false' ? [text === 'true'] : [];
  return [text, ...asNumber, ...asTruth];
}
