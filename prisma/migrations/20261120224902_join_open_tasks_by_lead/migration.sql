-- perezvon:by-hand
-- The next task of a lead is looked up by the lead alone: an index that begins with the organization makes PostgreSQL choose
-- between it and others that do, and it chooses wrongly for an organization that is new (docs/adr/0009-joins-by-id.md).
DROP INDEX tasks_open_of_lead;
CREATE INDEX tasks_open_of_lead ON tasks (lead_id, due_at, id) WHERE done_at IS NULL AND deleted_at IS NULL;
