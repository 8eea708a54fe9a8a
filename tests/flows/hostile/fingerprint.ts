interface Queryable {
  query(text: string): Promise<{ rows: unknown[] }>;
}

/**
 * Each table's row count and a checksum over all of its rows: two equal fingerprints mean that nothing was written in
 * between. `except` names tables that change by themselves.
 */
export async function fingerprint(
  database: Queryable,
  options: { except?: readonly string[]; only?: readonly string[] } = {},
): Promise<Record<string, string>> {
  const { except = [], only } = options;
  const { rows } = await database.query(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const names = rows
    .map((row) => String((row as { name: unknown }).name))
    .filter((name) => !except.includes(name) && (only === undefined || only.includes(name)));
  const text = names
    .map(
      (name) =>
        `SELECT '${name}' AS name, count(*) || ' rows, ' || md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) AS print FROM "${name}" t`,
    )
    .join(' UNION ALL ');
  const prints = (await database.query(text)).rows as { name: string; print: string }[];
  return Object.fromEntries(prints.map(({ name, print }) => [name, print]));
}
