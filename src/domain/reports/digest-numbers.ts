import { z } from 'zod';
import { defineRead } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';
import { periodOf } from '#domain/reports/digest-slots.ts';

const Sums = z.object({
  newLeads: z.number(),
  taken: z.number(),
  won: z.number(),
  lost: z.number(),
  calls: z.number(),
  answered: z.number(),
  missed: z.number(),
  positive: z.number(),
  negative: z.number(),
  approved: z.number(),
  rejected: z.number(),
  /** Minutes from a client's message to our answer, in the middle of all; null without any. */
  replyMinutes: z.number().nullable(),
  /** Notices with a sound, and how many of them somebody acted on. */
  interrupts: z.number(),
  acted: z.number(),
});
export type DigestSums = z.output<typeof Sums>;

/** What a digest tells, as it is kept beside it. */
export const DigestNumbers = z.object({
  now: Sums,
  before: Sums,
  /** The member who talked most, by calls that were answered. */
  top: z.object({ name: z.string(), calls: z.number() }).nullable(),
  /** Days of the chart, oldest first. */
  days: z.array(z.object({ day: z.string(), leads: z.number(), calls: z.number() })),
});
export type DigestNumbers = z.output<typeof DigestNumbers>;

/** Sums of one organization from $2 to $3. */
const periodSums = defineRead<[from: Date, to: Date], DigestSums>(
  'digest-period-sums',
  `SELECT l.created AS "newLeads", a.taken, w.won, w.lost, c.calls, c.answered, c.missed, s.positive, s.negative,
          p.approved, p.rejected, r.minutes AS "replyMinutes", n.interrupts, n.acted
   FROM
     (SELECT count(*)::int AS created FROM leads WHERE organization_id = $1 AND created_at >= $2 AND created_at < $3 AND deleted_at IS NULL AND spam_at IS NULL) l,
     (SELECT count(*)::int AS taken FROM leads WHERE organization_id = $1 AND taken_at >= $2 AND taken_at < $3 AND deleted_at IS NULL) a,
     (SELECT count(*) FILTER (WHERE stage.kind = 'won')::int AS won, count(*) FILTER (WHERE stage.kind = 'lost')::int AS lost
        FROM leads lead JOIN stages stage ON stage.organization_id = lead.organization_id AND stage.id = lead.stage_id
       WHERE lead.organization_id = $1 AND lead.closed_at >= $2 AND lead.closed_at < $3 AND lead.deleted_at IS NULL) w,
     (SELECT count(*)::int AS calls, count(*) FILTER (WHERE status = 'ended')::int AS answered,
             count(*) FILTER (WHERE status IN ('not_connected', 'failed'))::int AS missed
        FROM calls WHERE organization_id = $1 AND created_at >= $2 AND created_at < $3 AND deleted_at IS NULL) c,
     (SELECT count(*) FILTER (WHERE analysis.sentiment = 'positive')::int AS positive, count(*) FILTER (WHERE analysis.sentiment = 'negative')::int AS negative
        FROM calls call JOIN call_analyses analysis ON analysis.organization_id = call.organization_id AND analysis.call_id = call.id
       WHERE call.organization_id = $1 AND call.created_at >= $2 AND call.created_at < $3 AND call.deleted_at IS NULL) s,
     (SELECT count(*) FILTER (WHERE status = 'approved')::int AS approved, count(*) FILTER (WHERE status = 'rejected')::int AS rejected
        FROM call_requests WHERE organization_id = $1 AND decided_at >= $2 AND decided_at < $3) p,
     (SELECT (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM reply.at - message.sent_at) / 60))::float AS minutes
        FROM messages message
        CROSS JOIN LATERAL (SELECT min(answer.sent_at) AS at FROM messages answer
          WHERE answer.organization_id = message.organization_id AND answer.conversation_id = message.conversation_id
            AND answer.direction = 'outgoing' AND answer.sent_at > message.sent_at) AS reply
       WHERE message.organization_id = $1 AND message.direction = 'incoming' AND message.sent_at >= $2 AND message.sent_at < $3 AND reply.at IS NOT NULL) r,
     (SELECT count(*)::int AS interrupts, count(*) FILTER (WHERE acted_at IS NOT NULL)::int AS acted
        FROM notices WHERE organization_id = $1 AND status = 'sent' AND severity <> 'info' AND sent_at >= $2 AND sent_at < $3) n`,
);

const topTalker = defineRead<[from: Date, to: Date], { name: string; calls: number }>(
  'digest-top-talker',
  `SELECT member.name, count(*)::int AS calls
   FROM calls call JOIN users member ON member.organization_id = call.organization_id AND member.id = call.manager_id
   WHERE call.organization_id = $1 AND call.created_at >= $2 AND call.created_at < $3 AND call.status = 'ended' AND call.deleted_at IS NULL
   GROUP BY member.id, member.name ORDER BY calls DESC, member.name LIMIT 1`,
);

/** Leads and calls by local day from $2 to $3 of the zone $4. */
const dayCounts = defineRead<[from: Date, to: Date, timeZone: string], { day: string; leads: number; calls: number }>(
  'digest-day-counts',
  `WITH days AS (
     SELECT generate_series(($2::timestamptz AT TIME ZONE $4)::date, (($3::timestamptz - interval '1 second') AT TIME ZONE $4)::date, interval '1 day')::date AS day),
   new_leads AS (
     SELECT (created_at AT TIME ZONE $4)::date AS day, count(*)::int AS n FROM leads
     WHERE organization_id = $1 AND created_at >= $2 AND created_at < $3 AND deleted_at IS NULL AND spam_at IS NULL GROUP BY 1),
   new_calls AS (
     SELECT (created_at AT TIME ZONE $4)::date AS day, count(*)::int AS n FROM calls
     WHERE organization_id = $1 AND created_at >= $2 AND created_at < $3 AND deleted_at IS NULL GROUP BY 1)
   SELECT days.day::text, coalesce(new_leads.n, 0) AS leads, coalesce(new_calls.n, 0) AS calls
   FROM days LEFT JOIN new_leads USING (day) LEFT JOIN new_calls USING (day) ORDER BY days.day`,
);

const chartDays = 14;

/** The numbers of a digest, compared with the period before, with the days of its chart. */
export async function readDigestNumbers(
  ctx: Context,
  digest: { period: 'day' | 'week'; slot: string },
  timeZone: string,
): Promise<DigestNumbers> {
  const { before, from, to } = periodOf(digest, timeZone);
  const chartFrom = new Date(to.getTime() - chartDays * 24 * 3_600_000);
  const [[now], [earlier], [top], days] = await Promise.all([
    ctx.read(periodSums, from, to),
    ctx.read(periodSums, before, from),
    ctx.read(topTalker, from, to),
    ctx.read(dayCounts, chartFrom, to, timeZone),
  ]);
  return DigestNumbers.parse({ now, before: earlier, top: top ?? null, days: days.slice(-chartDays) });
}
