-- perezvon:by-hand
-- A rare part of a company's, user's or mailbox's name, or of a number, is found without reading every contact.
CREATE INDEX contacts_company_name_trgm ON contacts USING gin (lower(company_name) gin_trgm_ops);
CREATE INDEX contacts_telegram_username_trgm ON contacts USING gin (lower(telegram_username) gin_trgm_ops);
CREATE INDEX contact_emails_email_trgm ON contact_emails USING gin (email gin_trgm_ops);
CREATE INDEX contact_phones_e164_trgm ON contact_phones USING gin (e164 gin_trgm_ops);
-- Clean-up by age reads only what is old.
CREATE INDEX effects_finished ON effects (finished_at) WHERE state IN ('done', 'cancelled');
CREATE INDEX telegram_updates_handled ON telegram_updates (handled_at) WHERE handled_at IS NOT NULL;
CREATE INDEX events_by_age ON events (occurred_at);
