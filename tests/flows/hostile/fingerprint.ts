interface Queryable {
  query(text: string): Promise<{ rows: unknown[] }>;
}

/**
 * Each table's row count and a checksum over all of its rows: two equal fingerprints mean that nothing was written in
 * between. `except` names tables that change by themselves; `organizationId` looks only at the rows of one organization.
 */
export async function fingerprint(
  database: Queryable,
  options: { except?: readonly string[]; only?: readonly string[]; organizationId?: string } = {},
): Promise<Record<string, string>> {
  const { except = [], only, organizationId } = options;
  const { rows } = await database.query(
    `SELECT table_name AS name FROM information_schema.tables t WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
     ${organizationId === undefined ? '' : `AND EXISTS (SELECT 1 FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.table_name = t.table_name AND c.column_name = 'organization_id')`}
     ORDER BY 1`,
  );
  const names = rows
    .map((row) => String((row as { name: unknown }).name))
    .filter((name) => !except.includes(name) && (only === undefined || only.includes(name)));
  const ofOne = organizationId === undefined ? '' : ` WHERE organization_id = '${organizationId}'`;
  const text = names
    .map(
      (name) =>
        `SELECT '${name}' AS name, count(*) || ' rows, ' || md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) AS print FROM "${name}" t${ofOne}`,
    )
    .join(' UNION ALL ');
  const prints = (await database.query(text)).rows as { name: string; print: string }[];
  return Object.fromEntries(prints.map(({ name, print }) => [name, print]));
}
