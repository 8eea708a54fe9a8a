import type { ContextFactory } from '#domain/context.ts';
import { deleteOldSpam as deleteSpam } from '#domain/leads/delete-old-spam.ts';
import { spamKeptDays } from '#domain/leads/put-lead-aside.ts';
import { workOnEach } from '#jobs/sweeps/over-organizations.ts';
import type { FoundRow } from '#jobs/sweeps/over-organizations.ts';
import type { Sweep } from '#jobs/worker.ts';

/** Deletes leads that were put aside as spam a week ago and not brought back; at most 200 at a time. */
export const deleteOldSpam: Sweep = {
  name: 'delete-old-spam',
  pace: 'poll',
  async run(make: ContextFactory) {
    const rows = await make.runtime.database.prepared<FoundRow>(
      'sweep-old-spam',
      `SELECT id, organization_id AS "organizationId" FROM leads
       WHERE spam_at IS NOT NULL AND deleted_at IS NULL AND spam_at < now() - $1::int * interval '1 day'
       ORDER BY spam_at LIMIT 200`,
      [spamKeptDays],
    );
    return workOnEach(make, 'delete-old-spam', rows, (ctx, id) => deleteSpam(ctx, { leadId: id }));
  },
};
