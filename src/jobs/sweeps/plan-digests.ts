import type { ContextFactory } from '#domain/context.ts';
import { planDigests as plan } from '#domain/reports/plan-digest.ts';
import { workOnEach } from '#jobs/sweeps/over-organizations.ts';
import type { FoundRow } from '#jobs/sweeps/over-organizations.ts';
import type { Sweep } from '#jobs/worker.ts';

/** Sets due digests of report channels in motion; channels are few, so all are asked. */
export const planDigests: Sweep = {
  name: 'plan-digests',
  pace: 'sweep',
  run: (make: ContextFactory) => planDigestsNow(make),
};

/** Plans what is due by the contexts' clock; returns for how many channels. */
export async function planDigestsNow(make: ContextFactory): Promise<number> {
  const rows = await make.runtime.database.prepared<FoundRow>(
    'sweep-digest-channels',
    `SELECT id, organization_id AS "organizationId" FROM report_channels
     WHERE disabled_at IS NULL AND (daily_at_minute IS NOT NULL OR weekly_on_day IS NOT NULL) ORDER BY id LIMIT 5000`,
    [],
  );
  return workOnEach(make, 'plan-digests', rows, async (ctx, channelId) => (await plan(ctx, { channelId })) > 0);
}
