/** The Snowball algorithm for Russian: cuts a lower-case word (ё already as е) to the part its forms share. */
export function stemRussian(word: string): string {
  const firstVowel = word.search(/[аеиоуыэюя]/);
  if (firstVowel === -1) return word;
  const head = word.slice(0, firstVowel + 1);
  let rest = word.slice(firstVowel + 1);

  const afterGerund = rest.replace(perfectiveGerund, (_match, vowel: string | undefined) => vowel ?? '');
  if (afterGerund !== rest) {
    rest = afterGerund;
  } else {
    rest = rest.replace(/(ся|сь)$/, '');
    rest = cutFirst(rest, [cutAdjectival, cutVerb, cutNoun]);
  }
  rest = rest.replace(/и$/, '');
  if (/[аеиоуыэюя][^аеиоуыэюя]+[аеиоуыэюя]+[^аеиоуыэюя].*ость?$/.test(head + rest)) rest = rest.replace(/ость?$/, '');
  const undoubled = rest.replace(/нн$/, 'н');
  if (undoubled !== rest) return head + undoubled;
  const plain = rest.replace(/ейше?$/, '').replace(/нн$/, 'н');
  return head + (plain === rest ? rest.replace(/ь$/, '') : plain);
}

const perfectiveGerund = /(?:ившись|ывшись|ивши|ывши|ив|ыв|([ая])(?:вшись|вши|в))$/;
const adjective = /(?:ими|ыми|его|ого|ему|ому|ее|ие|ые|ое|ей|ий|ый|ой|ем|им|ым|ом|их|ых|ую|юю|ая|яя|ою|ею)$/;
const participle = /(?:ивш|ывш|ующ|([ая])(?:ем|нн|вш|ющ|щ))$/;
const verb =
  /(?:ила|ыла|ена|ейте|уйте|ите|или|ыли|ей|уй|ил|ыл|им|ым|ен|ило|ыло|ено|ят|ует|уют|ит|ыт|ены|ить|ыть|ишь|ую|ю|([ая])(?:ла|на|ете|йте|ли|й|л|ем|н|ло|но|ет|ют|ны|ть|ешь|нно))$/;
const noun =
  /(?:иями|ями|ами|ией|иям|ием|иях|ев|ов|ие|ье|еи|ии|ей|ой|ий|ям|ем|ам|ом|ах|ях|ию|ью|ия|ья|а|е|и|й|о|у|ы|ь|ю|я)$/;

function cutAdjectival(text: string): string {
  const cut = text.replace(adjective, '');
  return cut === text ? text : cut.replace(participle, keepVowel);
}

function cutVerb(text: string): string {
  return text.replace(verb, keepVowel);
}

function cutNoun(text: string): string {
  return text.replace(noun, '');
}

function keepVowel(_match: string, vowel: string | undefined): string {
  return vowel ?? '';
}

function cutFirst(text: string, cuts: readonly ((text: string) => string)[]): string {
  for (const cut of cuts) {
    const shorter = cut(text);
    if (shorter !== text) return shorter;
  }
  return text;
}
