-- perezvon:by-hand
-- Each order of the lists of companies and deals is read off an index.
CREATE INDEX companies_by_update ON companies (organization_id, updated_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX companies_by_name ON companies (organization_id, lower(name), id) WHERE deleted_at IS NULL;
CREATE INDEX deals_by_update ON deals (organization_id, updated_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX deals_by_name ON deals (organization_id, lower(name), id) WHERE deleted_at IS NULL;
CREATE INDEX deals_by_amount ON deals (organization_id, coalesce(amount_cents, -1), id) WHERE deleted_at IS NULL;
CREATE INDEX deals_by_close ON deals (organization_id, coalesce(expected_close_on, 'infinity'::date), id) WHERE deleted_at IS NULL;
-- The companies that a member's people belong to are theirs to see.
CREATE INDEX contacts_of_owner_by_company ON contacts (organization_id, owner_id, company_id)
  WHERE deleted_at IS NULL AND company_id IS NOT NULL;
CREATE INDEX deals_of_owner_by_company ON deals (organization_id, owner_id, company_id)
  WHERE deleted_at IS NULL AND company_id IS NOT NULL;
