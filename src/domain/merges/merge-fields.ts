import type { MergeableRecord } from '#domain/duplicates/policy.ts';

/** Whose value is kept; `both` is for texts that can stand one below the other. */
export type Choice = 'survivor' | 'merged' | 'both';
export type Choices = Readonly<Record<string, Choice>>;

/** Something of a record that has one value, so that a merge must choose; its columns always go together. */
export interface MergeField {
  key: string;
  columns: readonly string[];
  /** The columns whose values a person compares; the others only come along. */
  shown: readonly string[];
  isText?: true;
}

const single = (key: string, column: string): MergeField => ({ key, columns: [column], shown: [column] });
const text = (key: string, column: string): MergeField => ({ ...single(key, column), isText: true });

/** The fields of each kind of record, in the order in which they are shown. */
export const mergeFields: Record<MergeableRecord, readonly MergeField[]> = {
  contact: [
    single('name', 'name'),
    { key: 'company', columns: ['company_name', 'company_id'], shown: ['company_name'] },
    single('position', 'position'),
    {
      key: 'telegram',
      columns: ['telegram_user_id', 'telegram_username', 'unreachable_at'],
      shown: ['telegram_username', 'telegram_user_id'],
    },
    single('owner', 'owner_id'),
    single('language', 'language'),
    single('timeZone', 'time_zone'),
    single('country', 'country'),
    text('note', 'note'),
  ],
  company: [
    single('name', 'name'),
    single('domain', 'domain'),
    single('taxId', 'tax_id'),
    single('phone', 'phone'),
    single('email', 'email'),
    single('website', 'website'),
    single('address', 'address'),
    single('industry', 'industry'),
    single('owner', 'owner_id'),
    text('note', 'note'),
  ],
  lead: [
    single('name', 'name'),
    {
      key: 'stage',
      columns: ['stage_id', 'pipeline_id', 'stage_entered_at', 'closed_at', 'close_reason'],
      shown: ['stage_id'],
    },
    single('owner', 'owner_id'),
    single('source', 'source'),
    text('note', 'note'),
  ],
};

type Row = Readonly<Record<string, unknown>>;

/** A value as a text to compare and show; null when there is none. */
export function valueText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(typeof value === 'bigint' ? Number(value) : value);
}

/** Whether the record says nothing there. */
export function isEmpty(row: Row, field: MergeField): boolean {
  return field.shown.every((column) => row[column] === null || row[column] === undefined || row[column] === '');
}

export function isSame(survivor: Row, merged: Row, field: MergeField): boolean {
  return field.shown.every((column) => (valueText(survivor[column]) ?? '') === (valueText(merged[column]) ?? ''));
}

/** What is kept when nobody chooses: the survivor's value where it has one, and texts of both. */
export function proposedChoice(survivor: Row, merged: Row, field: MergeField): Choice {
  if (isEmpty(merged, field)) return 'survivor';
  if (isEmpty(survivor, field)) return 'merged';
  return field.isText && !isSame(survivor, merged, field) ? 'both' : 'survivor';
}

/** The columns that change on the survivor by these choices, with their new values. */
export function chosenValues(
  fields: readonly MergeField[],
  survivor: Row,
  merged: Row,
  choices: Choices,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of fields) {
    const choice = choices[field.key] ?? proposedChoice(survivor, merged, field);
    if (choice === 'merged') for (const column of field.columns) values[column] = merged[column];
    const [column = ''] = field.columns;
    if (choice === 'both' && field.isText && !isSame(survivor, merged, field))
      values[column] = [survivor[column], merged[column]].filter(Boolean).join('\n\n');
  }
  return values;
}

/** The survivor's own values, completed by those that only the merged record has, or replaced where that was chosen. */
export function chosenCustomFields(survivor: unknown, merged: unknown, choices: Choices): Record<string, unknown> {
  const [own, theirs] = [{ ...Object(survivor) }, { ...Object(merged) }];
  const kept: Record<string, unknown> = { ...theirs, ...own };
  for (const key of Object.keys(own)) if (own[key] === null && key in theirs) kept[key] = theirs[key];
  for (const key of Object.keys(theirs)) if (choices[customKey(key)] === 'merged') kept[key] = theirs[key];
  return kept;
}

export function customKey(key: string): string {
  return `custom.${key}`;
}
