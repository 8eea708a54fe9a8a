-- AlterTable
ALTER TABLE "refresh_tokens" ADD COLUMN     "init_data_at" TIMESTAMPTZ(3);
