import { afterAll, beforeAll, expect, test } from 'vitest';
import { findOrCreateContact } from '#domain/contacts/find-or-create-contact.ts';
import { findLikenesses } from '#domain/duplicates/find-likenesses.ts';
import type { LikePair } from '#domain/duplicates/find-likenesses.ts';
import { inTransactionOnce } from '#domain/lost-race.ts';
import { newId } from '#platform/ids.ts';
import { generateDoubles, generatePeople, seededRandom } from '#tests/flows/hostile/known-doubles.ts';
import type { GeneratedPerson, KnownDouble } from '#tests/flows/hostile/known-doubles.ts';
import { onEach, scaled } from '#tests/flows/hostile/scale.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

const peopleCount = scaled(45_000);
const doubleCount = scaled(5_000);
/** Doubles that come in one by one through the door that links; the others are written as they are. */
const throughDoor = Math.min(600, doubleCount);
const strangerCount = scaled(1_000);

let world: TestWorld;
let people: (GeneratedPerson & { id: string })[];
let doubles: (KnownDouble & { id: string })[];

beforeAll(async () => {
  const seed = Number(process.env['HOSTILE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`doubles: HOSTILE_SEED=${seed}`);
  const random = seededRandom(seed);
  world = await createTestWorld();
  people = generatePeople(peopleCount, random).map((person) => ({ ...person, id: newId() }));
  doubles = generateDoubles(people, doubleCount, random).map((double) => ({ ...double, id: newId() }));
  await insert(people);
  await insert(doubles.slice(throughDoor));
  await world.database.pool.query('ANALYZE contacts');
}, 300_000);
afterAll(() => world.close());

async function insert(rows: readonly (GeneratedPerson & { id: string })[]): Promise<void> {
  const { pool } = world.database;
  for (let at = 0; at < rows.length; at += 2_500) {
    const some = rows.slice(at, at + 2_500);
    const values = [world.organizationId, JSON.stringify(some)];
    await pool.query(
      `INSERT INTO contacts (id, organization_id, name, telegram_username, company_name)
       SELECT id, $1, name, username, "companyName"
       FROM jsonb_to_recordset($2) AS p(id uuid, name text, username text, "companyName" text)`,
      values,
    );
    for (const [table, column, key] of [
      ['contact_phones', 'e164', 'phones'],
      ['contact_emails', 'email', 'emails'],
    ]) {
      await pool.query(
        `INSERT INTO ${table} (id, organization_id, contact_id, ${column})
         SELECT gen_random_uuid(), $1, (p ->> 'id')::uuid, one FROM jsonb_array_elements($2) p, jsonb_array_elements_text(p -> '${key}') one`,
        values,
      );
    }
  }
}

test('nobody is linked to a contact who only is like theirs, and everybody to the one who exactly is theirs', async () => {
  const wrong: string[] = [];
  await onEach(doubles.slice(0, throughDoor), 4, async (double) => {
    const { id, name, phones, emails, username, companyName } = double;
    const facts = { name, phones, emails, telegramUsername: username, companyName, newContactId: id };
    const found = await inTransactionOnce(world.system(), (tx) => findOrCreateContact(tx, facts));
    if (found.contactId !== id) wrong.push(`${name} (${double.how}) was linked to ${found.contactId}`);
  });
  const exact = people.filter(({ phones }) => phones.length > 0).slice(0, scaled(150));
  await onEach(exact, 4, async ({ id, phones }) => {
    const facts = { name: 'Somebody else entirely', phones };
    const found = await inTransactionOnce(world.system(), (tx) => findOrCreateContact(tx, facts));
    if (found.contactId !== id || found.isNew) wrong.push(`${phones.join()} was not linked to its own contact`);
  });
  expect(wrong).toEqual([]);
}, 300_000);

test('at least 95 of 100 known doubles are suggested, and strangers hardly ever', async () => {
  const known = new Set(doubles.map(({ id, of }) => pairKey(id, people[of]?.id ?? '')));
  const suggested = new Map<string, LikePair>();
  const startedAtMs = performance.now();
  const lookAt = async (ids: string[]) => {
    for (const pair of await findLikenesses(world.system(), 'contact', ids))
      suggested.set(pairKey(pair.leftId, pair.rightId), pair);
  };
  await lookAtAll(
    doubles.map(({ id }) => id),
    lookAt,
  );
  const lookedMs = performance.now() - startedAtMs;
  const found = [...known].filter((key) => suggested.has(key)).length;
  const right = [...suggested.keys()].filter((key) => known.has(key)).length;
  const missed = Map.groupBy(
    doubles.filter(({ id, of }) => !suggested.has(pairKey(id, people[of]?.id ?? ''))),
    ({ how }) => how,
  );
  const worst = [...missed].toSorted((a, b) => b[1].length - a[1].length).slice(0, 8);

  const doubled = new Set(doubles.map(({ of }) => of));
  const strangers = people.filter((_person, index) => !doubled.has(index)).slice(0, strangerCount);
  const before = suggested.size;
  await lookAtAll(
    strangers.map(({ id }) => id),
    lookAt,
  );
  const flooded = (suggested.size - before) / strangers.length;
  console.log(
    [
      `${people.length + doubles.length} contacts, ${doubles.length} known doubles`,
      `suggested ${found} of them: ${((100 * found) / known.size).toFixed(2)} %`,
      `precision ${((100 * right) / before).toFixed(2)} % of ${before} suggestions`,
      `${flooded.toFixed(3)} suggestions per stranger of ${strangers.length}`,
      `${(lookedMs / doubles.length).toFixed(2)} ms per contact`,
      ...worst.map(
        ([how, some]) => `missed ${some.length}: ${how}, e.g. ${some[0]?.name} for ${people[some[0]?.of ?? 0]?.name}`,
      ),
    ].join('\n'),
  );
  expect(found / known.size).toBeGreaterThanOrEqual(0.95);
  expect(right / before).toBeGreaterThanOrEqual(0.6);
  expect(flooded).toBeLessThan(0.5);
}, 600_000);

async function lookAtAll(ids: readonly string[], lookAt: (ids: string[]) => Promise<void>): Promise<void> {
  const batches = Array.from({ length: Math.ceil(ids.length / 100) }, (_unused, at) =>
    ids.slice(at * 100, at * 100 + 100),
  );
  await onEach(batches, 2, lookAt);
}

function pairKey(one: string, other: string): string {
  return one < other ? `${one}:${other}` : `${other}:${one}`;
}
