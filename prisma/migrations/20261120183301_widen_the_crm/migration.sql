-- CreateEnum
CREATE TYPE "AssignmentRule" AS ENUM ('least_loaded', 'round_robin', 'nobody');

-- CreateEnum
CREATE TYPE "RecordKind" AS ENUM ('lead', 'contact', 'company', 'deal');

-- CreateEnum
CREATE TYPE "CustomFieldKind" AS ENUM ('text', 'number', 'boolean', 'date', 'select', 'multiselect', 'url', 'phone', 'email');

-- CreateEnum
CREATE TYPE "DuplicateStatus" AS ENUM ('open', 'dismissed', 'merged');

-- CreateEnum
CREATE TYPE "DigestPeriod" AS ENUM ('day', 'week');

-- CreateEnum
CREATE TYPE "Severity" AS ENUM ('info', 'normal', 'critical');

-- CreateEnum
CREATE TYPE "NoticeStatus" AS ENUM ('waiting', 'sent', 'folded', 'muted', 'dropped');

-- CreateEnum
CREATE TYPE "TemplateKind" AS ENUM ('message', 'email');

-- CreateEnum
CREATE TYPE "EmailStatus" AS ENUM ('queued', 'sent', 'failed', 'bounced', 'unknown');

-- CreateEnum
CREATE TYPE "OutgoingWebhookStatus" AS ENUM ('waiting', 'delivered', 'failed');

-- CreateEnum
CREATE TYPE "ImportStatus" AS ENUM ('uploaded', 'checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'failed');

-- CreateEnum
CREATE TYPE "ImportVerdict" AS ENUM ('new', 'update', 'conflict', 'bad');

-- CreateEnum
CREATE TYPE "ExportStatus" AS ENUM ('queued', 'running', 'ready', 'failed');

-- DropForeignKey
ALTER TABLE "stage_moves" DROP CONSTRAINT "stage_moves_organization_id_lead_id_fkey";

-- DropForeignKey
ALTER TABLE "tasks" DROP CONSTRAINT "tasks_organization_id_lead_id_fkey";

-- DropIndex
DROP INDEX "report_channels_organization_id_chat_id_key";

-- AlterTable
ALTER TABLE "activities" ADD COLUMN     "company_id" UUID,
ADD COLUMN     "deal_id" UUID;

-- AlterTable
ALTER TABLE "contacts" ADD COLUMN     "company_id" UUID,
ADD COLUMN     "custom_fields" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "import_id" UUID,
ADD COLUMN     "merged_into_id" UUID,
ADD COLUMN     "note" TEXT,
ADD COLUMN     "position" TEXT;

-- AlterTable
ALTER TABLE "conversations" ADD COLUMN     "reply_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "returned_at" TIMESTAMPTZ(3),
ADD COLUMN     "waiting_since" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "leads" ADD COLUMN     "converted_at" TIMESTAMPTZ(3),
ADD COLUMN     "import_id" UUID,
ADD COLUMN     "merged_into_id" UUID,
ADD COLUMN     "spam_at" TIMESTAMPTZ(3),
ADD COLUMN     "taken_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "file_id" UUID,
ADD COLUMN     "read_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "assignment_load_cap" INTEGER,
ADD COLUMN     "assignment_rule" "AssignmentRule" NOT NULL DEFAULT 'least_loaded',
ADD COLUMN     "business_hours" JSONB NOT NULL DEFAULT '{"1":[540,1080],"2":[540,1080],"3":[540,1080],"4":[540,1080],"5":[540,1080]}',
ADD COLUMN     "first_reply_sla_minutes" INTEGER NOT NULL DEFAULT 30,
ADD COLUMN     "return_to_queue_minutes" INTEGER;

-- AlterTable
ALTER TABLE "pipelines" ADD COLUMN     "lost_reasons" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "won_reasons" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "report_channels" ADD COLUMN     "alerts" TEXT[] DEFAULT ARRAY['calls.negative', 'calls.missed', 'approvals.overdue', 'leads.stuck', 'leads.notTaken', 'services.failing']::TEXT[],
ADD COLUMN     "daily_at_minute" INTEGER DEFAULT 1140,
ADD COLUMN     "quiet_from_minute" INTEGER,
ADD COLUMN     "quiet_to_minute" INTEGER,
ADD COLUMN     "time_zone" TEXT,
ADD COLUMN     "weekly_at_minute" INTEGER NOT NULL DEFAULT 540,
ADD COLUMN     "weekly_on_day" INTEGER DEFAULT 1;

-- AlterTable
ALTER TABLE "stage_moves" ADD COLUMN     "deal_id" UUID,
ALTER COLUMN "lead_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "stages" ADD COLUMN     "required_fields" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "stuck_after_hours" INTEGER;

-- AlterTable
ALTER TABLE "tasks" ADD COLUMN     "company_id" UUID,
ADD COLUMN     "contact_id" UUID,
ADD COLUMN     "deal_id" UUID,
ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "done_by_id" UUID,
ADD COLUMN     "due_has_time" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "due_time_zone" TEXT,
ADD COLUMN     "escalated_at" TIMESTAMPTZ(3),
ADD COLUMN     "note" TEXT,
ADD COLUMN     "remind_at" TIMESTAMPTZ(3),
ADD COLUMN     "remind_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1,
ALTER COLUMN "lead_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "last_assigned_at" TIMESTAMPTZ(3),
ADD COLUMN     "notices_per_day" INTEGER NOT NULL DEFAULT 40,
ADD COLUMN     "quiet_from_minute" INTEGER DEFAULT 1320,
ADD COLUMN     "quiet_to_minute" INTEGER DEFAULT 480;

-- CreateTable
CREATE TABLE "companies" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "name" TEXT NOT NULL,
    "domain" TEXT,
    "tax_id" TEXT,
    "phone" TEXT,
    "email" TEXT,
    "website" TEXT,
    "address" TEXT,
    "industry" TEXT,
    "note" TEXT,
    "custom_fields" JSONB NOT NULL DEFAULT '{}',
    "owner_id" UUID,
    "merged_into_id" UUID,
    "import_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "companies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deals" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "name" TEXT NOT NULL,
    "amount_cents" BIGINT,
    "currency" TEXT NOT NULL DEFAULT 'RUB',
    "contact_id" UUID,
    "company_id" UUID,
    "lead_id" UUID,
    "pipeline_id" UUID NOT NULL,
    "stage_id" UUID NOT NULL,
    "owner_id" UUID,
    "source" TEXT NOT NULL,
    "note" TEXT,
    "custom_fields" JSONB NOT NULL DEFAULT '{}',
    "expected_close_on" DATE,
    "close_reason" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "stage_entered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "import_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notes" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "lead_id" UUID,
    "contact_id" UUID,
    "company_id" UUID,
    "deal_id" UUID,
    "author_id" UUID,
    "text" TEXT NOT NULL,
    "file_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "custom_fields" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "record" "RecordKind" NOT NULL,
    "key" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "kind" "CustomFieldKind" NOT NULL,
    "options" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "required" BOOLEAN NOT NULL DEFAULT false,
    "position" INTEGER NOT NULL DEFAULT 0,
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "custom_fields_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "merges" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "record" "RecordKind" NOT NULL,
    "survivor_id" UUID NOT NULL,
    "merged_id" UUID NOT NULL,
    "choices" JSONB NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,
    "merged_by_id" UUID,
    "merged_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undo_until" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by_id" UUID,

    CONSTRAINT "merges_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "duplicates" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "record" "RecordKind" NOT NULL,
    "left_id" UUID NOT NULL,
    "right_id" UUID NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "reasons" JSONB NOT NULL,
    "status" "DuplicateStatus" NOT NULL DEFAULT 'open',
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "duplicates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "password_resets" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "user_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "password_resets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "init_data_uses" (
    "hash" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "init_data_uses_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "digests" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "channel_id" UUID NOT NULL,
    "period" "DigestPeriod" NOT NULL,
    "slot" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "data" JSONB,
    "message_id" INTEGER,
    "sent_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "digests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notices" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" "Severity" NOT NULL DEFAULT 'normal',
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID,
    "dedupe_key" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "status" "NoticeStatus" NOT NULL DEFAULT 'waiting',
    "not_before" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "message_id" INTEGER,
    "sent_at" TIMESTAMPTZ(3),
    "acted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_mutes" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "user_id" UUID,
    "channel_id" UUID,
    "kind" TEXT NOT NULL,
    "subject_id" UUID,
    "until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notice_mutes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "templates" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "kind" "TemplateKind" NOT NULL,
    "name" TEXT NOT NULL,
    "language" "Language",
    "subject" TEXT,
    "text" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "deleted_at" TIMESTAMPTZ(3),
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "templates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "emails" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "lead_id" UUID,
    "contact_id" UUID,
    "deal_id" UUID,
    "author_id" UUID,
    "status" "EmailStatus" NOT NULL DEFAULT 'queued',
    "from_address" TEXT NOT NULL,
    "to_addresses" TEXT[],
    "cc_addresses" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "html" TEXT,
    "attachment_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "template_id" UUID,
    "message_id" TEXT NOT NULL,
    "response" TEXT,
    "error" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "emails_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_subscriptions" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "url" TEXT NOT NULL,
    "events" TEXT[],
    "secret" JSONB NOT NULL,
    "description" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "created_by_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_subscriptions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outgoing_webhooks" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "subscription_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "event_type" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "status" "OutgoingWebhookStatus" NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_status" INTEGER,
    "last_error" TEXT,
    "last_tried_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outgoing_webhooks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "feature_flags" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "key" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "updated_by_id" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "feature_flags_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "imports" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "record" "RecordKind" NOT NULL,
    "status" "ImportStatus" NOT NULL DEFAULT 'uploaded',
    "file_id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "match_key" TEXT,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "position" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "applied_at" TIMESTAMPTZ(3),
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "imports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_rows" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "import_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "verdict" "ImportVerdict" NOT NULL,
    "reasons" JSONB NOT NULL DEFAULT '[]',
    "values" JSONB NOT NULL,
    "record_id" UUID,
    "before" JSONB,
    "applied_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_rows_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_mappings" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "record" "RecordKind" NOT NULL,
    "headings_hash" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "match_key" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "import_mappings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "exports" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "list" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "filters" JSONB NOT NULL DEFAULT '{}',
    "status" "ExportStatus" NOT NULL DEFAULT 'queued',
    "row_count" INTEGER,
    "file_id" UUID,
    "error" TEXT,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "exports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "erasures" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "contact_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "identity_hashes" TEXT[],
    "proof" JSONB NOT NULL,
    "erased_by_id" UUID,
    "erased_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "erasures_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "companies_organization_id_created_at_id_idx" ON "companies"("organization_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "companies_organization_id_owner_id_created_at_id_idx" ON "companies"("organization_id", "owner_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "companies_organization_id_import_id_idx" ON "companies"("organization_id", "import_id");

-- CreateIndex
CREATE UNIQUE INDEX "companies_organization_id_id_key" ON "companies"("organization_id", "id");

-- CreateIndex
CREATE INDEX "deals_organization_id_created_at_id_idx" ON "deals"("organization_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "deals_organization_id_owner_id_created_at_id_idx" ON "deals"("organization_id", "owner_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "deals_organization_id_stage_id_created_at_id_idx" ON "deals"("organization_id", "stage_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "deals_organization_id_contact_id_idx" ON "deals"("organization_id", "contact_id");

-- CreateIndex
CREATE INDEX "deals_organization_id_company_id_idx" ON "deals"("organization_id", "company_id");

-- CreateIndex
CREATE INDEX "deals_organization_id_lead_id_idx" ON "deals"("organization_id", "lead_id");

-- CreateIndex
CREATE INDEX "deals_organization_id_import_id_idx" ON "deals"("organization_id", "import_id");

-- CreateIndex
CREATE UNIQUE INDEX "deals_organization_id_id_key" ON "deals"("organization_id", "id");

-- CreateIndex
CREATE INDEX "notes_organization_id_lead_id_created_at_idx" ON "notes"("organization_id", "lead_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "notes_organization_id_contact_id_created_at_idx" ON "notes"("organization_id", "contact_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "notes_organization_id_company_id_created_at_idx" ON "notes"("organization_id", "company_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "notes_organization_id_deal_id_created_at_idx" ON "notes"("organization_id", "deal_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "notes_organization_id_id_key" ON "notes"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "custom_fields_organization_id_id_key" ON "custom_fields"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "custom_fields_organization_id_record_key_key" ON "custom_fields"("organization_id", "record", "key");

-- CreateIndex
CREATE INDEX "merges_organization_id_merged_at_id_idx" ON "merges"("organization_id", "merged_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "merges_organization_id_survivor_id_idx" ON "merges"("organization_id", "survivor_id");

-- CreateIndex
CREATE UNIQUE INDEX "merges_organization_id_id_key" ON "merges"("organization_id", "id");

-- CreateIndex
CREATE INDEX "duplicates_organization_id_status_score_id_idx" ON "duplicates"("organization_id", "status", "score" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "duplicates_organization_id_id_key" ON "duplicates"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "duplicates_organization_id_record_left_id_right_id_key" ON "duplicates"("organization_id", "record", "left_id", "right_id");

-- CreateIndex
CREATE UNIQUE INDEX "password_resets_token_hash_key" ON "password_resets"("token_hash");

-- CreateIndex
CREATE INDEX "password_resets_organization_id_user_id_idx" ON "password_resets"("organization_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "password_resets_organization_id_id_key" ON "password_resets"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "digests_organization_id_id_key" ON "digests"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "digests_organization_id_channel_id_period_slot_key" ON "digests"("organization_id", "channel_id", "period", "slot");

-- CreateIndex
CREATE INDEX "notices_organization_id_user_id_created_at_idx" ON "notices"("organization_id", "user_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "notices_organization_id_id_key" ON "notices"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "notices_organization_id_user_id_dedupe_key_key" ON "notices"("organization_id", "user_id", "dedupe_key");

-- CreateIndex
CREATE INDEX "notice_mutes_organization_id_user_id_idx" ON "notice_mutes"("organization_id", "user_id");

-- CreateIndex
CREATE INDEX "notice_mutes_organization_id_channel_id_idx" ON "notice_mutes"("organization_id", "channel_id");

-- CreateIndex
CREATE UNIQUE INDEX "notice_mutes_organization_id_id_key" ON "notice_mutes"("organization_id", "id");

-- CreateIndex
CREATE INDEX "templates_organization_id_kind_name_idx" ON "templates"("organization_id", "kind", "name");

-- CreateIndex
CREATE UNIQUE INDEX "templates_organization_id_id_key" ON "templates"("organization_id", "id");

-- CreateIndex
CREATE INDEX "emails_organization_id_created_at_id_idx" ON "emails"("organization_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "emails_organization_id_lead_id_created_at_idx" ON "emails"("organization_id", "lead_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "emails_organization_id_contact_id_created_at_idx" ON "emails"("organization_id", "contact_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "emails_organization_id_deal_id_created_at_idx" ON "emails"("organization_id", "deal_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "emails_organization_id_id_key" ON "emails"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "emails_organization_id_message_id_key" ON "emails"("organization_id", "message_id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_subscriptions_organization_id_id_key" ON "webhook_subscriptions"("organization_id", "id");

-- CreateIndex
CREATE INDEX "outgoing_webhooks_organization_id_subscription_id_created_a_idx" ON "outgoing_webhooks"("organization_id", "subscription_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "outgoing_webhooks_organization_id_id_key" ON "outgoing_webhooks"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "outgoing_webhooks_organization_id_subscription_id_event_id_key" ON "outgoing_webhooks"("organization_id", "subscription_id", "event_id");

-- CreateIndex
CREATE UNIQUE INDEX "feature_flags_organization_id_id_key" ON "feature_flags"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "feature_flags_organization_id_key_key" ON "feature_flags"("organization_id", "key");

-- CreateIndex
CREATE INDEX "imports_organization_id_created_at_id_idx" ON "imports"("organization_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "imports_organization_id_id_key" ON "imports"("organization_id", "id");

-- CreateIndex
CREATE INDEX "import_rows_organization_id_import_id_verdict_number_idx" ON "import_rows"("organization_id", "import_id", "verdict", "number");

-- CreateIndex
CREATE UNIQUE INDEX "import_rows_organization_id_id_key" ON "import_rows"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "import_rows_organization_id_import_id_number_key" ON "import_rows"("organization_id", "import_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "import_mappings_organization_id_id_key" ON "import_mappings"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "import_mappings_organization_id_record_headings_hash_key" ON "import_mappings"("organization_id", "record", "headings_hash");

-- CreateIndex
CREATE INDEX "exports_organization_id_created_by_id_created_at_idx" ON "exports"("organization_id", "created_by_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "exports_organization_id_id_key" ON "exports"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "erasures_organization_id_id_key" ON "erasures"("organization_id", "id");

-- CreateIndex
CREATE INDEX "activities_organization_id_company_id_occurred_at_id_idx" ON "activities"("organization_id", "company_id", "occurred_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "activities_organization_id_deal_id_occurred_at_id_idx" ON "activities"("organization_id", "deal_id", "occurred_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "contacts_organization_id_company_id_idx" ON "contacts"("organization_id", "company_id");

-- CreateIndex
CREATE INDEX "contacts_organization_id_owner_id_created_at_id_idx" ON "contacts"("organization_id", "owner_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "contacts_organization_id_import_id_idx" ON "contacts"("organization_id", "import_id");

-- CreateIndex
CREATE INDEX "conversations_organization_id_last_message_at_id_idx" ON "conversations"("organization_id", "last_message_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "leads_organization_id_import_id_idx" ON "leads"("organization_id", "import_id");

-- CreateIndex
CREATE INDEX "stage_moves_organization_id_deal_id_moved_at_idx" ON "stage_moves"("organization_id", "deal_id", "moved_at");

-- CreateIndex
CREATE INDEX "tasks_organization_id_deal_id_created_at_idx" ON "tasks"("organization_id", "deal_id", "created_at");

-- CreateIndex
CREATE INDEX "tasks_organization_id_contact_id_created_at_idx" ON "tasks"("organization_id", "contact_id", "created_at");

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_organization_id_company_id_fkey" FOREIGN KEY ("organization_id", "company_id") REFERENCES "companies"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stage_moves" ADD CONSTRAINT "stage_moves_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "leads"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stage_moves" ADD CONSTRAINT "stage_moves_organization_id_deal_id_fkey" FOREIGN KEY ("organization_id", "deal_id") REFERENCES "deals"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_organization_id_company_id_fkey" FOREIGN KEY ("organization_id", "company_id") REFERENCES "companies"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_organization_id_deal_id_fkey" FOREIGN KEY ("organization_id", "deal_id") REFERENCES "deals"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "leads"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contacts"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_organization_id_company_id_fkey" FOREIGN KEY ("organization_id", "company_id") REFERENCES "companies"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_organization_id_deal_id_fkey" FOREIGN KEY ("organization_id", "deal_id") REFERENCES "deals"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "companies" ADD CONSTRAINT "companies_organization_id_owner_id_fkey" FOREIGN KEY ("organization_id", "owner_id") REFERENCES "users"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deals" ADD CONSTRAINT "deals_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contacts"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deals" ADD CONSTRAINT "deals_organization_id_company_id_fkey" FOREIGN KEY ("organization_id", "company_id") REFERENCES "companies"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deals" ADD CONSTRAINT "deals_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "leads"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deals" ADD CONSTRAINT "deals_organization_id_pipeline_id_fkey" FOREIGN KEY ("organization_id", "pipeline_id") REFERENCES "pipelines"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deals" ADD CONSTRAINT "deals_organization_id_stage_id_fkey" FOREIGN KEY ("organization_id", "stage_id") REFERENCES "stages"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deals" ADD CONSTRAINT "deals_organization_id_owner_id_fkey" FOREIGN KEY ("organization_id", "owner_id") REFERENCES "users"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notes" ADD CONSTRAINT "notes_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "leads"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notes" ADD CONSTRAINT "notes_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contacts"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notes" ADD CONSTRAINT "notes_organization_id_company_id_fkey" FOREIGN KEY ("organization_id", "company_id") REFERENCES "companies"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notes" ADD CONSTRAINT "notes_organization_id_deal_id_fkey" FOREIGN KEY ("organization_id", "deal_id") REFERENCES "deals"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "password_resets" ADD CONSTRAINT "password_resets_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "users"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "digests" ADD CONSTRAINT "digests_organization_id_channel_id_fkey" FOREIGN KEY ("organization_id", "channel_id") REFERENCES "report_channels"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notices" ADD CONSTRAINT "notices_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "users"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "emails" ADD CONSTRAINT "emails_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "leads"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "emails" ADD CONSTRAINT "emails_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contacts"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "emails" ADD CONSTRAINT "emails_organization_id_deal_id_fkey" FOREIGN KEY ("organization_id", "deal_id") REFERENCES "deals"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outgoing_webhooks" ADD CONSTRAINT "outgoing_webhooks_organization_id_subscription_id_fkey" FOREIGN KEY ("organization_id", "subscription_id") REFERENCES "webhook_subscriptions"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_organization_id_import_id_fkey" FOREIGN KEY ("organization_id", "import_id") REFERENCES "imports"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- perezvon:by-hand
-- A row that forgot its organization is refused.
DO $$
DECLARE table_name text;
BEGIN
  FOR table_name IN
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname = 'organization_id'
      AND NOT EXISTS (SELECT 1 FROM pg_constraint n WHERE n.conrelid = c.oid AND n.conname = c.relname || '_organization_given')
  LOOP
    EXECUTE format(
      'ALTER TABLE %I ADD CONSTRAINT %I CHECK (organization_id <> %L::uuid)',
      table_name, table_name || '_organization_given', '00000000-0000-0000-0000-000000000000');
  END LOOP;
END $$;

ALTER TABLE stage_moves ADD CONSTRAINT stage_moves_one_subject CHECK (num_nonnulls(lead_id, deal_id) = 1);
ALTER TABLE notes ADD CONSTRAINT notes_about_something CHECK (num_nonnulls(lead_id, contact_id, company_id, deal_id) >= 1);
ALTER TABLE duplicates ADD CONSTRAINT duplicates_ordered CHECK (left_id < right_id AND score BETWEEN 0 AND 1);
ALTER TABLE notice_mutes ADD CONSTRAINT notice_mutes_one_reader CHECK (num_nonnulls(user_id, channel_id) = 1);
ALTER TABLE deals ADD CONSTRAINT deals_amount CHECK (amount_cents >= 0);

-- A group's topics are channels of their own; the group itself is one.
CREATE UNIQUE INDEX report_channels_place ON report_channels (organization_id, chat_id, thread_id) NULLS NOT DISTINCT;
CREATE UNIQUE INDEX companies_domain ON companies (organization_id, domain) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX companies_tax_id ON companies (organization_id, tax_id) WHERE deleted_at IS NULL;

CREATE INDEX tasks_to_remind ON tasks (remind_at) WHERE done_at IS NULL AND deleted_at IS NULL AND remind_at IS NOT NULL;
CREATE INDEX tasks_open_due ON tasks (organization_id, owner_id, due_at) WHERE done_at IS NULL AND deleted_at IS NULL;
CREATE INDEX tasks_open_of_lead ON tasks (organization_id, lead_id) WHERE done_at IS NULL AND deleted_at IS NULL;
CREATE INDEX notices_waiting ON notices (not_before) WHERE status = 'waiting';
CREATE INDEX conversations_waiting ON conversations (organization_id, waiting_since) WHERE waiting_since IS NOT NULL;
CREATE INDEX leads_not_taken ON leads (organization_id, created_at)
  WHERE taken_at IS NULL AND closed_at IS NULL AND deleted_at IS NULL AND spam_at IS NULL;
CREATE INDEX leads_open_stage ON leads (organization_id, stage_id, stage_entered_at) WHERE closed_at IS NULL AND deleted_at IS NULL;
CREATE INDEX digests_due ON digests (due_at) WHERE sent_at IS NULL;

CREATE INDEX leads_custom_fields ON leads USING gin (custom_fields jsonb_path_ops);
CREATE INDEX contacts_custom_fields ON contacts USING gin (custom_fields jsonb_path_ops);
CREATE INDEX companies_custom_fields ON companies USING gin (custom_fields jsonb_path_ops);
CREATE INDEX deals_custom_fields ON deals USING gin (custom_fields jsonb_path_ops);

-- One spelling for what is written in Cyrillic or Latin letters, with or without accents: Козлов and Kozlov, Алексей,
-- Alexey and Aleksej fold to the same. Letters of other alphabets stay, all that is no letter or digit becomes a space.
CREATE FUNCTION fold_name(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT btrim(regexp_replace(regexp_replace(regexp_replace(
    replace(replace(replace(replace(replace(replace(replace(
      replace(replace(replace(replace(replace(replace(replace(replace(replace(
        translate(lower(name),
          'абвгдеёзийклмнопрстуфхыэіїєґқғңөұүһәàáâãäåāçćčèéêëēęėìíîïīłñńòóôõöøōùúûüūýÿśšźżž' || 'ъь''’`´',
          'abvgdeeziiklmnoprstufhieiieg' || 'kgnouuha' || 'aaaaaaaccceeeeeeeiiiiilnnooooooouuuuuyysszzz'),
        'ж', 'zh'), 'ц', 'ts'), 'ч', 'ch'), 'ш', 'sh'), 'щ', 'sh'), 'ю', 'iu'), 'я', 'ia'), 'ß', 'ss'), 'æ', 'ae'),
      'shch', 'sh'), 'sch', 'sh'), 'kh', 'h'), 'ph', 'f'), 'ck', 'k'), 'x', 'ks'), 'w', 'v'),
    '[yj]', 'i', 'g'), 'i+', 'i', 'g'), '[^[:alnum:]]+', ' ', 'g'))
$$;

CREATE INDEX leads_folded_name ON leads USING gin (fold_name(name) gin_trgm_ops) WHERE deleted_at IS NULL;
CREATE INDEX contacts_folded_name ON contacts USING gin (fold_name(name) gin_trgm_ops) WHERE deleted_at IS NULL;
CREATE INDEX companies_folded_name ON companies USING gin (fold_name(name) gin_trgm_ops) WHERE deleted_at IS NULL;
CREATE INDEX deals_folded_name ON deals USING gin (fold_name(name) gin_trgm_ops) WHERE deleted_at IS NULL;

-- The russian configuration stems words in Cyrillic letters by Russian and words in Latin letters by English rules.
CREATE INDEX transcript_segments_words ON transcript_segments USING gin (to_tsvector('russian', text));
CREATE INDEX messages_words ON messages USING gin (to_tsvector('russian', text));
CREATE INDEX notes_words ON notes USING gin (to_tsvector('russian', text)) WHERE deleted_at IS NULL;
