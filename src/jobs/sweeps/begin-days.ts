import type { ContextFactory } from '#domain/context.ts';
import { beginDay } from '#domain/tasks/begin-day.ts';
import { workOnEach } from '#jobs/sweeps/over-organizations.ts';
import type { FoundRow } from '#jobs/sweeps/over-organizations.ts';
import type { Sweep } from '#jobs/worker.ts';

/** Shows members their day at nine of a working day by their own clock; after noon it would come too late. */
export const beginDays: Sweep = {
  name: 'begin-days',
  pace: 'poll',
  run: (make: ContextFactory) => beginDaysAt(make, new Date()),
};

/** Begins the days that begin by now, at most 200 at a time; returns how many. */
export async function beginDaysAt(make: ContextFactory, now: Date): Promise<number> {
  const rows = await make.runtime.database.prepared<FoundRow>(
    'sweep-days-to-begin',
    `SELECT member.id, member.organization_id AS "organizationId"
     FROM users member
     JOIN organizations organization ON organization.id = member.organization_id
     CROSS JOIN LATERAL (SELECT $1::timestamptz AT TIME ZONE coalesce(member.time_zone, organization.time_zone) AS clock) AS here
     WHERE member.disabled_at IS NULL AND member.telegram_chat_id IS NOT NULL AND NOT member.telegram_blocked
       AND extract(isodow FROM here.clock) <= 5 AND extract(hour FROM here.clock) BETWEEN 9 AND 11
       AND NOT EXISTS (
         SELECT 1 FROM notices notice
         WHERE notice.organization_id = member.organization_id AND notice.user_id = member.id
           AND notice.dedupe_key = 'day:' || to_char(here.clock, 'YYYY-MM-DD'))
     ORDER BY member.id LIMIT 200`,
    [now],
  );
  return workOnEach(make, 'begin-days', rows, (ctx, id) => beginDay(ctx, { userId: id }));
}
