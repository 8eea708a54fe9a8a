import { editDistance } from '#domain/duplicates/edit-distance.ts';

export const likenessRules = ['name', 'phone', 'email', 'company', 'telegram', 'domain', 'taxId', 'contact'] as const;
export type LikenessRule = (typeof likenessRules)[number];

/** Why two records may be the same: what each of them says. */
export interface LikenessReason {
  rule: LikenessRule;
  left: string;
  right: string;
}

/** How alike two records are; `left` of the reasons is the first of the two. */
export interface Likeness {
  /** 0 … 1 */
  score: number;
  reasons: LikenessReason[];
}

/** What is at least as alike as this is suggested. */
export const suggestedFrom = 0.5;

export const different: Likeness = { score: 0, reasons: [] };

/** One hint that two records are the same, from 0, no hint, to 1, proof. */
export interface Hint extends LikenessReason {
  weight: number;
}

/** Several independent hints as one likeness: each makes it surer. */
export function combine(hints: (Hint | null)[]): Likeness {
  const present = hints.filter((hint) => hint !== null && hint.weight > 0) as Hint[];
  const doubt = present.reduce((product, { weight }) => product * (1 - weight), 1);
  return {
    score: Math.round((1 - doubt) * 1000) / 1000,
    reasons: present.toSorted((a, b) => b.weight - a.weight).map(({ rule, left, right }) => ({ rule, left, right })),
  };
}

/** How much a like name says when so many other records have one like it: Sergey Ivanov is more than one person. */
export function rarity(othersOfThatName: number): number {
  if (othersOfThatName <= 1) return 1;
  if (othersOfThatName <= 3) return 0.75;
  return othersOfThatName <= 8 ? 0.5 : 0.3;
}

/** The strongest hint of two lists of numbers in E.164 or digits that are not the same number. */
export function phoneHint(left: readonly string[], right: readonly string[]): Hint | null {
  return strongest(left, right, 'phone', (one, other) => {
    const [a, b] = [one.replace(/\D/g, ''), other.replace(/\D/g, '')];
    if (Math.min(a.length, b.length) < 7) return 0;
    if (a === b) return 0.8;
    const same = commonEnd(a, b);
    if (same >= 10) return 0.8;
    if (same >= 8) return 0.65;
    if (same === 7) return 0.45;
    return Math.min(a.length, b.length) >= 10 && editDistance(a, b, 1) === 1 ? 0.45 : 0;
  });
}

const mailboxesOfMany =
  /^(info|sales?|office|mail|admin|contact|hello|support|zakaz|order|manager|director|post|buh|hr|job|noreply|no-reply|test|marketing|client|team)\d*$/;

/** The strongest hint of two lists of addresses: one mailbox name at two providers, or one letter apart. */
export function emailHint(left: readonly string[], right: readonly string[]): Hint | null {
  return strongest(left, right, 'email', (one, other) => {
    const [a, b] = [mailboxOf(one), mailboxOf(other)];
    if (a === '' || b === '' || mailboxesOfMany.test(a) || mailboxesOfMany.test(b)) return 0;
    if (one === other) return 0.9;
    if (a === b) return a.length >= 6 ? 0.6 : 0.35;
    if (one.split('@')[1] === other.split('@')[1] && a.length >= 5 && editDistance(a, b, 1) === 1) return 0.55;
    return 0;
  });
}

/** The part before @ that decides: without dots and what follows a plus. */
function mailboxOf(email: string): string {
  return (email.split('@')[0] ?? '').replace(/\+.*$/, '').replaceAll('.', '');
}

function strongest(
  left: readonly string[],
  right: readonly string[],
  rule: LikenessRule,
  weigh: (one: string, other: string) => number,
): Hint | null {
  let best: Hint | null = null;
  for (const one of left) {
    for (const other of right) {
      const weight = weigh(one, other);
      if (weight > (best?.weight ?? 0)) best = { rule, left: one, right: other, weight };
    }
  }
  return best;
}

function commonEnd(a: string, b: string): number {
  let same = 0;
  while (same < Math.min(a.length, b.length) && a.at(-1 - same) === b.at(-1 - same)) same += 1;
  return same;
}
