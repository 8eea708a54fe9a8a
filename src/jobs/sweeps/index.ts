import { beginDays } from '#jobs/sweeps/begin-days.ts';
import { cleanUp } from '#jobs/sweeps/clean-up.ts';
import { deleteOldSpam } from '#jobs/sweeps/delete-old-spam.ts';
import { dialDueCalls } from '#jobs/sweeps/dial-due-calls.ts';
import { expireCallRequests } from '#jobs/sweeps/expire-call-requests.ts';
import { foldCallStats } from '#jobs/sweeps/fold-call-stats.ts';
import { expireFiles } from '#jobs/sweeps/expire-files.ts';
import { planDigests } from '#jobs/sweeps/plan-digests.ts';
import { pollCalls } from '#jobs/sweeps/poll-calls.ts';
import { raiseAlerts } from '#jobs/sweeps/raise-alerts.ts';
import { remindApprovers } from '#jobs/sweeps/remind-approvers.ts';
import { remindTasks } from '#jobs/sweeps/remind-tasks.ts';
import { watchInbox } from '#jobs/sweeps/watch-inbox.ts';
import type { Sweep } from '#jobs/worker.ts';

/** Everything that is looked for again and again. */
export const sweeps: readonly Sweep[] = [
  expireCallRequests,
  remindApprovers,
  remindTasks,
  watchInbox,
  beginDays,
  raiseAlerts,
  planDigests,
  dialDueCalls,
  pollCalls,
  deleteOldSpam,
  expireFiles,
  cleanUp,
  foldCallStats,
];
