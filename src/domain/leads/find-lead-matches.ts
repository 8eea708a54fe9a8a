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

interface Searched {
  pattern: string;
  /** A part of a number, when the text can be one. */
  phone: string | null;
}

function readSearch(search: string): Searched {
  const text = search
    .toLowerCase()
    .replace(/^@/, '')
    .replace(/[\\%_]/g, '\\$&');
  const digits = search.replace(/\D/g, '').replace(/^8(?=\d{10}$)/, '7');
  return { pattern: `%${text}%`, phone: digits.length >= 3 && !/\p{L}/u.test(search) ? `%${digits}%` : null };
}

/** The condition for leads that a searched text occurs in, looked at one by one: for going down the list by date. */
export function leadContains(search: string): Condition {
  const { pattern, phone } = readSearch(search);
  const hasPhone = `OR EXISTS (SELECT 1 FROM contact_phones p WHERE p.organization_id = $1 AND p.contact_id = c.id AND p.e164 LIKE ?)`;
  return {
    key: phone === null ? 'search' : 'digits',
    text: `(lower(l.name) LIKE ? OR EXISTS (
      SELECT 1 FROM contacts c WHERE c.id = l.contact_id AND c.organization_id IS NOT DISTINCT FROM $1
        AND (lower(c.name) LIKE ? OR lower(c.company_name) LIKE ? OR lower(c.telegram_username) LIKE ?
             OR EXISTS (SELECT 1 FROM contact_emails e WHERE e.organization_id = $1 AND e.contact_id = c.id AND e.email LIKE ?)
             ${phone === null ? '' : hasPhone})))`,
    values: [pattern, pattern, pattern, pattern, pattern, ...(phone === null ? [] : [phone])],
  };
}

/**
 * The same condition by the matches themselves when they are few: going through all leads by date for a rare text would
 * read nearly all of them.
 */
export async function findLeadMatches(ctx: Context, search: string): Promise<Condition> {
  const { pattern, phone } = readSearch(search);
  const rows = await ctx.read(matchingLeads, pattern, phone, fewMatches + 1);
  if (rows.length > fewMatches) return leadContains(search);
  return { key: 'matches', text: 'l.id = ANY(?::uuid[])', values: [rows.map((row) => row.id)] };
}
