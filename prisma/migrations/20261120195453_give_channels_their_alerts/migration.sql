-- AlterTable
ALTER TABLE "notices" ADD COLUMN     "folded_into_id" UUID,
ADD COLUMN     "resolved_at" TIMESTAMPTZ(3),
ADD COLUMN     "resolved_by_id" UUID;

-- AlterTable
ALTER TABLE "report_channels" ADD COLUMN     "dark_charts" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "channel_alerts" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "channel_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" "Severity" NOT NULL DEFAULT 'normal',
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID,
    "dedupe_key" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "status" "NoticeStatus" NOT NULL DEFAULT 'waiting',
    "not_before" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "shown_by_id" UUID,
    "shown_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "channel_alerts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "channel_alerts_organization_id_shown_by_id_idx" ON "channel_alerts"("organization_id", "shown_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "channel_alerts_organization_id_id_key" ON "channel_alerts"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "channel_alerts_organization_id_channel_id_dedupe_key_key" ON "channel_alerts"("organization_id", "channel_id", "dedupe_key");

-- CreateIndex
CREATE INDEX "notices_organization_id_folded_into_id_idx" ON "notices"("organization_id", "folded_into_id");

-- CreateIndex
CREATE INDEX "notices_organization_id_subject_id_idx" ON "notices"("organization_id", "subject_id");

-- AddForeignKey
ALTER TABLE "channel_alerts" ADD CONSTRAINT "channel_alerts_organization_id_channel_id_fkey" FOREIGN KEY ("organization_id", "channel_id") REFERENCES "report_channels"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- perezvon:by-hand
ALTER TABLE channel_alerts ADD CONSTRAINT channel_alerts_organization_given
  CHECK (organization_id <> '00000000-0000-0000-0000-000000000000'::uuid);
CREATE INDEX channel_alerts_waiting ON channel_alerts (not_before) WHERE status = 'waiting';
