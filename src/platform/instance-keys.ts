import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newSecret } from '#platform/ids.ts';

/**
 * The key that settings are encrypted with: the one given by the operator, or else one made at the first start and kept
 * in `DATA_DIR` with mode 0600.
 */
export async function readOrMakeKey(dataDir: string, fileName: string): Promise<string> {
  const path = join(dataDir, fileName);
  await mkdir(dataDir, { recursive: true });
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(newSecret());
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const key = (await readFile(path, 'utf8')).trim();
  if (key.length < 32)
    throw new Error(`${path} does not hold a key. Restore it from a backup: stored secrets cannot be read without it.`);
  return key;
}
