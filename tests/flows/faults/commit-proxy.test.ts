import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { boundaryName } from '#tests/support/boundary.ts';
import type { Gate } from '#tests/support/boundary.ts';
import { startCommitProxy } from '#tests/support/commit-proxy.ts';
import type { CommitProxy } from '#tests/support/commit-proxy.ts';
import { createTestDatabase } from '#tests/support/postgres.ts';
import type { TestDatabase } from '#tests/support/postgres.ts';

let database: TestDatabase;
let proxy: CommitProxy;
let gate: Gate;
let seen: string[];

beforeEach(async () => {
  database = await createTestDatabase();
  seen = [];
  gate = async () => 'pass';
  proxy = await startCommitProxy(database.url, async (boundary) => {
    seen.push(boundaryName(boundary));
    return gate(boundary);
  });
});

afterEach(async () => {
  await proxy.close();
  await database.drop();
});

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

const insert = `INSERT INTO heartbeats (name) VALUES ($1)`;

async function countRows(): Promise<number> {
  const client = await connect(database.url);
  const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM heartbeats');
  await client.end();
  return rows[0]?.count ?? -1;
}

test('Writes of a transaction are one commit, named by its tables, and reads are none.', async () => {
  const client = await connect(proxy.url);
  await client.query('SELECT 1');
  await client.query('BEGIN');
  await client.query(insert, ['a']);
  await client.query({ name: 'again', text: `UPDATE "public"."heartbeats" SET name = $1`, values: ['b'] });
  await client.query('COMMIT');
  await client.query('BEGIN');
  await client.query('SELECT count(*) FROM heartbeats FOR UPDATE OF heartbeats').catch(() => undefined);
  await client.query('ROLLBACK');
  await client.query({ name: 'again', text: `UPDATE "public"."heartbeats" SET name = $1`, values: ['c'] });
  await client.end();
  expect(seen).toEqual([
    'database: insert heartbeats+update heartbeats (before)',
    'database: insert heartbeats+update heartbeats (effect)',
    'database: update heartbeats (before)',
    'database: update heartbeats (effect)',
  ]);
});

test('A connection cut before a commit leaves nothing behind.', async () => {
  gate = async ({ phase }) => (phase === 'before' ? 'cut' : 'pass');
  const client = await connect(proxy.url);
  await expect(client.query(insert, ['a'])).rejects.toThrow(/terminated/);
  expect(await countRows()).toBe(0);
});

test('A connection cut after a commit leaves its rows, and the asker without an answer.', async () => {
  gate = async ({ phase }) => (phase === 'effect' ? 'cut' : 'pass');
  const client = await connect(proxy.url);
  await client.query('BEGIN');
  await client.query(insert, ['a']);
  await expect(client.query('COMMIT')).rejects.toThrow(/terminated/);
  expect(await countRows()).toBe(1);
});
