-- AlterTable
ALTER TABLE "call_requests" ADD COLUMN     "edited_by_id" UUID;

-- AlterTable
ALTER TABLE "cards" ADD COLUMN     "sent_anew_for" TEXT;

-- perezvon:by-hand
-- Whoever changed a request last does not approve it, like its requester, unless the organization allowed it at that moment.
CREATE FUNCTION refuse_approval_by_editor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.decision = 'approved' AND NOT NEW.own_approval_allowed AND EXISTS (
    SELECT FROM call_requests request
    WHERE request.organization_id = NEW.organization_id AND request.id = NEW.call_request_id AND request.edited_by_id = NEW.decider_id
  ) THEN
    RAISE EXCEPTION 'approvals_four_eyes_of_editor: the last editor of a request does not approve it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approvals_four_eyes_of_editor BEFORE INSERT ON approvals FOR EACH ROW EXECUTE FUNCTION refuse_approval_by_editor();
