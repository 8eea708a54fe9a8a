import { remindApprovers as remind } from '#domain/call-requests/remind-approvers.ts';
import type { ContextFactory } from '#domain/context.ts';
import { workOnEach } from '#jobs/sweeps/over-organizations.ts';
import type { FoundRow } from '#jobs/sweeps/over-organizations.ts';
import type { Sweep } from '#jobs/worker.ts';

/** Reminds of pending requests at half of their time, and escalates at three quarters; at most 200 at a time. */
export const remindApprovers: Sweep = {
  name: 'remind-approvers',
  pace: 'sweep',
  async run(make: ContextFactory) {
    const rows = await make.runtime.database.prepared<FoundRow>(
      'sweep-unreminded-requests',
      `SELECT id, organization_id AS "organizationId" FROM call_requests
       WHERE status = 'pending' AND escalated_at IS NULL AND deadline_at > now()
         AND now() >= coalesce(reminded_at, updated_at) + (deadline_at - coalesce(reminded_at, updated_at)) / 2
       ORDER BY deadline_at LIMIT 200`,
      [],
    );
    return workOnEach(
      make,
      'remind-approvers',
      rows,
      async (ctx, id) => (await remind(ctx, { callRequestId: id })) !== 'nothing',
    );
  },
};
