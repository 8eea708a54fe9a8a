-- AlterTable
ALTER TABLE "conversations" ADD COLUMN     "overdue_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "source_ref" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "messages_organization_id_source_ref_key" ON "messages"("organization_id", "source_ref");

-- perezvon:by-hand
-- Who wrote before there was a clock waits as well, so that an inbox shows them first.
UPDATE conversations v SET waiting_since = v.last_message_at
  FROM organizations o
 WHERE o.id = v.organization_id AND v.unread_count > 0 AND v.waiting_since IS NULL;

CREATE INDEX conversations_waiting_by_due ON conversations (organization_id, (coalesce(reply_due_at, 'infinity')), id)
  WHERE waiting_since IS NOT NULL;
CREATE INDEX conversations_owned_waiting ON conversations (organization_id, waiting_since)
  WHERE waiting_since IS NOT NULL AND owner_id IS NOT NULL;
CREATE INDEX conversations_not_yet_overdue ON conversations (reply_due_at)
  WHERE waiting_since IS NOT NULL AND overdue_at IS NULL;
CREATE INDEX conversations_unread ON conversations (organization_id, owner_id) WHERE unread_count > 0;
