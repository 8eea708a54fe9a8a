import { defineRead } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';

/** A part of a WHERE, with `?` where its values go; conditions of one key always have one text. */
export interface Condition {
  key: string;
  text: string;
  values: readonly unknown[];
}

const fewMatches = 1_000;

/** Every lead that matches, unless there are too many to be worth collecting. */
const matchingLeads = defineRead<[pattern: string, digits: string | null, most: number], { id: string }>(
  'lead-matches',
  `SELECT id FROM (
     (SELECT l.id FROM leads l WHERE l.organization_id = $1 AND lower(l.name) LIKE $2 LIMIT $4)
     UNION
     (SELECT l.id FROM contacts c JOIN leads l ON l.organization_id = $1 AND l.contact_id = c.id
      WHERE c.organization_id = $1 AND lower(c.name) LIKE $2 LIMIT $4)
     UNION
     (SELECT l.id FROM contacts c JOIN leads l ON l.organization_id = $1 AND l.contact_id = c.id
      WHERE c.organization_id = $1 AND (lower(c.company_name) LIKE $2 OR lower(c.telegram_username) LIKE $2) LIMIT $4)
     UNION
     (SELECT l.id FROM contact_emails e JOIN leads l ON l.organization_id = $1 AND l.contact_id = e.contact_id
      WHERE e.organization_id = $1 AND e.email LIKE $2 LIMIT $4)
     UNION
     (SELECT l.id FROM contact_phones p JOIN leads l ON l.organization_id = $1 AND l.contact_id = p.contact_id
      WHERE $3::text IS NOT NULL AND p.organization_id = $1 AND p.e164 LIKE $3 LIMIT $4)
   ) matches LIMIT $4`,
);

/**
 * The condition for leads that a searched text occurs in. A rare text is looked up in the indexes first, because going
 * through all leads by date would read nearly all of them; a common one is found on the way down that list.
 */
export async function findLeadMatches(ctx: Context, search: string): Promise<Condition> {
  const pattern = `%${search
    .toLowerCase()
    .replace(/^@/, '')
    .replace(/[\\%_]/g, '\\$&')}%`;
  const digits = search.replace(/\D/g, '').replace(/^8(?=\d{10}$)/, '7');
  const phone = digits.length >= 3 && !/\p{L}/u.test(search) ? `%${digits}%` : null;
  const rows = await ctx.read(matchingLeads, pattern, phone, fewMatches + 1);
  if (rows.length <= fewMatches)
    return { key: 'matches', text: 'l.id = ANY(?::uuid[])', values: [rows.map((row) => row.id)] };
  return {
    key: 'search',
    text: `(lower(l.name) LIKE ? OR EXISTS (
      SELECT 1 FROM contacts c WHERE c.organization_id = $1 AND c.id = l.contact_id
        AND (lower(c.name) LIKE ? OR lower(c.company_name) LIKE ? OR lower(c.telegram_username) LIKE ?
             OR EXISTS (SELECT 1 FROM contact_emails e WHERE e.organization_id = $1 AND e.contact_id = c.id AND e.email LIKE ?)
             OR EXISTS (SELECT 1 FROM contact_phones p WHERE p.organization_id = $1 AND p.contact_id = c.id AND p.e164 LIKE ?))))`,
    values: [pattern, pattern, pattern, pattern, pattern, phone ?? '-'],
  };
}
