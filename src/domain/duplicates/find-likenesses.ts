import type { Context } from '#domain/context.ts';
import { compareCompanies } from '#domain/duplicates/company-likeness.ts';
import { foldName } from '#domain/duplicates/fold-words.ts';
import {
  companiesLike,
  companiesToCompare,
  contactsLike,
  leadsOfSamePerson,
  peopleToCompare,
} from '#domain/duplicates/like-reads.ts';
import type { SoughtPerson } from '#domain/duplicates/like-reads.ts';
import { suggestedFrom } from '#domain/duplicates/likeness.ts';
import type { LikenessReason } from '#domain/duplicates/likeness.ts';
import { variantsOf } from '#domain/duplicates/name-likeness.ts';
import { comparePeople } from '#domain/duplicates/person-likeness.ts';
import type { PersonToCompare } from '#domain/duplicates/person-likeness.ts';
import type { MergeableRecord } from '#domain/duplicates/policy.ts';

/** Two records that may be the same; leftId is the smaller id, and the reasons are in that order. */
export interface LikePair {
  leftId: string;
  rightId: string;
  score: number;
  reasons: LikenessReason[];
}

/** Suggestions that one record gets at most: the surest. */
const mostOfOne = 20;

/** All pairs of these records with others that are alike enough to be suggested, each pair once. Reads what is committed. */
export async function findLikenesses(
  ctx: Context,
  record: MergeableRecord,
  ids: readonly string[],
): Promise<LikePair[]> {
  const found = await finders[record](ctx, ids);
  const pairs = new Map<string, LikePair>();
  for (const { forId, ...pair } of found) {
    const alike = toPair(forId, pair);
    const key = `${alike.leftId}:${alike.rightId}`;
    // Seen from the other side a name may be rarer or not; the surer look counts.
    if ((pairs.get(key)?.score ?? 0) < alike.score) pairs.set(key, alike);
  }
  return [...pairs.values()];
}

interface Found {
  forId: string;
  id: string;
  score: number;
  reasons: LikenessReason[];
}

const finders: Record<MergeableRecord, (ctx: Context, ids: readonly string[]) => Promise<Found[]>> = {
  contact: findContacts,
  company: findCompanies,
  lead: findLeads,
};

async function findContacts(ctx: Context, ids: readonly string[]): Promise<Found[]> {
  const people = await ctx.read(peopleToCompare, [...ids]);
  if (people.length === 0) return [];
  const pairs = await ctx.read(contactsLike, JSON.stringify(people.map(soughtBy)));
  const known = new Map(people.map((person) => [person.id, person]));
  const unknown = [...new Set(pairs.map(({ id }) => id))].filter((id) => !known.has(id));
  for (const person of unknown.length === 0 ? [] : await ctx.read(peopleToCompare, unknown))
    known.set(person.id, person);
  const othersOf = Map.groupBy(pairs, ({ forId }) => forId);
  return people.flatMap((person) => {
    const others = (othersOf.get(person.id) ?? []).flatMap(({ id }) => known.get(id) ?? []);
    return surest(person.id, comparePeople(person, others));
  });
}

function soughtBy(person: PersonToCompare): SoughtPerson {
  return {
    id: person.id,
    names: variantsOf(foldName(person.name)),
    tails: person.phones.map((phone) => phone.slice(-7)),
    boxes: [...new Set(person.emails.map((email) => email.split('@')[0] ?? ''))].filter((box) => box.length >= 3),
    username: person.username?.toLowerCase() ?? null,
  };
}

async function findCompanies(ctx: Context, ids: readonly string[]): Promise<Found[]> {
  const pairs = await ctx.read(companiesLike, [...ids]);
  const all = [...new Set([...ids, ...pairs.map(({ id }) => id)])];
  const known = new Map((await ctx.read(companiesToCompare, all)).map((company) => [company.id, company]));
  const othersOf = Map.groupBy(pairs, ({ forId }) => forId);
  return ids.flatMap((id) => {
    const company = known.get(id);
    if (!company) return [];
    const others = (othersOf.get(id) ?? []).flatMap((pair) => known.get(pair.id) ?? []);
    return surest(id, compareCompanies(company, others));
  });
}

async function findLeads(ctx: Context, ids: readonly string[]): Promise<Found[]> {
  const pairs = await ctx.read(leadsOfSamePerson, [...ids]);
  return pairs.map(({ forId, id, name, otherName, contactName }) => ({
    forId,
    id,
    score: foldName(name) === foldName(otherName) ? 0.85 : 0.65,
    reasons: [
      { rule: 'contact', left: contactName, right: contactName },
      ...(foldName(name) === foldName(otherName) ? [{ rule: 'name' as const, left: name, right: otherName }] : []),
    ],
  }));
}

function surest(
  forId: string,
  compared: { other: { id: string }; likeness: { score: number; reasons: LikenessReason[] } }[],
): Found[] {
  return compared
    .filter(({ likeness }) => likeness.score >= suggestedFrom)
    .toSorted((a, b) => b.likeness.score - a.likeness.score)
    .slice(0, mostOfOne)
    .map(({ other, likeness }) => ({ forId, id: other.id, ...likeness }));
}

function toPair(forId: string, found: Omit<Found, 'forId'>): LikePair {
  const { id, score, reasons } = found;
  if (forId < id) return { leftId: forId, rightId: id, score, reasons };
  return {
    leftId: id,
    rightId: forId,
    score,
    reasons: reasons.map(({ rule, left, right }) => ({ rule, left: right, right: left })),
  };
}
