import { dialDueCall } from '#domain/calls/dial-due-call.ts';
import type { ContextFactory } from '#domain/context.ts';
import { workOnEach } from '#jobs/sweeps/over-organizations.ts';
import type { FoundRow } from '#jobs/sweeps/over-organizations.ts';
import type { Sweep } from '#jobs/worker.ts';

/** Has calls dialled whose time has come: waiting for calling hours, or for the next try; at most 200 at a time. */
export const dialDueCalls: Sweep = {
  name: 'dial-due-calls',
  pace: 'sweep',
  async run(make: ContextFactory) {
    const rows = await make.runtime.database.prepared<FoundRow>(
      'sweep-due-calls',
      `SELECT id, organization_id AS "organizationId" FROM calls
       WHERE status IN ('queued', 'dialing', 'ringing', 'ongoing') AND status = 'queued' AND deleted_at IS NULL
         AND next_attempt_at <= now() ORDER BY next_attempt_at LIMIT 200`,
      [],
    );
    return workOnEach(make, 'dial-due-calls', rows, (ctx, id) => dialDueCall(ctx, { callId: id }));
  },
};
