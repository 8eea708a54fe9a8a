import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callOrders } from '#domain/calls/read-calls.ts';
import type { Mutation } from '#tests/scopes/mutation.ts';

const readFile = 'src/platform/database/read.ts';

/** Patterns of names that are put together when the read is made, by how the name stands in the source. */
const madeNames: Record<string, readonly string[]> = {
  'call-page-by-${order}': callOrders.map((order) => `^call-page-by-${order}$`),
  // All of them at once: their texts differ only by the table.
  'export-table-${table}': ['^export-table-'],
  // Of lists with filters: of whose records, then the rest.
  pageName: ['^leads-all\\b', '^leads-own\\b'],
  countName: ['^lead-count-all\\b', '^lead-count-own\\b'],
  idsName: ['^lead-ids-all\\b', '^lead-ids-own\\b'],
  // Of the search: of each kind, by what the name contains and by what it is like.
  searchName: ['^search-(lead|contact|company|deal)-'],
  "search-${kind}-${isRestricted ? 'own' : 'all'}": ['^search-(calls|messages|notes)-'],
  // Of companies and deals.
  listName: ['^(companies|deals)-page-'],
  listCountName: ['^(companies|deals)-count-'],
  contactsName: ['^contacts-\\w+-all\\b', '^contacts-\\w+-own\\b', '^contact-count-all\\b', '^contact-count-own\\b'],
};

/**
 * Conditions that alone keep the rows of other organizations out, because they name a row of the own one that another
 * organization's rows cannot hang on; they are taken out together with the organization.
 */
const alsoGuarding: Record<string, { find: string; replace: string }> = {
  '^conversation-list-own$': { find: 'v.owner_id = $6', replace: '$6::uuid IS NOT NULL' },
  '^contact-activities$': { find: 'a.contact_id = $2', replace: '$2::uuid IS NOT NULL' },
  '^lead-activities$': { find: 'a.lead_id = $2', replace: '$2::uuid IS NOT NULL' },
};

/** Patterns that each match one read of the product. Throws when a read is defined in a way that is not understood here. */
function readPatterns(root: string): string[] {
  const patterns: string[] = [];
  for (const file of globSync('src/**/*.ts', { cwd: root })) {
    if (file === readFile) continue;
    const text = readFileSync(join(root, file), 'utf8');
    const found = [...text.matchAll(/\bdefineRead(?:<[^()]*?>)?\(\s*(?:'([^']+)'|`([^`]+)`|(\w+))/g)];
    const calls = text.match(/\bdefineRead[<(]/g)?.length ?? 0;
    if (found.length !== calls) throw new Error(`${file} defines a read in a way that is not understood.`);
    for (const [, literal, template, variable] of found) {
      const made = madeNames[template ?? variable ?? ''];
      if (literal === undefined && !made) throw new Error(`${file} makes a read’s name: teach madeNames its values.`);
      patterns.push(...(literal === undefined ? (made ?? []) : [`^${literal}$`]));
    }
  }
  return patterns;
}

/** Each read without its organization: wherever its text compares with it, any organization passes. */
export function readMutations(root: string): Mutation[] {
  return readPatterns(root).map((pattern) => {
    const also = alsoGuarding[pattern];
    const more = also ? `.replaceAll(${JSON.stringify(also.find)}, () => ${JSON.stringify(also.replace)})` : '';
    const loosened = `text.replaceAll(/(\\w+\\.)?organization_id\\s*(=|IS NOT DISTINCT FROM)\\s*\\$1\\b/g, () => '$1::uuid IS NOT NULL')${more}`;
    return {
      name: `the organization in the read ${pattern}`,
      edits: [
        {
          file: readFile,
          find: '  return { name, text, ...(bounds ? { bounds } : {}) };\n',
          replace: `  return { name, text: /${pattern}/.test(name) ? ${loosened} : text, ...(bounds ? { bounds } : {}) };\n`,
        },
      ],
      tests: [
        /^\^(export-table|import|erasure)-/.test(pattern)
          ? 'tests/integration/tenancy/imports-and-exports.test.ts'
          : pattern.startsWith('^search-')
            ? 'tests/integration/search/search.test.ts'
            : 'tests/integration/tenancy/operations.test.ts',
      ],
    };
  });
}
