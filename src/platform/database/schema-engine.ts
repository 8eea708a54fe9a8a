import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';

type SchemaFile = { path: string; content: string };
type RowDescription = { fields: { dataTypeID: number }[] };

const CHAR_OID = 18;
const TEXT_OID = 25;

/**
 * Returns the SQL that turns the database at `databaseUrl` into what the Prisma schema in `schemaDir` describes, or ''
 * when they already agree. Works offline. A schema that is not valid rejects with the engine's own explanation.
 */
export async function diffSchema(options: { databaseUrl: string; schemaDir: string }): Promise<string> {
  const files = await readSchema(options.schemaDir);
  // Loaded here because it is 3 MB of WASM that only this function needs.
  const { SchemaEngine } = await import('@prisma/schema-engine-wasm');
  const pool = new pg.Pool({ connectionString: options.databaseUrl });
  pool.on('connect', readCharAsText);
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
  const datamodels = files.map((file): [string, string] => [file.path, file.content]);
  const engine = await SchemaEngine.new({ datamodels }, () => undefined, adapter);
  try {
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: options.schemaDir },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    const sql = (stdout ?? '').trim();
    return sql === '-- This is an empty migration.' ? '' : sql;
  } finally {
    engine.free();
    await pool.end();
  }
}

async function readSchema(schemaDir: string): Promise<SchemaFile[]> {
  const entries = await readdir(schemaDir, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.prisma'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (paths.length === 0) throw new Error(`${schemaDir} has no .prisma file.`);
  return Promise.all(
    paths.map(async (path) => ({ path: relative(schemaDir, path), content: await readFile(path, 'utf8') })),
  );
}

/** The engine reads catalog columns of the type "char", which adapter-pg 7.10 refuses: they are declared as text to it. */
function readCharAsText(client: pg.PoolClient): void {
  if (!(client instanceof pg.Client)) return;
  client.connection.prependListener('rowDescription', (message: RowDescription) => {
    for (const field of message.fields) if (field.dataTypeID === CHAR_OID) field.dataTypeID = TEXT_OID;
  });
}
