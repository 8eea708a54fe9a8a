import { defineRead } from '#platform/database/read.ts';

export interface CallSums {
  totalCalls: number;
  todayCalls: number;
  completedCalls: number;
  missedCalls: number;
  /** Seconds of the average completed call; 0 without any. */
  avgDuration: number;
  /** −1 … 1; 0 without any analysis. */
  avgSentiment: number;
}

/** Sums over the kept counts; $2 is whose calls (null: all), $3 today in the organization's zone. */
export const callSums = defineRead<[managerId: string | null, today: string], CallSums>(
  'dashboard-call-sums',
  `SELECT coalesce(sum(calls), 0)::int AS "totalCalls",
          coalesce(sum(calls) FILTER (WHERE day = $3::date), 0)::int AS "todayCalls",
          coalesce(sum(calls) FILTER (WHERE kind = 'completed'), 0)::int AS "completedCalls",
          coalesce(sum(calls) FILTER (WHERE kind = 'missed'), 0)::int AS "missedCalls",
          coalesce(round(sum(duration_sec)::numeric / nullif(sum(timed), 0), 1), 0)::float AS "avgDuration",
          coalesce(round(sum(score) / nullif(sum(scored), 0), 3), 0)::float AS "avgSentiment"
   FROM call_day_stats WHERE organization_id = $1 AND ($2::uuid IS NULL OR manager_id = $2)`,
);

export interface ManagerSums {
  name: string;
  calls: number;
  avgSentiment: number;
}

/** The managers with the most calls; calls that nobody made are nobody's. */
export const topManagers = defineRead<[managerId: string | null, limit: number], ManagerSums>(
  'dashboard-top-managers',
  `SELECT coalesce(u.name, s.manager_name) AS name, sum(s.calls)::int AS calls, coalesce(round(sum(s.score) / nullif(sum(s.scored), 0), 3), 0)::float AS "avgSentiment"
   FROM (SELECT manager_id, manager_name, sum(calls) AS calls, sum(score) AS score, sum(scored) AS scored
         FROM call_day_stats WHERE organization_id = $1 AND ($2::uuid IS NULL OR manager_id = $2) GROUP BY 1, 2) AS s
   LEFT JOIN users u ON u.organization_id = $1 AND u.id = s.manager_id
   WHERE coalesce(u.name, s.manager_name) IS NOT NULL
   GROUP BY s.manager_id, 1 HAVING sum(s.calls) > 0 ORDER BY calls DESC, name LIMIT $3`,
);

export interface DaySentiments {
  /** YYYY-MM-DD */
  date: string;
  positive: number;
  neutral: number;
  negative: number;
}

/** Sentiments by day from $3 to $4, both included; days without calls are there with zeros. */
export const sentimentDays = defineRead<[managerId: string | null, from: string, to: string], DaySentiments>(
  'dashboard-sentiment-days',
  `SELECT days.day::date::text AS date, coalesce(sum(calls) FILTER (WHERE sentiment = 'positive'), 0)::int AS positive,
          coalesce(sum(calls) FILTER (WHERE sentiment = 'neutral'), 0)::int AS neutral,
          coalesce(sum(calls) FILTER (WHERE sentiment = 'negative'), 0)::int AS negative
   FROM generate_series($3::date, $4::date, interval '1 day') AS days(day)
   LEFT JOIN call_day_stats s ON s.organization_id = $1 AND s.day = days.day::date AND ($2::uuid IS NULL OR s.manager_id = $2)
   GROUP BY 1 ORDER BY 1`,
);
