-- CreateIndex
CREATE INDEX "duplicates_organization_id_record_right_id_idx" ON "duplicates"("organization_id", "record", "right_id");

-- perezvon:by-hand
-- Keys by which names that may mean the same meet: each word of a name whole, beside the beginning, the end or the first
-- letter of another of its words. One typo leaves one of them as it was, and the order of the words does not matter.
-- Takes a folded name.
CREATE FUNCTION name_keys(folded text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
  words text[] := (SELECT array_agg(w ORDER BY w) FROM (SELECT DISTINCT w FROM unnest(string_to_array(folded, ' ')) w WHERE w <> '' LIMIT 4) given);
  keys text[] := '{}';
  word text;
  other text;
  size int;
BEGIN
  IF words IS NULL THEN RETURN keys; END IF;
  IF cardinality(words) = 1 THEN
    word := words[1];
    keys := ARRAY['=' || word];
    IF length(word) >= 6 THEN
      FOR size IN length(word) / 2 .. (length(word) + 1) / 2 LOOP
        keys := keys || ('^' || left(word, size)) || ('$' || right(word, size));
      END LOOP;
    END IF;
    RETURN keys;
  END IF;
  FOREACH word IN ARRAY words LOOP
    CONTINUE WHEN length(word) = 1;
    FOREACH other IN ARRAY words LOOP
      CONTINUE WHEN other = word;
      keys := keys || (word || '.' || left(other, 1));
      FOR size IN CASE WHEN length(other) >= 6 THEN 3 ELSE 2 END .. CASE WHEN length(other) >= 5 THEN 3 ELSE 2 END LOOP
        keys := keys || (word || '^' || left(other, size));
      END LOOP;
      -- All but the beginning, with one letter more for the word that another one was left out of.
      FOR size IN greatest(length(other) - 3, 2) .. greatest(length(other) - 2, 2) LOOP
        keys := keys || (word || '$' || right(other, size));
      END LOOP;
    END LOOP;
  END LOOP;
  RETURN keys;
END $$;

-- A company's name without what only says that it is one.
CREATE FUNCTION fold_company_name(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT coalesce(nullif(btrim(regexp_replace(regexp_replace(public.fold_name(name),
    '\m(ooo|ao|zao|oao|pao|ip|too|tdv|tov|chp|llc|ltd|inc|gmbh|ag|corp|corporation|co|company|limited|plc|kompania|firma|gruppa|group|holding|td|tk|gk|nko|ano)\M', ' ', 'g'),
    ' +', ' ', 'g')), ''), public.fold_name(name))
$$;

CREATE INDEX contacts_name_keys ON contacts USING gin (name_keys(fold_name(name))) WITH (fastupdate = off) WHERE deleted_at IS NULL;
CREATE INDEX companies_name_keys ON companies USING gin (name_keys(fold_company_name(name))) WITH (fastupdate = off) WHERE deleted_at IS NULL;
CREATE INDEX contacts_username ON contacts (organization_id, lower(telegram_username)) WHERE deleted_at IS NULL AND telegram_username IS NOT NULL;
CREATE INDEX contact_phones_tail ON contact_phones (organization_id, right(e164, 7));
CREATE INDEX contact_emails_mailbox ON contact_emails (organization_id, split_part(email, '@', 1));

-- What a merge moves is found by its contact, lead or company.
CREATE INDEX conversations_of_contact ON conversations (organization_id, contact_id);
CREATE INDEX conversations_of_lead ON conversations (organization_id, lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX calls_of_contact ON calls (organization_id, contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX call_requests_of_contact ON call_requests (organization_id, contact_id);
CREATE INDEX drafts_of_lead ON drafts (organization_id, lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX tasks_of_company ON tasks (organization_id, company_id) WHERE company_id IS NOT NULL;

-- What arrives for a record while it is being merged, or later for its old id, belongs to the one it was merged into. The
-- lock waits for a merge that is under way, as the check of the foreign key does anyway.
CREATE FUNCTION follow_merged_contact() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  target uuid;
BEGIN
  FOR hop IN 1..20 LOOP
    EXIT WHEN NEW.contact_id IS NULL;
    SELECT merged_into_id INTO target FROM contacts
      WHERE organization_id = NEW.organization_id AND id = NEW.contact_id FOR KEY SHARE;
    EXIT WHEN target IS NULL;
    NEW.contact_id := target;
  END LOOP;
  RETURN NEW;
END $$;

CREATE FUNCTION follow_merged_lead() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  target uuid;
BEGIN
  FOR hop IN 1..20 LOOP
    EXIT WHEN NEW.lead_id IS NULL;
    SELECT merged_into_id INTO target FROM leads
      WHERE organization_id = NEW.organization_id AND id = NEW.lead_id FOR KEY SHARE;
    EXIT WHEN target IS NULL;
    NEW.lead_id := target;
  END LOOP;
  RETURN NEW;
END $$;

CREATE FUNCTION follow_merged_company() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  target uuid;
BEGIN
  FOR hop IN 1..20 LOOP
    EXIT WHEN NEW.company_id IS NULL;
    SELECT merged_into_id INTO target FROM companies
      WHERE organization_id = NEW.organization_id AND id = NEW.company_id FOR KEY SHARE;
    EXIT WHEN target IS NULL;
    NEW.company_id := target;
  END LOOP;
  RETURN NEW;
END $$;

DO $$
DECLARE
  record_name text;
  plural text;
  reference record;
BEGIN
  FOREACH record_name IN ARRAY ARRAY['contact', 'lead', 'company'] LOOP
    plural := CASE record_name WHEN 'company' THEN 'companies' ELSE record_name || 's' END;
    FOR reference IN
      SELECT DISTINCT c.conrelid::regclass AS referrer FROM pg_constraint c
      WHERE c.contype = 'f' AND c.confrelid = plural::regclass
    LOOP
      EXECUTE format(
        'CREATE TRIGGER follow_merged_%1$s BEFORE INSERT OR UPDATE OF %1$s_id ON %2$s FOR EACH ROW EXECUTE FUNCTION follow_merged_%1$s()',
        record_name, reference.referrer);
    END LOOP;
  END LOOP;
END $$;
