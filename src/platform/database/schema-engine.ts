import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum, bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { Client, Pool } from 'pg';

type SchemaFile = { path: string; content: string };
type RowDescription = { fields: { dataTypeID: number }[] };

const CHAR_OID = 18;
const UUID_OID = 2950;

/**
 * Returns the SQL that turns the database at `databaseUrl` into what the Prisma schema in `schemaDir` describes, or ''
 * when they already agree. Works offline. A schema that is not valid rejects with the engine's own explanation.
 */
export async function diffSchema(options: { databaseUrl: string; schemaDir: string }): Promise<string> {
  const files = await readSchema(options.schemaDir);
  // Loaded here because it is 3 MB of WASM that only this function needs.
  const { SchemaEngine } = await import('@prisma/schema-engine-wasm');
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: reportEngineCrash } });
  const pool = new Pool({ connectionString: options.databaseUrl });
  const adapter = bindMigrationAwareSqlAdapterFactory(createCatalogAdapter(pool));
  const datamodels = files.map((file): [string, string] => [file.path, file.content]);
  try {
    const engine = await SchemaEngine.new({ datamodels }, () => undefined, adapter);
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
    await pool.end();
  }
}

/** The engine calls this global before it aborts outside of any promise; otherwise only "unreachable" would be seen. */
function reportEngineCrash(reason: string): never {
  throw new Error(`Prisma's schema engine crashed: ${reason}`);
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

/**
 * adapter-pg 7.10 refuses the type "char" of PostgreSQL's catalogs, which the engine reads as single characters. Such
 * columns pass the adapter declared as uuid, a type no catalog has, and get their true kind on the way out.
 */
function createCatalogAdapter(pool: Pool): PrismaPg {
  pool.on('connect', (client) => {
    if (!(client instanceof Client)) return;
    client.connection.prependListener('rowDescription', (message: RowDescription) => {
      for (const field of message.fields) if (field.dataTypeID === CHAR_OID) field.dataTypeID = UUID_OID;
    });
  });
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const columnTypes = result.columnTypes.map((type) =>
        type === ColumnTypeEnum.Uuid ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    };
    return adapter;
  };
  return factory;
}
