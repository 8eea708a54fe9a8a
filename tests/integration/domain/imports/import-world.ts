import { requestApplyImport } from '#domain/imports/apply-import.ts';
import type { StartImportInput } from '#domain/imports/start-import.ts';
import { startImport, storeImportFile } from '#domain/imports/start-import.ts';
import { getImport } from '#domain/imports/list-imports.ts';
import { requestUndoImport } from '#domain/imports/undo-import.ts';
import type { ImportView } from '#domain/imports/import-view.ts';
import type { Context } from '#domain/context.ts';
import { applyImportJob } from '#jobs/imports/apply-import.job.ts';
import { checkImportJob } from '#jobs/imports/check-import.job.ts';
import { undoImportJob } from '#jobs/imports/undo-import.job.ts';
import { planEffects } from '#jobs/reactions.ts';
import { createFakeStorage } from '#tests/support/fakes/fake-storage.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

export const importJobs = [checkImportJob, applyImportJob, undoImportJob];

export interface ImportWorld extends TestWorld {
  storage: ReturnType<typeof createFakeStorage>;
  /** Uploads a table and has it checked. */
  check(
    table: string | Uint8Array,
    input?: Partial<Omit<StartImportInput, 'fileId'>>,
    by?: Context,
  ): Promise<ImportView>;
  /** The same, and has it applied. */
  apply(table: string, input?: Partial<Omit<StartImportInput, 'fileId'>>, by?: Context): Promise<ImportView>;
  undo(importId: string): Promise<ImportView>;
}

/** A world with files in memory, whose imports run when they are asked for. */
export async function createImportWorld(): Promise<ImportWorld> {
  const storage = createFakeStorage();
  const world = await createTestWorld({ planEffects, ports: { storage } });
  const admin = world.as(world.admin);
  const check: ImportWorld['check'] = async (table, input = {}, by = admin) => {
    async function* chunks() {
      yield Buffer.from(table);
    }
    const { fileId } = await storeImportFile(by, { name: 'table.csv', chunks: chunks() });
    const { id } = await startImport(by, { record: 'contact', ...input, fileId });
    await world.drain(importJobs);
    return getImport(by, { importId: id });
  };
  return {
    ...world,
    storage,
    check,
    async apply(table, input, by = admin) {
      const { id } = await check(table, input, by);
      await requestApplyImport(by, { importId: id });
      await world.drain(importJobs);
      return getImport(by, { importId: id });
    },
    async undo(importId) {
      await requestUndoImport(admin, { importId });
      await world.drain(importJobs);
      return getImport(admin, { importId });
    },
  };
}
