-- CreateTable
CREATE TABLE "tasks" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "lead_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "call_id" UUID,
    "title" TEXT NOT NULL,
    "source_key" TEXT,
    "due_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "tasks_organization_id_lead_id_created_at_idx" ON "tasks"("organization_id", "lead_id", "created_at");

-- CreateIndex
CREATE INDEX "tasks_organization_id_owner_id_created_at_idx" ON "tasks"("organization_id", "owner_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "tasks_organization_id_id_key" ON "tasks"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "tasks_organization_id_source_key_key" ON "tasks"("organization_id", "source_key");

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "leads"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_organization_id_owner_id_fkey" FOREIGN KEY ("organization_id", "owner_id") REFERENCES "users"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_organization_id_call_id_fkey" FOREIGN KEY ("organization_id", "call_id") REFERENCES "calls"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- perezvon:by-hand
ALTER TABLE tasks ADD CONSTRAINT tasks_organization_given CHECK (organization_id <> '00000000-0000-0000-0000-000000000000');
