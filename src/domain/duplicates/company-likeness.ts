import { editDistance } from '#domain/duplicates/edit-distance.ts';
import { foldCompanyName } from '#domain/duplicates/fold-words.ts';
import { combine, emailHint, phoneHint, rarity } from '#domain/duplicates/likeness.ts';
import type { Hint, Likeness } from '#domain/duplicates/likeness.ts';
import { nameLikeness } from '#domain/duplicates/name-likeness.ts';

/** What of a company its likeness to others is judged by. */
export interface CompanyToCompare {
  id: string;
  name: string;
  domain: string | null;
  taxId: string | null;
  phone: string | null;
  email: string | null;
}

/** Each of the others with how alike it is to the company. */
export function compareCompanies<Company extends CompanyToCompare>(
  company: CompanyToCompare,
  others: readonly Company[],
): { other: Company; likeness: Likeness }[] {
  const folded = foldCompanyName(company.name);
  const compared = others.map((other) => ({ other, score: nameLikeness(folded, foldCompanyName(other.name)).score }));
  const rare = rarity(compared.filter(({ score }) => score >= 0.75).length);
  return compared.map(({ other, score }) => ({ other, likeness: companyLikeness(company, other, score, rare) }));
}

function companyLikeness(one: CompanyToCompare, other: CompanyToCompare, score: number, rare: number): Likeness {
  const name: Hint | null =
    score < 0.75 ? null : { rule: 'name', left: one.name, right: other.name, weight: 0.7 * score * rare };
  const hints = [
    phoneHint(one.phone ? [one.phone] : [], other.phone ? [other.phone] : []),
    emailHint(one.email ? [one.email] : [], other.email ? [other.email] : []),
    domainHint(one.domain, other.domain),
    taxHint(one.taxId, other.taxId),
  ];
  // Two numbers of the tax office that are not one typo apart are two companies.
  const doubt = one.taxId && other.taxId && !hints[3] ? 0.6 : 1;
  return combine([name && { ...name, weight: name.weight * doubt }, ...hints]);
}

function domainHint(left: string | null, right: string | null): Hint | null {
  if (!left || !right) return null;
  const [a, b] = [labelOf(left), labelOf(right)];
  return a.length >= 3 && a === b ? { rule: 'domain', left, right, weight: 0.55 } : null;
}

/** The part of a domain that is the company's own: acme of shop.acme.co.uk is not looked for, acme of acme.ru is. */
function labelOf(domain: string): string {
  return (
    domain
      .toLowerCase()
      .replace(/^www\./, '')
      .split('.')[0] ?? ''
  );
}

function taxHint(left: string | null, right: string | null): Hint | null {
  if (!left || !right || left.length < 8 || editDistance(left, right, 1) !== 1) return null;
  return { rule: 'taxId', left, right, weight: 0.6 };
}
