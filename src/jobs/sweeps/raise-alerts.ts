import {
  alertOfFailingService,
  alertOfStuckLead,
  alertOfUntakenLead,
  alertOfWaitingClient,
} from '#domain/notices/alert-rules.ts';
import type { Context, ContextFactory } from '#domain/context.ts';
import { releaseChannelAlert } from '#domain/notices/release-channel-alert.ts';
import { releaseNotice } from '#domain/notices/release-notice.ts';
import { workOnEach } from '#jobs/sweeps/over-organizations.ts';
import type { FoundRow } from '#jobs/sweeps/over-organizations.ts';
import type { Sweep } from '#jobs/worker.ts';

/** Work of one queue that could not be done so often within an hour is a failing service. */
const failuresWorthTelling = 3;

/** What only time brings: each search with what is done about each row it finds, at most 500 at a time. */
const searches: readonly { name: string; text: string; work: (ctx: Context, id: string) => Promise<boolean> }[] = [
  {
    name: 'sweep-stuck-leads',
    text: `SELECT lead.id, lead.organization_id AS "organizationId" FROM leads lead
       JOIN stages stage ON stage.organization_id = lead.organization_id AND stage.id = lead.stage_id
       WHERE stage.stuck_after_hours IS NOT NULL AND stage.deleted_at IS NULL
         AND lead.deleted_at IS NULL AND lead.closed_at IS NULL AND lead.spam_at IS NULL
         AND lead.stage_entered_at <= $1::timestamptz - stage.stuck_after_hours * interval '1 hour'
         AND NOT EXISTS (
           SELECT 1 FROM notices notice
           WHERE notice.organization_id = lead.organization_id AND notice.subject_id = lead.id
             AND notice.kind = 'leads.stuck' AND notice.created_at >= lead.stage_entered_at)
       ORDER BY lead.stage_entered_at LIMIT 500`,
    work: (ctx, id) => alertOfStuckLead(ctx, { leadId: id }),
  },
  {
    // What nobody took in two weeks is no news any more.
    name: 'sweep-untaken-leads',
    text: `SELECT lead.id, lead.organization_id AS "organizationId" FROM leads lead
       JOIN organizations organization ON organization.id = lead.organization_id
       WHERE lead.taken_at IS NULL AND lead.deleted_at IS NULL AND lead.closed_at IS NULL AND lead.spam_at IS NULL
         AND lead.converted_at IS NULL AND lead.import_id IS NULL
         AND lead.created_at > $1::timestamptz - interval '14 days'
         AND lead.created_at <= $1::timestamptz - organization.first_reply_sla_minutes * interval '1 minute'
         AND NOT EXISTS (
           SELECT 1 FROM notices notice
           WHERE notice.organization_id = lead.organization_id AND notice.subject_id = lead.id
             AND notice.dedupe_key = 'leads.notTaken:' || lead.id || ':2')
       ORDER BY lead.created_at LIMIT 500`,
    work: (ctx, id) => alertOfUntakenLead(ctx, { leadId: id }),
  },
  {
    name: 'sweep-waiting-clients',
    text: `SELECT conversation.id, conversation.organization_id AS "organizationId" FROM conversations conversation
       WHERE conversation.reply_due_at <= $1::timestamptz AND conversation.waiting_since IS NOT NULL
         AND NOT EXISTS (
           SELECT 1 FROM notices notice
           WHERE notice.organization_id = conversation.organization_id AND notice.subject_id = conversation.id
             AND notice.kind = 'conversations.waiting' AND notice.created_at >= conversation.reply_due_at)
       ORDER BY conversation.reply_due_at LIMIT 500`,
    work: (ctx, id) => alertOfWaitingClient(ctx, { conversationId: id }),
  },
  {
    name: 'sweep-quiet-notices',
    text: `SELECT id, organization_id AS "organizationId" FROM notices
       WHERE status = 'waiting' AND not_before <= $1::timestamptz ORDER BY not_before, id LIMIT 500`,
    work: (ctx, id) => releaseNotice(ctx, { noticeId: id }),
  },
  {
    name: 'sweep-quiet-alerts',
    text: `SELECT id, organization_id AS "organizationId" FROM channel_alerts
       WHERE status = 'waiting' AND not_before <= $1::timestamptz ORDER BY not_before, id LIMIT 500`,
    work: (ctx, id) => releaseChannelAlert(ctx, { alertId: id }),
  },
];

/** Tells of stuck and untaken leads, waiting clients and failing services, and of what waited for the end of quiet hours. */
export const raiseAlerts: Sweep = {
  name: 'raise-alerts',
  pace: 'sweep',
  run: (make: ContextFactory) => raiseAlertsAt(make, new Date()),
};

/** Tells of what there is to tell at this moment; returns of how much. */
export async function raiseAlertsAt(make: ContextFactory, now: Date): Promise<number> {
  const { database } = make.runtime;
  let told = 0;
  for (const { name, text, work } of searches) {
    const rows = await database.prepared<FoundRow>(name, text, [now]);
    told += await workOnEach(make, 'raise-alerts', rows, work);
  }
  // The row's id is the queue: work of one queue fails together.
  const failing = await database.prepared<FoundRow & { count: number }>(
    'sweep-failing-services',
    `SELECT queue AS id, organization_id AS "organizationId", count(*)::int AS count FROM effects
     WHERE state IN ('parked', 'unknown') AND finished_at > $1::timestamptz - interval '1 hour' AND organization_id IS NOT NULL
     GROUP BY 1, 2 HAVING count(*) >= $2`,
    [now, failuresWorthTelling],
  );
  for (const row of failing)
    told += await workOnEach(make, 'raise-alerts', [row], (ctx, queue) =>
      alertOfFailingService(ctx, { queue, count: row.count }),
    );
  return told;
}
