// The same as the database's fold_name, for names that are compared by the hundred: letter by letter, one spelling for
// Cyrillic and Latin. A test holds the two together.
const from = 'абвгдеёзийклмнопрстуфхыэіїєґқғңөұүһәàáâãäåāçćčèéêëēęėìíîïīłñńòóôõöøōùúûüūýÿśšźżž';
const to = 'abvgdeeziiklmnoprstufhieiiegkgnouuhaaaaaaaaccceeeeeeeiiiiilnnooooooouuuuuyysszzz';
const letters = new Map<string, string>([
  ...Array.from(from, (letter, place): [string, string] => [letter, to[place] ?? '']),
  ...Array.from("ъь'’`´", (letter): [string, string] => [letter, '']),
  ['ж', 'zh'],
  ['ц', 'ts'],
  ['ч', 'ch'],
  ['ш', 'sh'],
  ['щ', 'sh'],
  ['ю', 'iu'],
  ['я', 'ia'],
  ['ß', 'ss'],
  ['æ', 'ae'],
]);

/** A name in one spelling: lower case, Latin letters, one space between words; Козлов and Kozlov are the same. */
export function foldName(name: string): string {
  let folded = '';
  for (const letter of name.toLowerCase()) folded += letters.get(letter) ?? letter;
  return folded
    .replaceAll('shch', 'sh')
    .replaceAll('sch', 'sh')
    .replaceAll('kh', 'h')
    .replaceAll('ph', 'f')
    .replaceAll('ck', 'k')
    .replaceAll('x', 'ks')
    .replaceAll('w', 'v')
    .replaceAll(/[yj]/g, 'i')
    .replaceAll(/i+/g, 'i')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const legalForms = new Set(
  'ooo ao zao oao pao ip too tdv tov chp llc ltd inc gmbh ag corp corporation co company limited plc kompania firma gruppa group holding td tk gk nko ano'.split(
    ' ',
  ),
);

/** A company's name in one spelling, without what only says that it is one; the same as fold_company_name. */
export function foldCompanyName(name: string): string {
  const folded = foldName(name);
  const words = folded.split(' ').filter((word) => !legalForms.has(word));
  return words.join(' ') || folded;
}
