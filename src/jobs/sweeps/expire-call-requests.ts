import { expireCallRequest } from '#domain/call-requests/expire-call-request.ts';
import type { ContextFactory } from '#domain/context.ts';
import { workOnEach } from '#jobs/sweeps/over-organizations.ts';
import type { FoundRow } from '#jobs/sweeps/over-organizations.ts';
import type { Sweep } from '#jobs/worker.ts';

/** Ends pending requests of all organizations whose deadline has passed; at most 200 at a time. */
export const expireCallRequests: Sweep = {
  name: 'expire-call-requests',
  pace: 'sweep',
  async run(make: ContextFactory) {
    const rows = await make.runtime.database.prepared<FoundRow>(
      'sweep-expired-requests',
      `SELECT id, organization_id AS "organizationId" FROM call_requests
       WHERE status = 'pending' AND deadline_at <= now() ORDER BY deadline_at LIMIT 200`,
      [],
    );
    return workOnEach(make, 'expire-call-requests', rows, (ctx, id) => expireCallRequest(ctx, { callRequestId: id }));
  },
};
