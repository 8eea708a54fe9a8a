-- perezvon:by-hand
-- The list of all tasks, newest first, is read off an index.
CREATE INDEX tasks_by_creation ON tasks (organization_id, created_at DESC, id DESC) WHERE deleted_at IS NULL;
