import { sha256 } from '#platform/hashing.ts';
import { headingWords, nameWords, plainWord } from '#domain/imports/heading-words.ts';
import type { RecordKind } from '#prisma/generated/enums.ts';

const person = ['phone', 'phone2', 'email', 'companyName', 'position', 'telegramUsername', 'language'] as const;
const nameParts = ['name', 'firstName', 'lastName', 'middleName'] as const;
const place = ['owner', 'stage', 'pipeline', 'source', 'note'] as const;

/** The fields that a column can be read as, by the kind of record; the organization's own are `custom.<key>`. */
export const importFields: Record<RecordKind, readonly string[]> = {
  contact: [...nameParts, ...person, 'owner', 'note'],
  lead: [...nameParts, ...person, ...place, 'externalId'],
  company: ['name', 'taxId', 'domain', 'website', 'phone', 'email', 'address', 'industry', 'owner', 'note'],
  deal: ['name', 'amount', 'currency', 'expectedCloseOn', 'phone', 'email', 'companyName', 'taxId', ...place],
};

/** Which field says that a row is a record that is there already, by the kind of record; the first is the usual one. */
export const matchKeys = {
  contact: ['phoneOrEmail', 'phone', 'email', 'none'],
  lead: ['externalId', 'phoneOrEmail', 'none'],
  company: ['taxId', 'domain', 'name', 'none'],
  deal: ['name', 'none'],
} as const satisfies Record<RecordKind, readonly string[]>;

/** Column of the file → field, in the order of the file; null columns are not read. */
export interface ImportColumn {
  heading: string;
  field: string | null;
}

export interface CustomColumn {
  key: string;
  label: string;
}

/** Headings that can be told apart: empty ones get their number, a repeated one gets a number behind it. */
export function distinctHeadings(cells: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return cells.map((cell, index) => {
    const heading = cell.trim().slice(0, 200) || `Column ${index + 1}`;
    const count = (seen.get(heading) ?? 0) + 1;
    seen.set(heading, count);
    return count === 1 ? heading : `${heading} (${count})`;
  });
}

/** What each column is likely to be, by its heading; no field is given twice. */
export function guessColumns(
  record: RecordKind,
  headings: readonly string[],
  customFields: readonly CustomColumn[],
): ImportColumn[] {
  const meanings = meaningsOf(record, customFields);
  const plain = new Set(headings.map(plainWord));
  const taken = new Set<string>();
  return headings.map((heading) => {
    let field = meanings.get(plainWord(heading)) ?? null;
    // Beside a column of family names, a column of names holds given names.
    if (field === 'name' && record !== 'company' && record !== 'deal' && hasFamilyNames(plain)) field = 'firstName';
    if (field === 'phone' && taken.has('phone')) field = 'phone2';
    if (field === null || taken.has(field) || !isField(record, field, customFields)) return { heading, field: null };
    taken.add(field);
    return { heading, field };
  });
}

/** Whether a column of this kind of record can be read as this field. */
export function isField(record: RecordKind, field: string, customFields: readonly CustomColumn[]): boolean {
  return importFields[record].includes(field) || customFields.some(({ key }) => field === `custom.${key}`);
}

/** The same for the same headings in any order. */
export function hashHeadings(headings: readonly string[]): string {
  return sha256(JSON.stringify(headings.map(plainWord).sort()));
}

/** The usual key of those whose column is there. */
export function usualMatchKey(record: RecordKind, columns: readonly ImportColumn[]): string {
  const fields = new Set(columns.map(({ field }) => field));
  const isThere = (key: string) =>
    key === 'none' || (key === 'phoneOrEmail' ? fields.has('phone') || fields.has('email') : fields.has(key));
  return matchKeys[record].find(isThere) ?? 'none';
}

function meaningsOf(record: RecordKind, customFields: readonly CustomColumn[]): Map<string, string> {
  const meanings = new Map<string, string>();
  const add = (word: string, field: string) => {
    const key = plainWord(word);
    if (!meanings.has(key)) meanings.set(key, field);
  };
  for (const { key, label } of customFields) {
    add(label, `custom.${key}`);
    add(key, `custom.${key}`);
  }
  for (const word of nameWords[record]) add(word, 'name');
  for (const field of importFields[record])
    for (const word of [field, ...(headingWords[field] ?? [])]) add(word, field);
  return meanings;
}

function hasFamilyNames(plain: ReadonlySet<string>): boolean {
  return (headingWords['lastName'] ?? []).some((word) => plain.has(plainWord(word)));
}
