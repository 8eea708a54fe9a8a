// What may hold a semicolon that ends nothing: strings, quoted names, comments, dollar-quoted bodies.
const OPAQUE = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|(\$[A-Za-z_]*\$)[\s\S]*?\1|;/g;

/** Splits a script into its statements; for scripts that must run outside a transaction, where each is sent alone. */
export function splitSql(script: string): string[] {
  const statements: string[] = [];
  let start = 0;
  for (const match of script.matchAll(OPAQUE)) {
    if (match[0] !== ';') continue;
    statements.push(script.slice(start, match.index));
    start = match.index + 1;
  }
  statements.push(script.slice(start));
  return statements.map((statement) => statement.trim()).filter((statement) => stripComments(statement) !== '');
}

function stripComments(statement: string): string {
  return statement.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '').trim();
}
