import type { Database } from '#platform/database/database.ts';
import { tenantModels } from '#platform/database/tenant.ts';

/**
 * A digest of every row of an organization in every table that has one, and of its own row, by table. Two equal ones mean
 * that nothing was added, removed or changed.
 */
export async function fingerprint(
  database: Database,
  organizationId: string,
  without: readonly string[] = [],
): Promise<Record<string, string>> {
  const tables = await database.pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'organization_id' ORDER BY 1`,
  );
  if (tables.rows.length < tenantModels.length) throw new Error('Some tables of organizations were not found.');
  const digests: Record<string, string> = {};
  for (const { name } of [...tables.rows, { name: 'organizations' }]) {
    if (without.includes(name)) continue;
    const column = name === 'organizations' ? 'id' : 'organization_id';
    const { rows } = await database.pool.query<{ digest: string }>(
      `SELECT md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) AS digest FROM "${name}" t WHERE ${column} = $1`,
      [organizationId],
    );
    digests[name] = rows[0]?.digest ?? '';
  }
  return digests;
}

/** Tables in which rows of an organization name one of these ids, each with how many rows do. */
export async function mentions(
  database: Database,
  organizationId: string,
  ids: readonly string[],
): Promise<Record<string, number>> {
  const tables = await database.pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'organization_id' ORDER BY 1`,
  );
  const found: Record<string, number> = {};
  for (const { name } of tables.rows) {
    const { rows } = await database.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM "${name}" t WHERE organization_id = $1 AND t::text LIKE ANY($2::text[])`,
      [organizationId, ids.map((id) => `%${id}%`)],
    );
    if (rows[0] && rows[0].count > 0) found[name] = rows[0].count;
  }
  return found;
}
