-- AlterTable
ALTER TABLE "webhook_subscriptions" ADD COLUMN     "failing_since" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "call_day_stats" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "organization_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'::uuid,
    "day" DATE NOT NULL,
    "manager_id" UUID,
    "manager_name" TEXT,
    "kind" TEXT NOT NULL,
    "sentiment" TEXT,
    "calls" INTEGER NOT NULL,
    "duration_sec" BIGINT NOT NULL,
    "timed" INTEGER NOT NULL,
    "score" DECIMAL(65,30) NOT NULL,
    "scored" INTEGER NOT NULL,
    "folded" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "call_day_stats_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "call_day_stats_organization_id_day_idx" ON "call_day_stats"("organization_id", "day");

-- CreateIndex
CREATE INDEX "call_day_stats_organization_id_manager_id_day_idx" ON "call_day_stats"("organization_id", "manager_id", "day");

-- CreateIndex
CREATE UNIQUE INDEX "call_day_stats_organization_id_id_key" ON "call_day_stats"("organization_id", "id");

-- perezvon:by-hand
ALTER TABLE call_day_stats ADD CONSTRAINT call_day_stats_organization_given CHECK (organization_id <> '00000000-0000-0000-0000-000000000000'::uuid);

-- What a call counts as, in the words of the calls API.
CREATE FUNCTION call_kind(status "CallStatus") RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN status = 'ended' THEN 'completed' WHEN status IN ('not_connected', 'failed', 'cancelled') THEN 'missed' ELSE 'in-progress' END
$$;

-- Whoever counts shares this lock; whoever counts anew, because the zone changed, holds it alone and so misses nobody.
CREATE FUNCTION call_day_stats_lock(of_organization uuid) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT hashtextextended('call_day_stats ' || of_organization::text, 0)
$$;

-- Puts one call on (sign 1) or takes it off (sign -1), as it is or was with this sentiment.
CREATE FUNCTION count_call(counted calls, with_sentiment text, with_score double precision, sign int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE zone text;
BEGIN
  IF counted.deleted_at IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock_shared(call_day_stats_lock(counted.organization_id));
  SELECT time_zone INTO zone FROM organizations WHERE id = counted.organization_id;
  INSERT INTO call_day_stats (organization_id, day, manager_id, manager_name, kind, sentiment, calls, duration_sec, timed, score, scored)
  SELECT counted.organization_id, (coalesce(counted.started_at, counted.created_at) AT TIME ZONE zone)::date, counted.manager_id,
         CASE WHEN counted.manager_id IS NULL THEN counted.manager_name END, kind, with_sentiment, sign,
         CASE WHEN kind = 'completed' THEN coalesce(counted.duration_sec, 0) ELSE 0 END * sign,
         CASE WHEN kind = 'completed' AND counted.duration_sec IS NOT NULL THEN sign ELSE 0 END,
         coalesce(with_score, 0)::numeric * sign, CASE WHEN with_score IS NULL THEN 0 ELSE sign END
  FROM (SELECT call_kind(counted.status) AS kind) AS facts;
END $$;

CREATE FUNCTION count_new_calls() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(call_day_stats_lock(organization_id)) FROM (SELECT DISTINCT organization_id FROM new_calls) AS organizations_of_calls;
  INSERT INTO call_day_stats (organization_id, day, manager_id, manager_name, kind, sentiment, calls, duration_sec, timed, score, scored)
  SELECT c.organization_id, (coalesce(c.started_at, c.created_at) AT TIME ZONE o.time_zone)::date, c.manager_id,
         CASE WHEN c.manager_id IS NULL THEN c.manager_name END, call_kind(c.status), NULL, count(*),
         coalesce(sum(c.duration_sec) FILTER (WHERE c.status = 'ended'), 0), count(c.duration_sec) FILTER (WHERE c.status = 'ended'), 0, 0
  FROM new_calls c JOIN organizations o ON o.id = c.organization_id WHERE c.deleted_at IS NULL
  GROUP BY 1, 2, 3, 4, 5;
  RETURN NULL;
END $$;

CREATE FUNCTION count_changed_call() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE with_sentiment text; with_score double precision;
BEGIN
  SELECT sentiment::text, sentiment_score INTO with_sentiment, with_score FROM call_analyses WHERE organization_id = OLD.organization_id AND call_id = OLD.id;
  PERFORM count_call(OLD, with_sentiment, with_score, -1);
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  PERFORM count_call(NEW, with_sentiment, with_score, 1);
  RETURN NULL;
END $$;

-- An analysis moves its call between sentiments. The call is locked first: a change of it under way would count it as it was.
CREATE FUNCTION count_new_analyses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM calls c JOIN new_analyses n ON n.organization_id = c.organization_id AND n.call_id = c.id ORDER BY c.id FOR NO KEY UPDATE OF c;
  PERFORM count_call(c, NULL, NULL, -1), count_call(c, n.sentiment::text, n.sentiment_score, 1)
  FROM calls c JOIN new_analyses n ON n.organization_id = c.organization_id AND n.call_id = c.id;
  RETURN NULL;
END $$;

CREATE FUNCTION count_changed_analysis() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE counted calls;
BEGIN
  SELECT * INTO counted FROM calls WHERE organization_id = OLD.organization_id AND id = OLD.call_id FOR NO KEY UPDATE;
  -- A call that is deleted was taken off with its analysis.
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM count_call(counted, OLD.sentiment::text, OLD.sentiment_score, -1);
  IF TG_OP = 'DELETE' THEN PERFORM count_call(counted, NULL, NULL, 1);
  ELSE PERFORM count_call(counted, NEW.sentiment::text, NEW.sentiment_score, 1);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION rebuild_call_day_stats(of_organization uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(call_day_stats_lock(of_organization));
  DELETE FROM call_day_stats WHERE organization_id = of_organization;
  INSERT INTO call_day_stats (organization_id, day, manager_id, manager_name, kind, sentiment, calls, duration_sec, timed, score, scored, folded)
  SELECT c.organization_id, (coalesce(c.started_at, c.created_at) AT TIME ZONE o.time_zone)::date, c.manager_id,
         CASE WHEN c.manager_id IS NULL THEN c.manager_name END, call_kind(c.status), a.sentiment::text, count(*),
         coalesce(sum(c.duration_sec) FILTER (WHERE c.status = 'ended'), 0), count(c.duration_sec) FILTER (WHERE c.status = 'ended'),
         coalesce(sum(a.sentiment_score::numeric), 0), count(a.sentiment_score), true
  FROM calls c JOIN organizations o ON o.id = c.organization_id
  LEFT JOIN call_analyses a ON a.organization_id = c.organization_id AND a.call_id = c.id
  WHERE c.organization_id = of_organization AND c.deleted_at IS NULL
  GROUP BY 1, 2, 3, 4, 5, 6;
END $$;

-- Adds up the rows of days that got new ones; returns how many rows there are fewer.
CREATE FUNCTION fold_call_day_stats(of_organization uuid) RETURNS int LANGUAGE plpgsql AS $$
DECLARE fewer int;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(call_day_stats_lock(of_organization));
  WITH gone AS (
    DELETE FROM call_day_stats WHERE organization_id = of_organization
      AND day IN (SELECT DISTINCT day FROM call_day_stats WHERE organization_id = of_organization AND NOT folded)
    RETURNING *
  ), kept AS (
    INSERT INTO call_day_stats (organization_id, day, manager_id, manager_name, kind, sentiment, calls, duration_sec, timed, score, scored, folded)
    SELECT organization_id, day, manager_id, manager_name, kind, sentiment, sum(calls), sum(duration_sec), sum(timed), sum(score), sum(scored), true
    FROM gone GROUP BY 1, 2, 3, 4, 5, 6
    HAVING (sum(calls), sum(duration_sec), sum(timed), sum(score), sum(scored)) IS DISTINCT FROM (0::bigint, 0::numeric, 0::bigint, 0::numeric, 0::bigint)
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM gone) - (SELECT count(*) FROM kept) INTO fewer;
  RETURN fewer;
END $$;

CREATE FUNCTION recount_calls_in_new_zone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM rebuild_call_day_stats(NEW.id);
  RETURN NULL;
END $$;

CREATE TRIGGER calls_counted AFTER INSERT ON calls REFERENCING NEW TABLE AS new_calls FOR EACH STATEMENT EXECUTE FUNCTION count_new_calls();
CREATE TRIGGER calls_recounted AFTER UPDATE ON calls FOR EACH ROW
  WHEN ((call_kind(OLD.status), OLD.manager_id, OLD.manager_name, OLD.started_at, OLD.created_at, OLD.duration_sec, OLD.deleted_at)
    IS DISTINCT FROM (call_kind(NEW.status), NEW.manager_id, NEW.manager_name, NEW.started_at, NEW.created_at, NEW.duration_sec, NEW.deleted_at))
  EXECUTE FUNCTION count_changed_call();
CREATE TRIGGER calls_uncounted BEFORE DELETE ON calls FOR EACH ROW EXECUTE FUNCTION count_changed_call();
CREATE TRIGGER analyses_counted AFTER INSERT ON call_analyses REFERENCING NEW TABLE AS new_analyses FOR EACH STATEMENT EXECUTE FUNCTION count_new_analyses();
CREATE TRIGGER analyses_recounted AFTER UPDATE ON call_analyses FOR EACH ROW
  WHEN ((OLD.sentiment, OLD.sentiment_score) IS DISTINCT FROM (NEW.sentiment, NEW.sentiment_score)) EXECUTE FUNCTION count_changed_analysis();
CREATE TRIGGER analyses_uncounted AFTER DELETE ON call_analyses FOR EACH ROW EXECUTE FUNCTION count_changed_analysis();
CREATE TRIGGER organizations_zone_changed AFTER UPDATE ON organizations FOR EACH ROW
  WHEN (OLD.time_zone IS DISTINCT FROM NEW.time_zone) EXECUTE FUNCTION recount_calls_in_new_zone();

SELECT rebuild_call_day_stats(id) FROM organizations;
