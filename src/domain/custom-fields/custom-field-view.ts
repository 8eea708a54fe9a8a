import { z } from 'zod';
import type { CustomFieldKind, RecordKind } from '#prisma/generated/enums.ts';

export const RecordKindInput = z.enum(['lead', 'contact', 'company', 'deal']);
export const CustomFieldKindInput = z.enum([
  'text',
  'number',
  'boolean',
  'date',
  'select',
  'multiselect',
  'url',
  'phone',
  'email',
]);
export const FieldKey = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'a key starts with a letter and has small Latin letters, digits and _, at most 40');
export const FieldLabel = z.string().trim().min(1, 'a label is needed').max(80);
/** What may be chosen, in order. */
export const FieldOptions = z
  .array(z.string().trim().min(1).max(200))
  .max(100)
  .transform((options) => [...new Set(options)]);
export const FieldPosition = z.int().min(0).max(1_000);

/** A field that the organization added to a kind of record. */
export interface CustomFieldView {
  id: string;
  record: RecordKind;
  /** The name that its values bear in `customFields`. */
  key: string;
  label: string;
  kind: CustomFieldKind;
  options: string[];
  required: boolean;
  position: number;
}

/** What of a field's row its view needs. */
export const customFieldShape = {
  id: true,
  record: true,
  key: true,
  label: true,
  kind: true,
  options: true,
  required: true,
  position: true,
} as const;
