import { foldName } from '#domain/duplicates/fold-words.ts';
import type { SearchedText } from '#domain/search/read-query.ts';
import type { FoundRow, Highlight } from '#domain/search/search-result.ts';
import { quoteMarks } from '#domain/search/search-words.ts';

/** A quote is cut around its first found word to so many UTF-16 units. */
const quoteLength = 200;
const before = 60;

/** Where in the found record the searched text stands; plain texts and places in them, never markup. */
export function highlightsOf(row: FoundRow, searched: SearchedText, quoteField: string): Highlight[] {
  const highlights: Highlight[] = [];
  const nameRanges = row.quotes === null ? rangesOfWords(row.title, searched.words) : [];
  if (nameRanges.length > 0) highlights.push({ field: 'name', text: row.title, ranges: nameRanges });
  if (row.field !== null && row.fieldText !== null)
    highlights.push({
      field: row.field,
      text: row.fieldText,
      ranges: rangesInField(row.field, row.fieldText, searched),
    });
  for (const quote of row.quotes ?? []) highlights.push({ field: quoteField, ...cut(unmark(quote)) });
  return highlights;
}

/** Words of a name that the searched words mean: as typed, in the other alphabet, or misspelt. */
function rangesOfWords(name: string, searchedWords: readonly string[]): Highlight['ranges'] {
  const wanted = searchedWords.map(foldName).filter((word) => word !== '');
  const ranges: Highlight['ranges'] = [];
  for (const match of name.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const folded = foldName(match[0]);
    if (!wanted.some((word) => folded.includes(word) || isLike(folded, word))) continue;
    ranges.push(typedPart(match[0], match.index, searchedWords) ?? [match.index, match.index + match[0].length]);
  }
  return ranges;
}

/** The very letters that were typed, when the word has them. */
function typedPart(word: string, start: number, searchedWords: readonly string[]): [number, number] | null {
  const lower = word.toLowerCase();
  // Small letters may be longer than the capital ones; then the whole word is marked.
  if (lower.length !== word.length) return null;
  for (const searched of searchedWords) {
    const at = lower.indexOf(searched.toLowerCase());
    if (at >= 0) return [start + at, start + at + searched.length];
  }
  return null;
}

function rangesInField(field: string, text: string, { phone, russianPhone, handle, text: typed, words }: SearchedText) {
  const digits = [phone?.slice(1, -1), russianPhone?.slice(0, -1)];
  const parts = field === 'phone' ? digits : [handle, typed.toLowerCase()];
  for (const part of parts) {
    const at = part ? text.toLowerCase().indexOf(part) : -1;
    if (part && at >= 0) return [[at, at + part.length] satisfies [number, number]] as Highlight['ranges'];
  }
  return field === 'amount' ? ([[0, text.length]] as Highlight['ranges']) : rangesOfWords(text, words);
}

/** The text without its marks, and where they were. */
function unmark(quote: string): Pick<Highlight, 'text' | 'ranges'> {
  const ranges: Highlight['ranges'] = [];
  let text = '';
  for (const [index, piece] of quote.split(quoteMarks.start).entries()) {
    const [marked = '', ...rest] = index === 0 ? ['', piece] : piece.split(quoteMarks.stop);
    if (marked !== '') ranges.push([text.length, text.length + marked.length]);
    text += marked + rest.join('');
  }
  return { text, ranges };
}

function cut({ text, ranges }: Pick<Highlight, 'text' | 'ranges'>): Pick<Highlight, 'text' | 'ranges'> {
  const first = ranges[0]?.[0] ?? 0;
  const start = text.length <= quoteLength ? 0 : wholeFrom(text, Math.max(0, first - before));
  const end = wholeFrom(text, Math.min(text.length, start + quoteLength));
  const [head, tail] = [start > 0 ? '…' : '', end < text.length ? '…' : ''];
  const shift = head.length - start;
  return {
    text: `${head}${text.slice(start, end)}${tail}`,
    ranges: ranges.flatMap(([from, to]) =>
      from >= start && to <= end ? [[from + shift, to + shift] as [number, number]] : [],
    ),
  };
}

/** The place itself, or the next one when it would part the halves of one character. */
function wholeFrom(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
}

/** Whether two folded words share at least half of their runs of three letters, as the database's likeness asks. */
function isLike(word: string, wanted: string): boolean {
  const [own, others] = [runsOf(word), runsOf(wanted)];
  const shared = [...others].filter((run) => own.has(run)).length;
  return shared / others.size >= 0.5;
}

function runsOf(word: string): Set<string> {
  const padded = `  ${word} `;
  return new Set(Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3)));
}
