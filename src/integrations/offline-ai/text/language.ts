const markers: [string, RegExp][] = [
  ['uk', /[іїєґ]/g],
  ['kk', /[әғқңұүһ]/g],
  ['be', /ў/g],
];

/** Small words by which languages in Latin letters are told apart. */
const smallWords: Record<string, string> = {
  en: 'the and you is to of in it that for are with this have not what we i my your can do but please will yes',
  de: 'der die das und ich sie ist nicht wir ein eine mit auf für haben ja nein bitte wie kann es guten zu den was',
  es: 'el la los las que de y no es un una por para con usted sí gracias está hola me muy pero su qué en cómo',
  fr: 'le la les de et vous je est pas une un pour que avec oui non bonjour merci nous ce il votre mais sur des du',
  it: 'il la che di e non è un una per con sono grazie buongiorno sì lei mi come ma questo del posso della gli',
  pt: 'o a os que de e não é um uma para com você sim obrigado por está bom meu mas do da isso eu ao',
  pl: 'i w nie to jest na się z do że tak pan pani dzień dobry proszę dziękuję jak mam czy co ale mnie po już',
  tr: 've bir bu için ben siz de da evet hayır ne var mı mi çok teşekkürler merhaba ama nasıl olarak daha yok gibi',
};

/** ISO 639-1 code of the language a text is mostly in; `fallback` when there is nothing to go by. */
export function detectLanguage(text: string, fallback: string): string {
  const lower = text.toLowerCase();
  const cyrillic = lower.match(/[\u0400-\u04ff]/g)?.length ?? 0;
  const latin = lower.match(/[a-z\u00c0-\u024f]/g)?.length ?? 0;
  if (cyrillic + latin < 2) return fallback;
  if (cyrillic >= latin) {
    const special = markers.find(([, letters]) => (lower.match(letters)?.length ?? 0) > cyrillic * 0.015);
    // Kazakh shares the Ukrainian «і», so its own letters decide.
    const isKazakh = (lower.match(/[әғқңұүһ]/g)?.length ?? 0) > cyrillic * 0.01;
    return isKazakh ? 'kk' : (special?.[0] ?? 'ru');
  }
  const words = lower.match(/\p{L}+/gu) ?? [];
  let best = { code: fallback === 'ru' ? 'en' : fallback, hits: 0 };
  for (const [code, list] of Object.entries(smallWords)) {
    const known = new Set(list.split(' '));
    const hits = words.filter((word) => known.has(word)).length;
    if (hits > best.hits) best = { code, hits };
  }
  return best.code;
}
