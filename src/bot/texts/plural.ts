const english = new Intl.PluralRules('en');
const russian = new Intl.PluralRules('ru');

/** A count with its English noun. */
export function pluralEn(count: number, one: string, other: string): string {
  return `${count} ${english.select(count) === 'one' ? one : other}`;
}

/** A count with its Russian noun: 1 звонок, 2 звонка, 5 звонков; fractions take the second form. */
export function pluralRu(count: number, one: string, few: string, many: string): string {
  const form = russian.select(count);
  if (form === 'one') return `${count} ${one}`;
  return `${count} ${form === 'few' || form === 'other' ? few : many}`;
}
