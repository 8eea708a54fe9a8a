import { DateTime } from 'luxon';
import type { CallFacts } from '#domain/call-permission/call-facts.ts';
import type { CallReason, TimeRule } from '#domain/call-permission/call-permission.ts';
import { strictStateOf, usHours } from '#domain/call-permission/us-calling-laws.ts';
import type { Hours } from '#domain/call-permission/us-calling-laws.ts';

const searchedDays = 8;

/** The zones whose hours count: the one the person confirmed, else every one of the number, else the organization's. */
export function zonesOf(facts: CallFacts): string[] {
  if (facts.confirmedTimeZone) return [facts.confirmedTimeZone];
  return facts.candidateTimeZones.length > 0 ? facts.candidateTimeZones : [facts.policy.timeZone];
}

/** The narrower of the organization's hours and the law's on a local day; null when there are none. */
export function hoursOn(local: DateTime, facts: CallFacts): Hours {
  const own = { from: facts.policy.callingFromMinute, to: facts.policy.callingToMinute };
  if (facts.country !== 'US' || facts.phone === null) return own.from < own.to ? own : null;
  const law = usHours(strictStateOf(facts.phone), local);
  if (law === null) return null;
  const both = { from: Math.max(own.from, law.from), to: Math.min(own.to, law.to) };
  return both.from < both.to ? both : null;
}

/** Calls begin only between the hours of every zone in which the person may be. Zones with summer time included. */
export function callingHours(facts: CallFacts): TimeRule {
  const zones = zonesOf(facts);
  return {
    reasonAt(at): CallReason {
      const closed = zones.find((zone) => !isOpen(localTime(at, zone), facts));
      const local = localTime(at, closed ?? zones[0] ?? facts.policy.timeZone);
      const hours = hoursOn(local, facts);
      return {
        rule: 'time.callingHours',
        allowed: closed === undefined,
        params: {
          zone: local.zoneName ?? facts.policy.timeZone,
          zones: zones.length,
          localTime: local.toFormat('HH:mm'),
          from: hours ? clockText(hours.from) : '',
          to: hours ? clockText(hours.to) : '',
        },
      };
    },
    nextFrom(at) {
      // Each step moves to the next opening of a zone that is closed, so that the first moment all are open is found.
      const limitMs = at.getTime() + searchedDays * 86_400_000;
      let candidate = at;
      while (candidate.getTime() <= limitMs) {
        const closed = zones.find((zone) => !isOpen(localTime(candidate, zone), facts));
        if (closed === undefined) return candidate;
        const opening = nextOpening(localTime(candidate, closed), facts);
        if (!opening) return null;
        candidate = opening;
      }
      return null;
    },
  };
}

function localTime(at: Date, zone: string): DateTime {
  const local = DateTime.fromJSDate(at, { zone });
  return local.isValid ? local : DateTime.fromJSDate(at, { zone: 'utc' });
}

function isOpen(local: DateTime, facts: CallFacts): boolean {
  const hours = hoursOn(local, facts);
  const minute = local.hour * 60 + local.minute;
  return hours !== null && minute >= hours.from && minute < hours.to;
}

function nextOpening(local: DateTime, facts: CallFacts): Date | null {
  for (let day = 0; day <= searchedDays; day += 1) {
    const start = local.startOf('day').plus({ days: day });
    const hours = hoursOn(start, facts);
    if (!hours) continue;
    const opening = start.set({ hour: Math.floor(hours.from / 60), minute: hours.from % 60 });
    if (opening.toMillis() > local.toMillis()) return opening.toJSDate();
  }
  return null;
}

function clockText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
