import { workOnEach } from '#jobs/sweeps/over-organizations.ts';
import type { Sweep } from '#jobs/worker.ts';

/** Fewer rows than this are summed up as fast as they are folded. */
const worthFolding = 200;

/** Adds up the counts of calls that changes left as rows of their own, so that sums over them stay fast. */
export const foldCallStats: Sweep = {
  name: 'fold-call-stats',
  pace: 'poll',
  async run(make) {
    const { database } = make.runtime;
    const rows = await database.prepared<{ id: string; organizationId: string }>(
      'sweep-fold-call-stats',
      `SELECT organization_id AS id, organization_id AS "organizationId" FROM call_day_stats WHERE NOT folded
       GROUP BY organization_id HAVING count(*) >= $1`,
      [worthFolding],
    );
    return workOnEach(make, foldCallStats.name, rows, async (_ctx, organizationId) => {
      await database.pool.query('SELECT fold_call_day_stats($1)', [organizationId]);
      return true;
    });
  },
};
