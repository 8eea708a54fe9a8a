import type { ContextFactory } from '#domain/context.ts';
import { remindTask } from '#domain/tasks/remind-task.ts';
import { workOnEach } from '#jobs/sweeps/over-organizations.ts';
import type { FoundRow } from '#jobs/sweeps/over-organizations.ts';
import type { Sweep } from '#jobs/worker.ts';

/** Reminds owners of tasks whose time has come, and escalates what was missed; at most 200 at a time. */
export const remindTasks: Sweep = {
  name: 'remind-tasks',
  pace: 'sweep',
  async run(make: ContextFactory) {
    // What another sweeper is reminding of at this moment is left to it; the operation itself sees to it that it is one.
    const rows = await make.runtime.database.prepared<FoundRow>(
      'sweep-due-reminders',
      `SELECT id, organization_id AS "organizationId" FROM tasks
       WHERE remind_at <= now() AND done_at IS NULL AND deleted_at IS NULL AND remind_at IS NOT NULL
       ORDER BY remind_at LIMIT 200 FOR UPDATE SKIP LOCKED`,
      [],
    );
    return workOnEach(
      make,
      'remind-tasks',
      rows,
      async (ctx, id) => (await remindTask(ctx, { taskId: id })) !== 'nothing',
    );
  },
};
