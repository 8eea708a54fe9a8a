import { PassThrough, Readable, pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import { defineRead } from '#platform/database/read.ts';
import type { Read } from '#platform/database/read.ts';
import { writeTar } from '#platform/tar.ts';
import type { TarEntry } from '#platform/tar.ts';
import type { Context } from '#domain/context.ts';
import { organizationTables } from '#domain/exports/organization-tables.ts';

const rowsOfPart = 1_000;

type PageRead = Read<[after: string, most: number], { id: string; row: string }>;

const beforeAll = '00000000-0000-0000-0000-000000000000';

const tables: { table: string; read: PageRead }[] = Object.values(organizationTables).flatMap((entry) =>
  'table' in entry ? [{ table: entry.table, read: pageOf(entry.table, entry.without ?? []) }] : [],
);

/**
 * Everything the organization has as a tar.gz, written while it is read: `tables/<table>-0001.jsonl` with a row of the
 * database on each line, `files/<id>` with the stored files, and `manifest.json` with what was counted. No secret is in
 * it, and no exported file.
 */
export function writeOrganization(ctx: Context, count: { rows: number }): AsyncIterable<Uint8Array> {
  const startedAt = ctx.clock.now();
  const source = Readable.from(writeTar(entriesOf(ctx, count, startedAt), startedAt));
  const out = new PassThrough();
  // What the source throws ends the stream that is read.
  pipeline(source, createGzip({ level: 6 }), out, () => undefined);
  return out;
}

async function* entriesOf(ctx: Context, count: { rows: number }, startedAt: Date): AsyncGenerator<TarEntry> {
  const counts: Record<string, number> = {};
  for (const { table, read } of tables) {
    counts[table] = 0;
    let after = beforeAll;
    for (let part = 1; ; part += 1) {
      const rows = await ctx.read(read, after, rowsOfPart);
      if (rows.length === 0) break;
      counts[table] += rows.length;
      count.rows += rows.length;
      const bytes = Buffer.from(rows.map(({ row }) => `${row}\n`).join(''));
      yield entryOf(`tables/${table}-${String(part).padStart(4, '0')}.jsonl`, bytes);
      if (rows.length < rowsOfPart) break;
      after = rows.at(-1)?.id ?? after;
    }
  }
  const files = { included: 0, missing: [] as string[] };
  for await (const file of filesOf(ctx)) {
    const sizeBytes = await ctx.ports.storage.size(file.storageKey);
    const chunks = sizeBytes === null ? null : await ctx.ports.storage.open(file.storageKey);
    if (sizeBytes === null || chunks === null) {
      files.missing.push(file.id);
      continue;
    }
    files.included += 1;
    yield { path: `files/${file.id}`, sizeBytes, chunks };
  }
  const manifest = {
    format: 'perezvon-organization-1',
    organizationId: ctx.organizationId,
    startedAt,
    finishedAt: ctx.clock.now(),
    rows: counts,
    files,
    leftOut: Object.fromEntries(
      Object.entries(organizationTables).map(([model, entry]) => [
        model,
        'why' in entry ? entry.why : `without ${(entry.without ?? ['nothing']).join(', ')}`,
      ]),
    ),
  };
  yield entryOf('manifest.json', Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
}

function entryOf(path: string, bytes: Buffer): TarEntry {
  return { path, sizeBytes: bytes.byteLength, chunks: [bytes] };
}

/** The stored files in the order of their ids, without what was exported before. */
async function* filesOf(ctx: Context): AsyncGenerator<{ id: string; storageKey: string }> {
  let after = beforeAll;
  for (;;) {
    const page = await ctx.db.storedFile.findMany({
      where: { id: { gt: after }, NOT: { storageKey: { contains: '/exports/' } } },
      orderBy: { id: 'asc' },
      take: 500,
      select: { id: true, storageKey: true },
    });
    yield* page;
    if (page.length < 500) return;
    after = page.at(-1)?.id ?? after;
  }
}

function pageOf(table: string, without: readonly string[]): PageRead {
  const row = [`to_jsonb(t)`, ...without.map((column) => `'${column}'`)].join(' - ');
  const scope = table === 'organizations' ? '(SELECT o.*, o.id AS organization_id FROM organizations o)' : table;
  return defineRead(
    `export-table-${table}`,
    `SELECT t.id, (${row})::text AS row FROM ${scope} t
     WHERE t.organization_id = $1 AND t.id > $2::uuid ORDER BY t.id LIMIT $3`,
  );
}
