CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateEnum
CREATE TYPE "Language" AS ENUM ('ru', 'en');

-- CreateEnum
CREATE TYPE "CallRequestStatus" AS ENUM ('pending', 'approved', 'rejected', 'expired', 'superseded', 'cancelled');

-- CreateEnum
CREATE TYPE "ApprovalDecision" AS ENUM ('approved', 'rejected');

-- CreateEnum
CREATE TYPE "CallSource" AS ENUM ('retell', 'bitrix24', 'upload', 'incoming');

-- CreateEnum
CREATE TYPE "CallDirection" AS ENUM ('incoming', 'outgoing');

-- CreateEnum
CREATE TYPE "CallStatus" AS ENUM ('queued', 'dialing', 'ringing', 'ongoing', 'ended', 'not_connected', 'failed', 'cancelled', 'needs_person');

-- CreateEnum
CREATE TYPE "AnalysisStatus" AS ENUM ('none', 'pending', 'completed', 'failed');

-- CreateEnum
CREATE TYPE "CallAttemptState" AS ENUM ('dialing', 'placed', 'not_placed', 'unknown');

-- CreateEnum
CREATE TYPE "Speaker" AS ENUM ('A', 'B');

-- CreateEnum
CREATE TYPE "Sentiment" AS ENUM ('positive', 'neutral', 'negative');

-- CreateEnum
CREATE TYPE "ConsentKind" AS ENUM ('call', 'ai_call', 'marketing_call', 'message');

-- CreateEnum
CREATE TYPE "StageKind" AS ENUM ('open', 'won', 'lost');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('admin', 'manager', 'analyst');

-- CreateEnum
CREATE TYPE "ChannelKind" AS ENUM ('telegram_bot');

-- CreateEnum
CREATE TYPE "MessageDirection" AS ENUM ('incoming', 'outgoing');

-- CreateEnum
CREATE TYPE "MessageStatus" AS ENUM ('received', 'queued', 'sent', 'failed', 'unknown');

-- CreateEnum
CREATE TYPE "DraftStatus" AS ENUM ('generating', 'ready', 'sent', 'discarded', 'stale', 'failed');

-- CreateEnum
CREATE TYPE "EffectState" AS ENUM ('ready', 'running', 'done', 'unknown', 'parked', 'cancelled');

-- CreateTable
CREATE TABLE "organizations" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "claimed_at" TIMESTAMPTZ(3),
    "time_zone" TEXT NOT NULL DEFAULT 'Europe/Moscow',
    "language" "Language" NOT NULL DEFAULT 'ru',
    "default_country" TEXT NOT NULL DEFAULT 'RU',
    "own_approval_allowed" BOOLEAN NOT NULL DEFAULT false,
    "approval_deadline_minutes" INTEGER NOT NULL DEFAULT 120,
    "call_consent_required" BOOLEAN NOT NULL DEFAULT false,
    "calling_from_minute" INTEGER NOT NULL DEFAULT 540,
    "calling_to_minute" INTEGER NOT NULL DEFAULT 1260,
    "hours_between_calls" INTEGER NOT NULL DEFAULT 4,
    "max_calls_per_day" INTEGER NOT NULL DEFAULT 3,
    "cost_cap_cents" INTEGER NOT NULL DEFAULT 500,
    "daily_budget_cents" INTEGER NOT NULL DEFAULT 5000,
    "allowed_countries" TEXT[] DEFAULT ARRAY['RU', 'KZ', 'BY', 'US', 'GB']::TEXT[],
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organizations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agents" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "name" TEXT NOT NULL,
    "provider_agent_id" TEXT NOT NULL,
    "from_number" TEXT NOT NULL,
    "language" "Language" NOT NULL,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "script_versions" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "agent_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "disclosure" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "advertising" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "script_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "call_requests" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "lead_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "requester_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "script_version_id" UUID NOT NULL,
    "goal" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "language" "Language" NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "window_end" TIMESTAMPTZ(3) NOT NULL,
    "cost_cap_cents" INTEGER NOT NULL,
    "max_attempts" INTEGER NOT NULL DEFAULT 3,
    "status" "CallRequestStatus" NOT NULL DEFAULT 'pending',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "payload_hash" TEXT NOT NULL,
    "deadline_at" TIMESTAMPTZ(3) NOT NULL,
    "reminded_at" TIMESTAMPTZ(3),
    "escalated_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "call_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approvals" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "call_request_id" UUID NOT NULL,
    "requester_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "payload_hash" TEXT NOT NULL,
    "decision" "ApprovalDecision" NOT NULL,
    "reason" TEXT,
    "decider_id" UUID NOT NULL,
    "own_approval_allowed" BOOLEAN NOT NULL,
    "door" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "approvals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calls" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "call_request_id" UUID,
    "lead_id" UUID,
    "contact_id" UUID,
    "manager_id" UUID,
    "agent_id" UUID,
    "source" "CallSource" NOT NULL,
    "direction" "CallDirection" NOT NULL,
    "status" "CallStatus" NOT NULL,
    "phone" TEXT,
    "client_name" TEXT,
    "manager_name" TEXT,
    "provider_call_id" TEXT,
    "external_source" TEXT,
    "external_id" TEXT,
    "outcome" TEXT,
    "provider_reason" TEXT,
    "provider_rank" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "duration_sec" INTEGER,
    "cost_cents" INTEGER,
    "next_attempt_at" TIMESTAMPTZ(3),
    "failure_note" TEXT,
    "recording_file_id" UUID,
    "recording_status" TEXT NOT NULL DEFAULT 'none',
    "transcript_status" TEXT NOT NULL DEFAULT 'none',
    "analysis_status" "AnalysisStatus" NOT NULL DEFAULT 'none',
    "version" INTEGER NOT NULL DEFAULT 1,
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "calls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "call_attempts" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "call_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "state" "CallAttemptState" NOT NULL DEFAULT 'dialing',
    "provider_call_id" TEXT,
    "payload_hash" TEXT NOT NULL,
    "permission" JSONB NOT NULL,
    "outcome" TEXT,
    "error" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "call_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "transcript_segments" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "call_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "start_ms" INTEGER NOT NULL,
    "end_ms" INTEGER NOT NULL,
    "speaker" "Speaker" NOT NULL,
    "text" TEXT NOT NULL,
    "confidence" DOUBLE PRECISION,

    CONSTRAINT "transcript_segments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "call_analyses" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "call_id" UUID NOT NULL,
    "sentiment" "Sentiment" NOT NULL,
    "sentiment_score" DOUBLE PRECISION NOT NULL,
    "topics" TEXT[],
    "summary" TEXT NOT NULL,
    "action_items" TEXT[],
    "objections" JSONB NOT NULL DEFAULT '[]',
    "intent" TEXT,
    "language" TEXT NOT NULL,
    "scorecard" JSONB NOT NULL DEFAULT '[]',
    "metrics" JSONB NOT NULL,
    "disclosure_said" BOOLEAN,
    "engine" TEXT NOT NULL,
    "input_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "call_analyses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stored_files" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "storage_key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mime_type" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stored_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contacts" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "name" TEXT NOT NULL,
    "telegram_user_id" BIGINT,
    "telegram_username" TEXT,
    "company_name" TEXT,
    "language" "Language",
    "time_zone" TEXT,
    "country" TEXT,
    "owner_id" UUID,
    "unreachable_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contacts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_phones" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "contact_id" UUID NOT NULL,
    "e164" TEXT NOT NULL,
    "country" TEXT,
    "extension" TEXT,
    "invalid_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contact_phones_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_emails" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "contact_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contact_emails_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consents" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "contact_id" UUID NOT NULL,
    "kind" "ConsentKind" NOT NULL,
    "granted" BOOLEAN NOT NULL,
    "source" TEXT NOT NULL,
    "proof" JSONB NOT NULL,
    "recorded_by_id" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "consents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "do_not_call" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "e164" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "do_not_call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pipelines" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "name" TEXT NOT NULL,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "position" INTEGER NOT NULL DEFAULT 0,
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pipelines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stages" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "pipeline_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "StageKind" NOT NULL DEFAULT 'open',
    "position" INTEGER NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "leads" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "name" TEXT NOT NULL,
    "contact_id" UUID NOT NULL,
    "pipeline_id" UUID NOT NULL,
    "stage_id" UUID NOT NULL,
    "owner_id" UUID,
    "source" TEXT NOT NULL,
    "note" TEXT,
    "custom_fields" JSONB NOT NULL DEFAULT '{}',
    "external_source" TEXT,
    "external_id" TEXT,
    "close_reason" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "stage_entered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "leads_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stage_moves" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "lead_id" UUID NOT NULL,
    "from_stage_id" UUID,
    "to_stage_id" UUID NOT NULL,
    "reason" TEXT,
    "moved_by_id" UUID,
    "moved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stage_moves_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activities" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "lead_id" UUID,
    "contact_id" UUID,
    "kind" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "data" JSONB NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "activities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "password_hash" TEXT,
    "role" "Role" NOT NULL,
    "permissions" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "telegram_user_id" BIGINT,
    "telegram_username" TEXT,
    "telegram_chat_id" BIGINT,
    "telegram_blocked" BOOLEAN NOT NULL DEFAULT false,
    "language" "Language" NOT NULL DEFAULT 'ru',
    "time_zone" TEXT,
    "on_duty" BOOLEAN NOT NULL DEFAULT true,
    "tokens_valid_from" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invites" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "user_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "created_by_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invites_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refresh_tokens" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "user_id" UUID NOT NULL,
    "family_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "refresh_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conversations" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "channel" "ChannelKind" NOT NULL DEFAULT 'telegram_bot',
    "external_chat_id" TEXT NOT NULL,
    "contact_id" UUID NOT NULL,
    "lead_id" UUID,
    "owner_id" UUID,
    "unread_count" INTEGER NOT NULL DEFAULT 0,
    "last_message_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conversations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "messages" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "conversation_id" UUID NOT NULL,
    "direction" "MessageDirection" NOT NULL,
    "status" "MessageStatus" NOT NULL,
    "external_message_id" TEXT,
    "author_id" UUID,
    "draft_id" UUID,
    "text" TEXT NOT NULL,
    "media" JSONB,
    "versions" JSONB NOT NULL DEFAULT '[]',
    "error" TEXT,
    "sent_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "edited_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "drafts" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "conversation_id" UUID NOT NULL,
    "lead_id" UUID,
    "call_id" UUID,
    "owner_id" UUID NOT NULL,
    "reply_to_id" UUID,
    "status" "DraftStatus" NOT NULL DEFAULT 'generating',
    "text" TEXT NOT NULL DEFAULT '',
    "hint" TEXT,
    "engine" TEXT,
    "error" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "drafts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_channels" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "chat_id" BIGINT NOT NULL,
    "thread_id" INTEGER,
    "title" TEXT NOT NULL,
    "language" "Language" NOT NULL,
    "personal_data" BOOLEAN NOT NULL DEFAULT false,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "report_channels_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "events" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "organization_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "payload" JSONB NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "effects" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "organization_id" UUID,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "lane" TEXT,
    "payload" JSONB NOT NULL,
    "state" "EffectState" NOT NULL DEFAULT 'ready',
    "run_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "lease_owner" TEXT,
    "dispatched_at" TIMESTAMPTZ(3),
    "deadline_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "outcome" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "effects_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "headers" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handled_at" TIMESTAMPTZ(3),
    "result" JSONB,

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "seq" BIGINT NOT NULL DEFAULT 0,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID,
    "data" JSONB NOT NULL,
    "request_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "previous_hash" TEXT NOT NULL DEFAULT '',
    "hash" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_heads" (
    "organization_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_heads_pkey" PRIMARY KEY ("organization_id")
);

-- CreateTable
CREATE TABLE "settings" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "key" TEXT NOT NULL,
    "values" JSONB NOT NULL,
    "secrets" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_by_id" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incoming_tokens" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "token_hash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "incoming_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_records" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "user_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER,
    "response" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_records_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ai_usage" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "purpose" TEXT NOT NULL,
    "engine" TEXT NOT NULL,
    "input_tokens" INTEGER NOT NULL,
    "output_tokens" INTEGER NOT NULL,
    "cost_micros" INTEGER,
    "duration_ms" INTEGER NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ai_usage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "heartbeats" (
    "name" TEXT NOT NULL,
    "beat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "heartbeats_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "telegram_updates" (
    "seq" BIGSERIAL NOT NULL,
    "organization_id" UUID NOT NULL,
    "bot_id" BIGINT NOT NULL,
    "update_id" BIGINT NOT NULL,
    "chat_lane" TEXT NOT NULL,
    "user_lane" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "error" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handled_at" TIMESTAMPTZ(3),
    "parked_at" TIMESTAMPTZ(3),

    CONSTRAINT "telegram_updates_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "bot_sessions" (
    "key" TEXT NOT NULL,
    "organization_id" UUID NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bot_sessions_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "form_drafts" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "user_id" UUID NOT NULL,
    "form" TEXT NOT NULL,
    "values" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "form_drafts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cards" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "user_id" UUID,
    "chat_id" BIGINT NOT NULL,
    "thread_id" INTEGER,
    "message_id" INTEGER,
    "content_hash" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cards_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "agents_organization_id_id_key" ON "agents"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "script_versions_organization_id_id_key" ON "script_versions"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "script_versions_organization_id_agent_id_version_key" ON "script_versions"("organization_id", "agent_id", "version");

-- CreateIndex
CREATE INDEX "call_requests_organization_id_status_deadline_at_idx" ON "call_requests"("organization_id", "status", "deadline_at");

-- CreateIndex
CREATE INDEX "call_requests_organization_id_lead_id_idx" ON "call_requests"("organization_id", "lead_id");

-- CreateIndex
CREATE INDEX "call_requests_organization_id_created_at_id_idx" ON "call_requests"("organization_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "call_requests_organization_id_id_key" ON "call_requests"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "call_requests_organization_id_id_requester_id_key" ON "call_requests"("organization_id", "id", "requester_id");

-- CreateIndex
CREATE UNIQUE INDEX "approvals_organization_id_id_key" ON "approvals"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "approvals_organization_id_call_request_id_revision_key" ON "approvals"("organization_id", "call_request_id", "revision");

-- CreateIndex
CREATE INDEX "calls_organization_id_created_at_id_idx" ON "calls"("organization_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "calls_organization_id_manager_id_created_at_id_idx" ON "calls"("organization_id", "manager_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "calls_organization_id_lead_id_created_at_idx" ON "calls"("organization_id", "lead_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "calls_organization_id_phone_created_at_idx" ON "calls"("organization_id", "phone", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "calls_organization_id_id_key" ON "calls"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "calls_organization_id_call_request_id_key" ON "calls"("organization_id", "call_request_id");

-- CreateIndex
CREATE UNIQUE INDEX "calls_organization_id_provider_call_id_key" ON "calls"("organization_id", "provider_call_id");

-- CreateIndex
CREATE UNIQUE INDEX "calls_organization_id_external_source_external_id_key" ON "calls"("organization_id", "external_source", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "call_attempts_organization_id_id_key" ON "call_attempts"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "call_attempts_organization_id_call_id_number_key" ON "call_attempts"("organization_id", "call_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "call_attempts_organization_id_provider_call_id_key" ON "call_attempts"("organization_id", "provider_call_id");

-- CreateIndex
CREATE UNIQUE INDEX "transcript_segments_organization_id_id_key" ON "transcript_segments"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "transcript_segments_organization_id_call_id_position_key" ON "transcript_segments"("organization_id", "call_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "call_analyses_organization_id_id_key" ON "call_analyses"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "call_analyses_organization_id_call_id_key" ON "call_analyses"("organization_id", "call_id");

-- CreateIndex
CREATE UNIQUE INDEX "stored_files_organization_id_id_key" ON "stored_files"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "stored_files_organization_id_storage_key_key" ON "stored_files"("organization_id", "storage_key");

-- CreateIndex
CREATE INDEX "contacts_organization_id_created_at_id_idx" ON "contacts"("organization_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "contacts_organization_id_id_key" ON "contacts"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "contacts_organization_id_telegram_user_id_key" ON "contacts"("organization_id", "telegram_user_id");

-- CreateIndex
CREATE INDEX "contact_phones_organization_id_contact_id_idx" ON "contact_phones"("organization_id", "contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "contact_phones_organization_id_id_key" ON "contact_phones"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "contact_phones_organization_id_e164_key" ON "contact_phones"("organization_id", "e164");

-- CreateIndex
CREATE INDEX "contact_emails_organization_id_contact_id_idx" ON "contact_emails"("organization_id", "contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "contact_emails_organization_id_id_key" ON "contact_emails"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "contact_emails_organization_id_email_key" ON "contact_emails"("organization_id", "email");

-- CreateIndex
CREATE INDEX "consents_organization_id_contact_id_kind_recorded_at_idx" ON "consents"("organization_id", "contact_id", "kind", "recorded_at");

-- CreateIndex
CREATE UNIQUE INDEX "consents_organization_id_id_key" ON "consents"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "do_not_call_organization_id_id_key" ON "do_not_call"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "do_not_call_organization_id_e164_key" ON "do_not_call"("organization_id", "e164");

-- CreateIndex
CREATE UNIQUE INDEX "pipelines_organization_id_id_key" ON "pipelines"("organization_id", "id");

-- CreateIndex
CREATE INDEX "stages_organization_id_pipeline_id_position_idx" ON "stages"("organization_id", "pipeline_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "stages_organization_id_id_key" ON "stages"("organization_id", "id");

-- CreateIndex
CREATE INDEX "leads_organization_id_created_at_id_idx" ON "leads"("organization_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "leads_organization_id_owner_id_created_at_id_idx" ON "leads"("organization_id", "owner_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "leads_organization_id_stage_id_created_at_id_idx" ON "leads"("organization_id", "stage_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "leads_organization_id_contact_id_idx" ON "leads"("organization_id", "contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "leads_organization_id_id_key" ON "leads"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "leads_organization_id_external_source_external_id_key" ON "leads"("organization_id", "external_source", "external_id");

-- CreateIndex
CREATE INDEX "stage_moves_organization_id_lead_id_moved_at_idx" ON "stage_moves"("organization_id", "lead_id", "moved_at");

-- CreateIndex
CREATE INDEX "stage_moves_organization_id_to_stage_id_moved_at_idx" ON "stage_moves"("organization_id", "to_stage_id", "moved_at");

-- CreateIndex
CREATE UNIQUE INDEX "stage_moves_organization_id_id_key" ON "stage_moves"("organization_id", "id");

-- CreateIndex
CREATE INDEX "activities_organization_id_lead_id_occurred_at_id_idx" ON "activities"("organization_id", "lead_id", "occurred_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "activities_organization_id_contact_id_occurred_at_id_idx" ON "activities"("organization_id", "contact_id", "occurred_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "activities_organization_id_id_key" ON "activities"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "users_organization_id_created_at_idx" ON "users"("organization_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "users_organization_id_id_key" ON "users"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "users_organization_id_telegram_user_id_key" ON "users"("organization_id", "telegram_user_id");

-- CreateIndex
CREATE UNIQUE INDEX "invites_code_hash_key" ON "invites"("code_hash");

-- CreateIndex
CREATE INDEX "invites_organization_id_user_id_idx" ON "invites"("organization_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "invites_organization_id_id_key" ON "invites"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "refresh_tokens_token_hash_key" ON "refresh_tokens"("token_hash");

-- CreateIndex
CREATE INDEX "refresh_tokens_organization_id_family_id_idx" ON "refresh_tokens"("organization_id", "family_id");

-- CreateIndex
CREATE UNIQUE INDEX "refresh_tokens_organization_id_id_key" ON "refresh_tokens"("organization_id", "id");

-- CreateIndex
CREATE INDEX "conversations_organization_id_owner_id_last_message_at_idx" ON "conversations"("organization_id", "owner_id", "last_message_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "conversations_organization_id_id_key" ON "conversations"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "conversations_organization_id_external_chat_id_key" ON "conversations"("organization_id", "external_chat_id");

-- CreateIndex
CREATE INDEX "messages_organization_id_conversation_id_sent_at_id_idx" ON "messages"("organization_id", "conversation_id", "sent_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "messages_organization_id_id_key" ON "messages"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "messages_organization_id_conversation_id_direction_external_key" ON "messages"("organization_id", "conversation_id", "direction", "external_message_id");

-- CreateIndex
CREATE UNIQUE INDEX "messages_organization_id_draft_id_key" ON "messages"("organization_id", "draft_id");

-- CreateIndex
CREATE INDEX "drafts_organization_id_owner_id_created_at_idx" ON "drafts"("organization_id", "owner_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "drafts_organization_id_conversation_id_created_at_idx" ON "drafts"("organization_id", "conversation_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "drafts_organization_id_id_key" ON "drafts"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "report_channels_organization_id_id_key" ON "report_channels"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "report_channels_organization_id_chat_id_key" ON "report_channels"("organization_id", "chat_id");

-- CreateIndex
CREATE INDEX "events_organization_id_seq_idx" ON "events"("organization_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "effects_key_key" ON "effects"("key");

-- CreateIndex
CREATE INDEX "effects_organization_id_state_created_at_idx" ON "effects"("organization_id", "state", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_deliveries_organization_id_provider_dedupe_key_key" ON "webhook_deliveries"("organization_id", "provider", "dedupe_key");

-- CreateIndex
CREATE INDEX "audit_entries_organization_id_subject_id_seq_idx" ON "audit_entries"("organization_id", "subject_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entries_organization_id_seq_key" ON "audit_entries"("organization_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "settings_organization_id_id_key" ON "settings"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "settings_organization_id_key_key" ON "settings"("organization_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "incoming_tokens_token_hash_key" ON "incoming_tokens"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "incoming_tokens_organization_id_id_key" ON "incoming_tokens"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "idempotency_records_organization_id_id_key" ON "idempotency_records"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "idempotency_records_organization_id_user_id_key_key" ON "idempotency_records"("organization_id", "user_id", "key");

-- CreateIndex
CREATE INDEX "ai_usage_organization_id_created_at_idx" ON "ai_usage"("organization_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "ai_usage_organization_id_id_key" ON "ai_usage"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "telegram_updates_bot_id_update_id_key" ON "telegram_updates"("bot_id", "update_id");

-- CreateIndex
CREATE UNIQUE INDEX "form_drafts_organization_id_id_key" ON "form_drafts"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "form_drafts_organization_id_user_id_form_key" ON "form_drafts"("organization_id", "user_id", "form");

-- CreateIndex
CREATE INDEX "cards_organization_id_chat_id_message_id_idx" ON "cards"("organization_id", "chat_id", "message_id");

-- CreateIndex
CREATE UNIQUE INDEX "cards_organization_id_id_key" ON "cards"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "cards_organization_id_kind_subject_id_chat_id_key" ON "cards"("organization_id", "kind", "subject_id", "chat_id");

-- AddForeignKey
ALTER TABLE "script_versions" ADD CONSTRAINT "script_versions_organization_id_agent_id_fkey" FOREIGN KEY ("organization_id", "agent_id") REFERENCES "agents"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_requests" ADD CONSTRAINT "call_requests_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "leads"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_requests" ADD CONSTRAINT "call_requests_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contacts"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_requests" ADD CONSTRAINT "call_requests_organization_id_requester_id_fkey" FOREIGN KEY ("organization_id", "requester_id") REFERENCES "users"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_requests" ADD CONSTRAINT "call_requests_organization_id_agent_id_fkey" FOREIGN KEY ("organization_id", "agent_id") REFERENCES "agents"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_requests" ADD CONSTRAINT "call_requests_organization_id_script_version_id_fkey" FOREIGN KEY ("organization_id", "script_version_id") REFERENCES "script_versions"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_organization_id_call_request_id_requester_id_fkey" FOREIGN KEY ("organization_id", "call_request_id", "requester_id") REFERENCES "call_requests"("organization_id", "id", "requester_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_organization_id_decider_id_fkey" FOREIGN KEY ("organization_id", "decider_id") REFERENCES "users"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calls" ADD CONSTRAINT "calls_organization_id_call_request_id_fkey" FOREIGN KEY ("organization_id", "call_request_id") REFERENCES "call_requests"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calls" ADD CONSTRAINT "calls_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "leads"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calls" ADD CONSTRAINT "calls_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contacts"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calls" ADD CONSTRAINT "calls_organization_id_manager_id_fkey" FOREIGN KEY ("organization_id", "manager_id") REFERENCES "users"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calls" ADD CONSTRAINT "calls_organization_id_agent_id_fkey" FOREIGN KEY ("organization_id", "agent_id") REFERENCES "agents"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calls" ADD CONSTRAINT "calls_organization_id_recording_file_id_fkey" FOREIGN KEY ("organization_id", "recording_file_id") REFERENCES "stored_files"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_attempts" ADD CONSTRAINT "call_attempts_organization_id_call_id_fkey" FOREIGN KEY ("organization_id", "call_id") REFERENCES "calls"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transcript_segments" ADD CONSTRAINT "transcript_segments_organization_id_call_id_fkey" FOREIGN KEY ("organization_id", "call_id") REFERENCES "calls"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_analyses" ADD CONSTRAINT "call_analyses_organization_id_call_id_fkey" FOREIGN KEY ("organization_id", "call_id") REFERENCES "calls"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_organization_id_owner_id_fkey" FOREIGN KEY ("organization_id", "owner_id") REFERENCES "users"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_phones" ADD CONSTRAINT "contact_phones_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contacts"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_emails" ADD CONSTRAINT "contact_emails_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contacts"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consents" ADD CONSTRAINT "consents_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contacts"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stages" ADD CONSTRAINT "stages_organization_id_pipeline_id_fkey" FOREIGN KEY ("organization_id", "pipeline_id") REFERENCES "pipelines"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leads" ADD CONSTRAINT "leads_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contacts"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leads" ADD CONSTRAINT "leads_organization_id_pipeline_id_fkey" FOREIGN KEY ("organization_id", "pipeline_id") REFERENCES "pipelines"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leads" ADD CONSTRAINT "leads_organization_id_stage_id_fkey" FOREIGN KEY ("organization_id", "stage_id") REFERENCES "stages"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leads" ADD CONSTRAINT "leads_organization_id_owner_id_fkey" FOREIGN KEY ("organization_id", "owner_id") REFERENCES "users"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stage_moves" ADD CONSTRAINT "stage_moves_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "leads"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stage_moves" ADD CONSTRAINT "stage_moves_organization_id_from_stage_id_fkey" FOREIGN KEY ("organization_id", "from_stage_id") REFERENCES "stages"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stage_moves" ADD CONSTRAINT "stage_moves_organization_id_to_stage_id_fkey" FOREIGN KEY ("organization_id", "to_stage_id") REFERENCES "stages"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "leads"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contacts"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invites" ADD CONSTRAINT "invites_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "users"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "users"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contacts"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "leads"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_organization_id_owner_id_fkey" FOREIGN KEY ("organization_id", "owner_id") REFERENCES "users"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "messages" ADD CONSTRAINT "messages_organization_id_conversation_id_fkey" FOREIGN KEY ("organization_id", "conversation_id") REFERENCES "conversations"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "messages" ADD CONSTRAINT "messages_organization_id_author_id_fkey" FOREIGN KEY ("organization_id", "author_id") REFERENCES "users"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_organization_id_conversation_id_fkey" FOREIGN KEY ("organization_id", "conversation_id") REFERENCES "conversations"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "leads"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_organization_id_call_id_fkey" FOREIGN KEY ("organization_id", "call_id") REFERENCES "calls"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_organization_id_owner_id_fkey" FOREIGN KEY ("organization_id", "owner_id") REFERENCES "users"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "form_drafts" ADD CONSTRAINT "form_drafts_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "users"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cards" ADD CONSTRAINT "cards_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "users"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- perezvon:by-hand
-- What the schema language cannot say.

-- A row that forgot its organization is refused: the column's default is the nil UUID on purpose.
DO $$
DECLARE table_name text;
BEGIN
  FOR table_name IN
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname = 'organization_id'
  LOOP
    EXECUTE format(
      'ALTER TABLE %I ADD CONSTRAINT %I CHECK (organization_id <> %L::uuid)',
      table_name, table_name || '_organization_given', '00000000-0000-0000-0000-000000000000');
  END LOOP;
END $$;

CREATE UNIQUE INDEX organizations_one_default ON organizations (is_default) WHERE is_default;
CREATE UNIQUE INDEX pipelines_one_default ON pipelines (organization_id) WHERE is_default AND deleted_at IS NULL;

-- Nobody approves their own request unless the organization allowed it at that moment.
ALTER TABLE approvals ADD CONSTRAINT approvals_four_eyes CHECK (decider_id <> requester_id OR own_approval_allowed);
ALTER TABLE call_requests ADD CONSTRAINT call_requests_window CHECK (window_start < window_end);
ALTER TABLE transcript_segments ADD CONSTRAINT transcript_segments_order CHECK (start_ms >= 0 AND end_ms >= start_ms);
ALTER TABLE call_analyses ADD CONSTRAINT call_analyses_score CHECK (sentiment_score BETWEEN -1 AND 1);

-- Work that is not finished, found without reading what is.
CREATE INDEX effects_unfinished ON effects (seq) WHERE state IN ('ready', 'running');
CREATE INDEX effects_lane ON effects (lane, seq) WHERE state IN ('ready', 'running') AND lane IS NOT NULL;
CREATE UNIQUE INDEX effects_one_running_per_lane ON effects (lane) WHERE state = 'running';
CREATE INDEX effects_waiting_for_person ON effects (organization_id, seq DESC) WHERE state IN ('parked', 'unknown');
CREATE INDEX telegram_updates_unfinished ON telegram_updates (seq) WHERE handled_at IS NULL AND parked_at IS NULL;
CREATE INDEX telegram_updates_chat_lane ON telegram_updates (bot_id, chat_lane, seq) WHERE handled_at IS NULL AND parked_at IS NULL;
CREATE INDEX telegram_updates_user_lane ON telegram_updates (bot_id, user_lane, seq) WHERE handled_at IS NULL AND parked_at IS NULL;
CREATE INDEX calls_not_final ON calls (updated_at) WHERE status IN ('queued', 'dialing', 'ringing', 'ongoing') AND deleted_at IS NULL;
CREATE INDEX call_requests_pending ON call_requests (deadline_at) WHERE status = 'pending';

CREATE INDEX leads_name_trgm ON leads USING gin (lower(name) gin_trgm_ops);
CREATE INDEX contacts_name_trgm ON contacts USING gin (lower(name) gin_trgm_ops);

-- The audit chain: sequence, time and hash are the database's, and nothing in it can be changed or removed.
CREATE FUNCTION audit_entry_hash(entry audit_entries) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(concat_ws(E'\x1f',
    entry.previous_hash, entry.organization_id, entry.seq, entry.actor_kind, coalesce(entry.actor_id::text, ''), entry.action,
    entry.subject_type, coalesce(entry.subject_id::text, ''), entry.data::text, coalesce(entry.request_id, ''),
    to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS')), 'UTF8')), 'hex')
$$;

CREATE FUNCTION chain_audit_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head audit_heads;
BEGIN
  INSERT INTO audit_heads AS heads (organization_id, seq, hash) VALUES (NEW.organization_id, 1, '')
  ON CONFLICT (organization_id) DO UPDATE SET seq = heads.seq + 1
  RETURNING heads.* INTO head;
  NEW.at := date_trunc('milliseconds', clock_timestamp());
  NEW.seq := head.seq;
  NEW.previous_hash := head.hash;
  NEW.hash := audit_entry_hash(NEW);
  UPDATE audit_heads SET hash = NEW.hash WHERE organization_id = NEW.organization_id;
  RETURN NEW;
END $$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER audit_entries_chain BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION chain_audit_entry();
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entries_not_emptied BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_append_only BEFORE UPDATE OR DELETE ON approvals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER script_versions_append_only BEFORE UPDATE OR DELETE ON script_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();
