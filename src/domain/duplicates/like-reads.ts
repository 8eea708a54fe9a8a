import { defineRead } from '#platform/database/read.ts';
import type { CompanyToCompare } from '#domain/duplicates/company-likeness.ts';
import type { PersonToCompare } from '#domain/duplicates/person-likeness.ts';

/** What likenesses of one record are looked up by: JSON of a list of these. */
export interface SoughtPerson {
  id: string;
  /** Folded, the name itself and other forms of it. */
  names: string[];
  /** The last seven digits of each number. */
  tails: string[];
  /** What stands before the @ of each address. */
  boxes: string[];
  /** Lower case */
  username: string | null;
}

interface Pair {
  forId: string;
  id: string;
}

/** Contacts by id, as they are compared; deleted ones not. */
export const peopleToCompare = defineRead<[ids: string[]], PersonToCompare>(
  'people-to-compare',
  `SELECT c.id, c.name, c.telegram_username AS username, c.telegram_user_id IS NOT NULL AS "hasTelegramAccount",
     c.company_id AS "companyId", c.company_name AS "companyName",
     ARRAY(SELECT p.e164 FROM contact_phones p WHERE p.organization_id = $1 AND p.contact_id = c.id ORDER BY p.e164) AS phones,
     ARRAY(SELECT e.email FROM contact_emails e WHERE e.organization_id = $1 AND e.contact_id = c.id ORDER BY e.email) AS emails
   FROM contacts c WHERE c.organization_id = $1 AND c.id = ANY($2::uuid[]) AND c.deleted_at IS NULL`,
);

/** For each sought person the contacts that may be the same, by indexes only: names, ends of numbers, mailboxes, accounts. */
export const contactsLike = defineRead<[sought: string], Pair>(
  'contacts-like',
  `SELECT m.id AS "forId", found.id
   FROM jsonb_to_recordset($2::jsonb) AS m(id uuid, names text[], tails text[], boxes text[], username text),
   LATERAL (
     (SELECT c.id FROM contacts c
      WHERE c.organization_id = $1 AND c.deleted_at IS NULL AND name_keys(fold_name(c.name)) &&
        (SELECT coalesce(array_agg(DISTINCT k), '{}') FROM unnest(m.names) n, unnest(name_keys(n)) k)
      LIMIT 400)
     UNION
     (SELECT p.contact_id FROM contact_phones p
      WHERE p.organization_id = $1 AND right(p.e164, 7) = ANY(m.tails) LIMIT 60)
     UNION
     (SELECT e.contact_id FROM contact_emails e
      WHERE e.organization_id = $1 AND split_part(e.email, '@', 1) = ANY(m.boxes) LIMIT 60)
     UNION
     (SELECT c.id FROM contacts c
      WHERE c.organization_id = $1 AND c.deleted_at IS NULL AND c.telegram_username IS NOT NULL
        AND lower(c.telegram_username) = m.username LIMIT 20)
   ) found
   WHERE found.id <> m.id`,
);

/** Companies by id, as they are compared. */
export const companiesToCompare = defineRead<[ids: string[]], CompanyToCompare>(
  'companies-to-compare',
  `SELECT c.id, c.name, c.domain, c.tax_id AS "taxId", c.phone, c.email
   FROM companies c WHERE c.organization_id = $1 AND c.id = ANY($2::uuid[]) AND c.deleted_at IS NULL`,
);

/** For each company the ones that may be the same, by the words of their names. */
export const companiesLike = defineRead<[ids: string[]], Pair>(
  'companies-like',
  `SELECT m.id AS "forId", found.id FROM companies m,
   LATERAL (
     SELECT c.id FROM companies c
     WHERE c.organization_id = $1 AND c.deleted_at IS NULL
       AND name_keys(fold_company_name(c.name)) && name_keys(fold_company_name(m.name))
     LIMIT 200
   ) found
   WHERE m.organization_id = $1 AND m.id = ANY($2::uuid[]) AND m.deleted_at IS NULL AND found.id <> m.id`,
);

export interface LeadPair extends Pair {
  name: string;
  otherName: string;
  contactName: string;
}

/** For each open lead the other open ones of the same person in the same pipeline, made within the same quarter of a year. */
export const leadsOfSamePerson = defineRead<[ids: string[]], LeadPair>(
  'leads-of-same-person',
  `SELECT m.id AS "forId", l.id, m.name, l.name AS "otherName", c.name AS "contactName"
   FROM leads m
   JOIN leads l ON l.organization_id = $1 AND l.contact_id = m.contact_id AND l.id <> m.id AND l.pipeline_id = m.pipeline_id
     AND l.deleted_at IS NULL AND l.closed_at IS NULL AND l.spam_at IS NULL AND l.converted_at IS NULL
     AND l.created_at BETWEEN m.created_at - interval '90 days' AND m.created_at + interval '90 days'
   JOIN contacts c ON c.id = m.contact_id AND c.organization_id IS NOT DISTINCT FROM $1
   WHERE m.organization_id = $1 AND m.id = ANY($2::uuid[]) AND m.deleted_at IS NULL AND m.closed_at IS NULL
     AND m.spam_at IS NULL AND m.converted_at IS NULL
   LIMIT 1000`,
);
