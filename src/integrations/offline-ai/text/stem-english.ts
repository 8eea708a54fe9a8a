/** A light English stemmer for a lower-case word: plural, -ed, -ing, -ly, so that forms of one word count as one. */
export function stemEnglish(word: string): string {
  if (word.length <= 3) return word;
  let stem = word.replace(/'s?$/, '');
  stem = stem
    .replace(/(ss|us|is)$/, '$1\u0000')
    .replace(/ies$/, 'y')
    .replace(/(x|ch|sh|ss|z)es$/, '$1')
    .replace(/s$/, '')
    .replace('\u0000', '');
  const shorter = stem.replace(/(?:ingly|edly|ing|ed|ly)$/, '');
  if (shorter !== stem && shorter.length >= 3 && /[aeiouy]/.test(shorter)) {
    stem = shorter.replace(/([bdfgklmnprt])\1$/, '$1');
  }
  return stem.length > 4 ? stem.replace(/e$/, '').replace(/([^aeiou])y$/, '$1i') : stem;
}
