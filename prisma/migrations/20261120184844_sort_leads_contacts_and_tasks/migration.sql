-- perezvon:by-hand
-- perezvon:by-hand
-- Each order of a list is read off an index, over all and over one owner's.
CREATE INDEX leads_by_update ON leads (organization_id, updated_at DESC, id DESC) WHERE deleted_at IS NULL AND spam_at IS NULL;
CREATE INDEX leads_of_owner_by_update ON leads (organization_id, owner_id, updated_at DESC, id DESC)
  WHERE deleted_at IS NULL AND spam_at IS NULL;
CREATE INDEX leads_by_name ON leads (organization_id, lower(name), id) WHERE deleted_at IS NULL AND spam_at IS NULL;
CREATE INDEX leads_of_owner_by_name ON leads (organization_id, owner_id, lower(name), id)
  WHERE deleted_at IS NULL AND spam_at IS NULL;
CREATE INDEX leads_by_time_in_stage ON leads (organization_id, stage_entered_at, id)
  WHERE deleted_at IS NULL AND spam_at IS NULL AND closed_at IS NULL;
CREATE INDEX leads_of_owner_by_time_in_stage ON leads (organization_id, owner_id, stage_entered_at, id)
  WHERE deleted_at IS NULL AND spam_at IS NULL AND closed_at IS NULL;
CREATE INDEX leads_put_aside ON leads (organization_id, created_at DESC, id DESC) WHERE spam_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX contacts_by_name ON contacts (organization_id, lower(name), id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_by_update ON contacts (organization_id, updated_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX tasks_open_by_due ON tasks (organization_id, due_at, id) WHERE done_at IS NULL AND deleted_at IS NULL;

-- Leads that somebody owned before "mine" could be said do not wait to be taken.
UPDATE leads SET taken_at = created_at WHERE taken_at IS NULL AND owner_id IS NOT NULL;

-- A note that so far stood in the timeline only becomes a row with its entry's id.
INSERT INTO notes (id, organization_id, lead_id, contact_id, author_id, text, created_at, updated_at)
  SELECT id, organization_id, lead_id, CASE WHEN lead_id IS NULL THEN contact_id END,
         CASE WHEN actor_kind = 'user' THEN actor_id END, data->>'text', occurred_at, occurred_at
  FROM activities
  WHERE kind = 'note.added' AND data->>'text' <> '' AND (lead_id IS NOT NULL OR contact_id IS NOT NULL)
  ON CONFLICT DO NOTHING;
UPDATE activities SET data = jsonb_set(data, '{noteId}', to_jsonb(id::text)) WHERE kind = 'note.added' AND NOT data ? 'noteId';
