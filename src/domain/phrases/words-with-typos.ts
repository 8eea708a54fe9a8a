import { sensesOf, wordsWorthGuessing } from '#domain/phrases/when-words.ts';
import type { Sense } from '#domain/phrases/when-words.ts';

/** Words that look like a misspelled day or month and are none. */
const honest = new Set(
  `завтрак завтрака завтраку завтраком завтраки среди среднее средства средний минус минуса часто часть черед череп
  месть места место месте ветер вечно неделим апрель маркт мартин мартын майор июня августин октан следуют следует
  сегмент сунда match mouth moths money sundry house houses nights weekly weeks monty fried months marsh larch watch
  weak weird hourly minus minute minimum though trough thorough through threw second seconds seasons mariah march's
  april's julie julia augusta janet thursby nest text texts nexus nearest nearer flowing followed follow follows
  withing outcoming comings becoming upcoming tomorrow's days data date dated month's
  `
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** As it sounds rather than as it is written: unstressed vowels, silent signs and doubled letters do not count. */
function soundOf(word: string): string {
  return word
    .replace(/[ьъ]/g, '')
    .replace(/[ое]го$/, 'ова')
    .replace(/[оа]/g, 'а')
    .replace(/[еиэыя]/g, 'и')
    .replace(/тс|ц/g, 'с')
    .replace(/щ|ч/g, 'ш')
    .replace(/(.)\1+/g, '$1');
}

const sounds = wordsWorthGuessing.map((word) => ({ word, sound: soundOf(word) }));

/** What a misspelled word probably says about time; nothing when it is no misspelling, or of too many words. */
export function sensesOfTypo(plain: string): readonly Sense[] {
  if (plain.length < 5 || plain.length > 20 || honest.has(plain)) return [];
  const sound = soundOf(plain);
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const candidate of sounds) {
    if (candidate.word.charAt(0) !== plain.charAt(0) && candidate.sound.charAt(0) !== sound.charAt(0)) continue;
    const allowed = candidate.sound.length >= 8 ? 2 : candidate.sound.length >= 5 ? 1 : 0;
    if (Math.abs(candidate.sound.length - sound.length) > allowed) continue;
    // The sound is compared, the spelling breaks a tie.
    const distance = distanceOf(candidate.sound, sound);
    if (distance > allowed) continue;
    const total = distance * 10 + distanceOf(candidate.word, plain);
    if (total < bestDistance) {
      bestDistance = total;
      best = candidate.word;
    }
  }
  return best === null ? [] : sensesOf(best);
}

/** Letters to change, add, drop or swap with their neighbour to make one word of the other. */
function distanceOf(left: string, right: string): number {
  let before: number[] = [];
  let above = Array.from({ length: right.length + 1 }, (_none, place) => place);
  for (let row = 1; row <= left.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        (above[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (swapped) cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      line.push(cost);
    }
    before = above;
    above = line;
  }
  return above[right.length] ?? 0;
}
