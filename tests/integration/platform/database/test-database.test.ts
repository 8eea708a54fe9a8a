import { Client } from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from '#tests/support/postgres.ts';

test('two test databases are separate and a dropped one is gone although a connection was open', async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const inFirst = new Client({ connectionString: first.url });
  const inSecond = new Client({ connectionString: second.url });
  inFirst.on('error', () => undefined);
  await Promise.all([inFirst.connect(), inSecond.connect()]);
  await inFirst.query('CREATE TABLE only_here (id int)');
  await expect(inSecond.query('SELECT * FROM only_here')).rejects.toThrow('does not exist');
  await first.drop();
  await expect(new Client({ connectionString: first.url }).connect()).rejects.toThrow('does not exist');
  await inSecond.end();
  await second.drop();
});
