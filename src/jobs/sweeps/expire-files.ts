import type { ContextFactory } from '#domain/context.ts';
import { expireFiles as expire } from '#domain/files/expire-files.ts';
import { workOnEach } from '#jobs/sweeps/over-organizations.ts';
import type { FoundRow } from '#jobs/sweeps/over-organizations.ts';
import type { Sweep } from '#jobs/worker.ts';

/** Throws away exported and imported files whose time is over, once an hour over all processes. */
export const expireFiles: Sweep = {
  name: 'expire-files',
  pace: 'poll',
  async run(make: ContextFactory) {
    const { database } = make.runtime;
    const hour = await database.prepared<{ name: string }>(
      'sweep-expire-files-slot',
      `INSERT INTO heartbeats AS slot (name, beat_at) VALUES ('expire-files', now())
       ON CONFLICT (name) DO UPDATE SET beat_at = now() WHERE slot.beat_at <= now() - interval '1 hour' RETURNING name`,
      [],
    );
    if (hour.length === 0) return 0;
    const rows = await database.prepared<FoundRow>(
      'sweep-expire-files',
      `SELECT organization_id AS id, organization_id AS "organizationId" FROM exports
       WHERE file_id IS NOT NULL AND expires_at < now()
       UNION SELECT organization_id, organization_id FROM stored_files
       WHERE storage_key LIKE '%/imports/%' AND created_at < now() - interval '1 day'`,
      [],
    );
    return workOnEach(make, 'expire-files', rows, async (ctx) => (await expire(ctx)) > 0);
  },
};
