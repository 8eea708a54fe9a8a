-- perezvon:by-hand
-- A member sees the deals of their leads whoever owns them; both sides are read off an index.
CREATE INDEX leads_present_of_owner ON leads (organization_id, owner_id, id) WHERE deleted_at IS NULL;
CREATE INDEX deals_of_lead_by_owner ON deals (organization_id, lead_id, owner_id, id) WHERE lead_id IS NOT NULL;
