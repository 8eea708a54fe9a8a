import { pollCall } from '#domain/calls/poll-call.ts';
import type { ContextFactory } from '#domain/context.ts';
import { workOnEach } from '#jobs/sweeps/over-organizations.ts';
import type { FoundRow } from '#jobs/sweeps/over-organizations.ts';
import type { Sweep } from '#jobs/worker.ts';

/** A webhook is given this long before the provider is asked. */
const quietSec = 20;
/** How long after its end a call is asked about until its provider has said its last word. */
const openEndedHours = 24;

/**
 * Repairs what webhooks left open: calls on their way and calls put before a person with an unknown outcome are looked up,
 * and ended ones until they are complete. The longest unchanged come first; at most 100 at a time.
 */
export const pollCalls: Sweep = {
  name: 'poll-calls',
  pace: 'poll',
  async run(make: ContextFactory) {
    const rows = await make.runtime.database.prepared<FoundRow>(
      'sweep-open-calls',
      `SELECT id, "organizationId" FROM (
         SELECT call.id, call.organization_id AS "organizationId", call.updated_at FROM calls call
         WHERE call.status IN ('queued', 'dialing', 'ringing', 'ongoing') AND call.status <> 'queued' AND call.deleted_at IS NULL
           AND call.updated_at < now() - $1::int * interval '1 second'
         UNION
         SELECT call.id, call.organization_id, call.updated_at FROM call_attempts attempt
         JOIN calls call ON call.organization_id = attempt.organization_id AND call.id = attempt.call_id
         WHERE attempt.state = 'unknown' AND attempt.started_at > now() - interval '3 days'
           AND call.status IN ('needs_person', 'cancelled') AND call.updated_at < now() - interval '1 minute'
         UNION
         SELECT call.id, call.organization_id, call.updated_at FROM calls call
         WHERE call.status IN ('ended', 'not_connected', 'failed') AND call.provider_rank = 3 AND call.source = 'retell'
           AND call.ended_at > now() - $2::int * interval '1 hour' AND call.updated_at < now() - interval '1 minute'
       ) AS open_call ORDER BY updated_at LIMIT 100`,
      [quietSec, openEndedHours],
    );
    return workOnEach(
      make,
      'poll-calls',
      rows,
      async (ctx, id) => (await pollCall(ctx, { callId: id })).result === 'applied',
    );
  },
};
