import { foldCompanyName, foldName } from '#domain/duplicates/fold-words.ts';
import { combine, different, emailHint, phoneHint, rarity } from '#domain/duplicates/likeness.ts';
import type { Hint, Likeness } from '#domain/duplicates/likeness.ts';
import { nameLikeness, wordsOf } from '#domain/duplicates/name-likeness.ts';
import type { NameLikeness } from '#domain/duplicates/name-likeness.ts';
import { isGivenName } from '#domain/duplicates/short-name-words.ts';

/** What of a contact its likeness to others is judged by. */
export interface PersonToCompare {
  id: string;
  name: string;
  username: string | null;
  hasTelegramAccount: boolean;
  companyId: string | null;
  companyName: string | null;
  /** E.164 */
  phones: string[];
  emails: string[];
}

/** Each of the others with how alike it is to the person; a name that many of them share says less. */
export function comparePeople<Person extends PersonToCompare>(
  person: PersonToCompare,
  others: readonly Person[],
): { other: Person; likeness: Likeness }[] {
  const folded = foldName(person.name);
  const compared = others.map((other) => ({ other, name: nameLikeness(folded, foldName(other.name)) }));
  const namesakes = compared.filter(({ name }) => isStrong(name)).length;
  return compared.map(({ other, name }) => ({ other, likeness: personLikeness(person, other, name, namesakes) }));
}

const isStrong = ({ score, words }: NameLikeness) => score >= 0.75 && words >= 1;

function personLikeness(one: PersonToCompare, other: PersonToCompare, name: NameLikeness, namesakes: number): Likeness {
  const phone = phoneHint(one.phones, other.phones);
  const email = emailHint(one.emails, other.emails);
  const telegram = usernameHint(one, other);
  const named = nameHint(one, other, name, rarity(namesakes));
  if (!phone && !email && !telegram && !named) return different;
  // A number or mailbox that is nearly the same, of two people with other names, is mostly a neighbour's.
  const trust = name.contradicts ? 0.6 : 1;
  const identities = [phone, email, telegram].map((hint) => hint && { ...hint, weight: hint.weight * trust });
  const doubts =
    (!phone && one.phones.length > 0 && other.phones.length > 0 ? 0.85 : 1) *
    (!email && one.emails.length > 0 && other.emails.length > 0 ? 0.9 : 1) *
    (!telegram && one.hasTelegramAccount && other.hasTelegramAccount ? 0.85 : 1);
  return combine([
    named && { ...named, weight: named.weight * doubts },
    ...identities,
    named || phone || email ? companyHint(one, other) : null,
  ]);
}

function nameHint(one: PersonToCompare, other: PersonToCompare, name: NameLikeness, rare: number): Hint | null {
  if (name.score < 0.7) return null;
  const whole = { rule: 'name' as const, left: one.name, right: other.name };
  if (name.words >= 2) return { ...whole, weight: 0.66 * name.score * rare };
  const [word = ''] = wordsOf(foldName(one.name));
  const isOneWord = wordsOf(foldName(one.name)).length === 1 && wordsOf(foldName(other.name)).length === 1;
  if (isOneWord && !isGivenName(word)) return { ...whole, weight: 0.55 * name.score * rare };
  return { ...whole, weight: 0.3 * name.score * Math.max(rare, 0.5) };
}

function usernameHint(one: PersonToCompare, other: PersonToCompare): Hint | null {
  if (!one.username || one.username.toLowerCase() !== other.username?.toLowerCase()) return null;
  return { rule: 'telegram', left: `@${one.username}`, right: `@${other.username}`, weight: 0.85 };
}

function companyHint(one: PersonToCompare, other: PersonToCompare): Hint | null {
  const isSame =
    (one.companyId !== null && one.companyId === other.companyId) ||
    (one.companyName !== null &&
      other.companyName !== null &&
      foldCompanyName(one.companyName) === foldCompanyName(other.companyName));
  if (!isSame) return null;
  return { rule: 'company', left: one.companyName ?? '', right: other.companyName ?? '', weight: 0.25 };
}
