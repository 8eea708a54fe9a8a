import { expect, test } from 'vitest';
import { splitSql } from '#platform/database/split-sql.ts';

test('statements are cut at the semicolons that end them and nowhere else', () => {
  const statements = [
    `INSERT INTO notes VALUES ('a; b', 'it''s; fine')`,
    `CREATE INDEX "odd;name" ON notes (id)`,
    `CREATE FUNCTION f() RETURNS int AS $body$ BEGIN RETURN 1; END; $body$ LANGUAGE plpgsql`,
    `SELECT 1 /* not; here */ + 2 -- nor; here`,
  ];
  expect(splitSql(`${statements.join(';\n')}\n;`)).toEqual(statements);
});

test('what consists of comments alone is no statement', () => {
  expect(splitSql('-- perezvon:no-transaction\nSELECT 1;\n-- the end\n')).toEqual([
    '-- perezvon:no-transaction\nSELECT 1',
  ]);
});
