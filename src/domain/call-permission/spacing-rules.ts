import { DateTime } from 'luxon';
import type { CallFacts, RecentCall } from '#domain/call-permission/call-facts.ts';
import type { TimeRule } from '#domain/call-permission/call-permission.ts';
import { zonesOf } from '#domain/call-permission/calling-hours.ts';

const minuteMs = 60_000;

/** No second call to the number within the organization's hours; further tries of the same request have their own pause. */
export function pauseBetweenCalls(facts: CallFacts): TimeRule {
  const pauseMs = facts.policy.hoursBetweenCalls * 3_600_000;
  const others = facts.recentCalls.filter(
    (call) => call.callRequestId === null || call.callRequestId !== facts.callRequestId,
  );
  const last = newest(others);
  const freeMs = last ? ceilToMinute(last.at.getTime() + pauseMs) : -Infinity;
  return {
    reasonAt(at) {
      const allowed = at.getTime() >= freeMs;
      return {
        rule: 'time.pauseBetweenCalls',
        allowed,
        params: { hours: facts.policy.hoursBetweenCalls },
        ...(last ? { evidence: { kind: 'call', id: last.callId, at: last.at.toISOString() } } : {}),
      };
    },
    nextFrom: (at) => (at.getTime() >= freeMs ? at : new Date(freeMs)),
  };
}

/** At most so many calls to the number on one calendar day of the person; every try counts, of whichever request. */
export function callsPerDay(facts: CallFacts): TimeRule {
  const zones = zonesOf(facts);
  const onDay = (at: Date, zone: string) => {
    const day = DateTime.fromJSDate(at, { zone });
    return facts.recentCalls.filter((call) => DateTime.fromJSDate(call.at, { zone }).hasSame(day, 'day')).length;
  };
  const fullZone = (at: Date) => zones.find((zone) => onDay(at, zone) >= facts.policy.maxCallsPerDay);
  return {
    reasonAt(at) {
      const full = fullZone(at);
      const zone = full ?? zones[0] ?? facts.policy.timeZone;
      return {
        rule: 'time.callsPerDay',
        allowed: full === undefined,
        params: { calls: onDay(at, zone), limit: facts.policy.maxCallsPerDay },
      };
    },
    nextFrom(at) {
      if (facts.policy.maxCallsPerDay <= 0) return null;
      let candidate = at;
      // Days begin at another moment in each zone, so one step per zone is not always enough.
      for (let step = 0; step <= 2 * zones.length + 1; step += 1) {
        const zone = fullZone(candidate);
        if (zone === undefined) return candidate;
        candidate = DateTime.fromJSDate(candidate, { zone }).startOf('day').plus({ days: 1 }).toJSDate();
      }
      return null;
    },
  };
}

function newest(calls: RecentCall[]): RecentCall | undefined {
  return calls.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0];
}

function ceilToMinute(ms: number): number {
  return Math.ceil(ms / minuteMs) * minuteMs;
}
