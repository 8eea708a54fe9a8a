import type { TenantDb } from '#platform/database/tenant.ts';
import type { FieldProblem } from '#platform/errors.ts';
import { CustomValue, CustomValues } from '#domain/custom-fields/custom-values.ts';
import { readCustomValue } from '#domain/custom-fields/read-custom-value.ts';
import { invalidInput } from '#domain/parse-input.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import type { RecordKind } from '#prisma/generated/enums.ts';

interface Scope {
  db: TenantDb;
}

/** The values that a record keeps, ready to be written. */
export type StoredCustomFields = Prisma.InputJsonObject;

export interface ValidateOptions {
  /** A change of some fields: required ones that are not given are no problem. */
  partial?: boolean;
  /** The record's values so far: the given ones are laid over them, null takes one away. */
  present?: unknown;
}

/**
 * The record's values after this change, each as its field keeps it. `input.invalid` names every field whose value does
 * not fit, that is required and missing, or that the organization does not have. Without any field of its own for this
 * kind of record an organization keeps whatever plain values it is given.
 */
export async function validateCustomFields(
  scope: Scope,
  record: RecordKind,
  values: CustomValues,
  { partial = false, present }: ValidateOptions = {},
): Promise<StoredCustomFields> {
  const { fields, defaultCountry } = await fieldsOf(scope, record);
  if (fields.size === 0) return laidOver(present, values);
  const problems: FieldProblem[] = [];
  const read: Record<string, CustomValue> = {};
  for (const [key, value] of Object.entries(values)) {
    const field = fields.get(key);
    const reading = field
      ? readCustomValue(field, value, defaultCountry)
      : { problem: `there is no such field; there are: ${[...fields.keys()].join(', ')}` };
    if ('problem' in reading) problems.push({ field: `customFields.${key}`, problem: reading.problem });
    else read[key] = reading.value;
  }
  for (const [key, field] of fields) {
    const isMissing = partial ? Object.hasOwn(read, key) && read[key] === null : (read[key] ?? null) === null;
    const isTold = problems.some((problem) => problem.field === `customFields.${key}`);
    if (field.required && isMissing && !isTold) problems.push({ field: `customFields.${key}`, problem: 'is required' });
  }
  if (problems.length > 0) throw invalidInput(problems.slice(0, 20));
  return laidOver(present, read);
}

/**
 * The values that fit the organization's fields, and the others as lines of text: for doors that must not refuse an
 * inquiry over one of its fields.
 */
export async function sortOutCustomFields(
  scope: Scope,
  record: RecordKind,
  values: Readonly<Record<string, unknown>>,
): Promise<{ values: StoredCustomFields; unread: string[] }> {
  const { fields, defaultCountry } = await fieldsOf(scope, record);
  const kept: Record<string, CustomValue> = {};
  const unread: string[] = [];
  for (const [key, value] of Object.entries(values)) {
    const plain = CustomValues.safeParse({ [key]: value });
    const field = fields.get(key);
    const given = plain.success ? CustomValue.parse(plain.data[key] ?? null) : undefined;
    const isFree = fields.size === 0 && Object.keys(kept).length < 50;
    const reading =
      given === undefined
        ? null
        : field
          ? readCustomValue(field, given, defaultCountry)
          : isFree
            ? { value: given }
            : null;
    if (reading && 'value' in reading) kept[key] = reading.value;
    else if (value !== null && value !== '')
      unread.push(`${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  }
  return { values: laidOver(undefined, kept), unread };
}

async function fieldsOf({ db }: Scope, record: RecordKind) {
  const rows = await db.customField.findMany({
    where: { record, deletedAt: null },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: { key: true, kind: true, options: true, required: true },
  });
  const needsCountry = rows.some((row) => row.kind === 'phone');
  const organization = needsCountry
    ? await db.organization.findFirstOrThrow({ select: { defaultCountry: true } })
    : { defaultCountry: '' };
  return { fields: new Map(rows.map((row) => [row.key, row])), defaultCountry: organization.defaultCountry };
}

function laidOver(present: unknown, values: Readonly<Record<string, CustomValue>>): StoredCustomFields {
  const all = new Map<string, CustomValue>();
  for (const [key, value] of Object.entries(Object(present))) all.set(key, CustomValue.catch(null).parse(value));
  for (const [key, value] of Object.entries(values)) {
    if (value === null && present !== undefined) all.delete(key);
    else all.set(key, value);
  }
  return Object.fromEntries(all);
}
