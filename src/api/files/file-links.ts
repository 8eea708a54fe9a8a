import { equalInConstantTime, hmacSha256 } from '#platform/hashing.ts';
import type { ContextFactory } from '#domain/context.ts';

type Maker = Pick<ContextFactory, 'runtime'>;

const lifeSec = 3_600;

/** A link to a stored file that works without a token for one hour; whoever has it can read the file. */
export function signFileUrl({ make }: { make: Maker }, fileId: string, nowMs: number = Date.now()): string {
  const expires = Math.floor(nowMs / 1_000) + lifeSec;
  return `${make.runtime.publicUrl}/files/${fileId}?expires=${expires}&signature=${signature(make, fileId, expires)}`;
}

/** Whether these are the signature and the expiry that we gave for this file, and the link has not ended. */
export function isValidFileLink(
  make: Maker,
  link: { fileId: string; expires: number; signature: string },
  nowMs: number = Date.now(),
): boolean {
  const isGenuine = equalInConstantTime(link.signature, signature(make, link.fileId, link.expires));
  return isGenuine && link.expires * 1_000 > nowMs;
}

/** The same for the file of an export, which may still be being written; with the moment at which the link ends. */
export function signExportUrl(
  { make }: { make: Maker },
  exportId: string,
  nowMs: number = Date.now(),
): { download_url: string; expires_at: Date } {
  const expires = Math.floor(nowMs / 1_000) + lifeSec;
  const proof = signature(make, exportSubject(exportId), expires);
  return {
    download_url: `${make.runtime.publicUrl}/api/exports/${exportId}/download?expires=${expires}&signature=${proof}`,
    expires_at: new Date(expires * 1_000),
  };
}

/** Whether these are the signature and the expiry that we gave for this export, and the link has not ended. */
export function isValidExportLink(
  make: Maker,
  link: { exportId: string; expires: number; signature: string },
  nowMs: number = Date.now(),
): boolean {
  return isValidFileLink(make, { ...link, fileId: exportSubject(link.exportId) }, nowMs);
}

const exportSubject = (exportId: string) => `export:${exportId}`;

const keys = new WeakMap<object, Buffer>();

function signature(make: Maker, fileId: string, expires: number): string {
  const { secretBox } = make.runtime;
  const key = keys.get(secretBox) ?? secretBox.derive('file-links');
  keys.set(secretBox, key);
  return hmacSha256(key, `${fileId}.${expires}`).toString('base64url');
}
