/** What a cell of a table that we write holds. Texts are made safe; numbers stay numbers. */
export type Cell = string | number | boolean | Date | null;

/** Characters that Excel keeps in one cell. */
export const maxCellLength = 32_767;

// NUL to US without line feed, DEL and C1: none of them is text, and some programs drop them before they look for a formula.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;
// Invisible characters and spaces that a program may skip before it looks at the first visible one.
const unseen = /^[\s\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f\ufeff'"]+/;
const plainNumber = /^[+-]?\d+(?:[.,]\d+)?$/;

/**
 * A text that no spreadsheet program takes for a formula: control characters become spaces, and a text that begins with
 * `=`, `+`, `-` or `@` — after spaces, invisible characters and quotes, also as full-width signs — gets an apostrophe in
 * front. Plain numbers such as +79161234567 stay as they are: they compute nothing.
 */
export function neutralize(text: string): string {
  const clean = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(controls, ' ')
    .slice(0, maxCellLength - 1);
  const first = clean.normalize('NFKC').replace(unseen, '').charAt(0);
  const isFormula = first !== '' && '=+-@\u2212\u2795\u2796'.includes(first) && !plainNumber.test(clean);
  return isFormula ? `'${clean}` : clean;
}
